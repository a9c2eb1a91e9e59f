import { request as startRequest } from "node:http";

export interface SignedCall {
  readonly service: string;
  readonly region?: string;
  readonly accessKey?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** The Authorization header of a call: scope as AWS clients write it, the signature itself is made up. */
export function authorization(call: Pick<SignedCall, "service" | "region" | "accessKey">): string {
  const scope = `${call.accessKey ?? "AKIAEXAMPLE"}/20261122/${call.region ?? "us-west-2"}/${call.service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=0000`;
}

/** Sends one call on a connection of its own. Rejects when the connection is torn down. */
export function sendCall(endpoint: string, call: SignedCall): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const url = new URL(endpoint);
    const outgoing = startRequest({
      host: url.hostname,
      port: url.port,
      agent: false,
      method: call.method ?? "POST",
      path: call.path ?? "/",
      headers: { authorization: authorization(call), ...call.headers },
    });
    outgoing.once("error", reject);
    outgoing.once("response", (incoming) => {
      incoming.setEncoding("utf8");
      let body = "";
      incoming.on("data", (chunk: string) => {
        body += chunk;
      });
      incoming.once("error", reject);
      incoming.once("end", () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
      );
    });
    outgoing.end(call.body);
  });
}

/** A call of a service that speaks the query protocol. */
export function queryCall(service: string, action: string, region = "us-west-2"): SignedCall {
  return {
    service,
    region,
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: `Action=${action}&Version=2014-10-31`,
  };
}

/** A call of a service that speaks JSON with its action in the target header. */
export function jsonCall(
  service: string,
  target: string,
  body: unknown = {},
  region = "us-west-2",
): SignedCall {
  return {
    service,
    region,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
    body: JSON.stringify(body),
  };
}
