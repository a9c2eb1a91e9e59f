/** What a signature says of a call: who signs, for which region and service. Signatures are read, never checked. */
export interface CredentialScope {
  readonly accessKey: string;
  /** Undefined when the signature names none, as an unsigned call does. */
  readonly region: string | undefined;
  readonly signingName: string | undefined;
}

const CREDENTIAL = /Credential=([^,\s]+)/;

/**
 * Reads the scope from the Authorization header (Signature Version 4 and 4a) or from a presigned
 * address. Undefined for a call without either.
 */
export function credentialScope(
  headers: Readonly<Record<string, string>>,
  query: URLSearchParams,
): CredentialScope | undefined {
  const fromHeader = CREDENTIAL.exec(headers.authorization ?? "")?.[1];
  const credential = fromHeader ?? query.get("X-Amz-Credential") ?? undefined;
  if (credential !== undefined) return parse(credential, regionSet(headers, query));
  const legacyKey = query.get("AWSAccessKeyId");
  return legacyKey === null ? undefined : { accessKey: legacyKey, region: undefined, signingName: "s3" };
}

/** `key/date/region/service/aws4_request`; version 4a leaves the region out and names a set in a header. */
function parse(credential: string, set: string | undefined): CredentialScope | undefined {
  const parts = credential.split("/");
  const terminator = parts.pop();
  const signingName = parts.pop();
  if (terminator !== "aws4_request" || signingName === undefined) return undefined;
  const region = parts.length >= 3 ? parts.pop() : set;
  parts.pop();
  return { accessKey: parts.join("/"), region, signingName };
}

function regionSet(headers: Readonly<Record<string, string>>, query: URLSearchParams): string | undefined {
  const set = headers["x-amz-region-set"] ?? query.get("X-Amz-Region-Set") ?? undefined;
  const first = set?.split(",")[0]?.trim();
  return first === undefined || first === "*" ? undefined : first;
}
