import { globalHome } from "../aws/index.ts";
import type { AccountBook } from "./accounts.ts";
import type { AwsCall } from "./call.ts";
import { credentialScope } from "./credentials.ts";
import { routeAction, routedServices } from "./routes/match.ts";
import { serviceOf } from "./services.ts";
import { callerOf } from "./userAgent.ts";

/** A request as it came over the wire, body complete. */
export interface RawRequest {
  readonly method: string;
  /** Path with query string. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Region of a call whose signature names none: what AWS's own global endpoints take for it. */
const UNSIGNED_REGION = "us-east-1";

/** Everything that the gateway knows of a call before it answers it. */
export function identify(request: RawRequest, accounts: AccountBook, id: number, at: number): AwsCall {
  const { path, query } = splitTarget(request.target);
  const form = formParameters(request);
  const scope = credentialScope(request.headers, query);
  const service = serviceOf(scope?.signingName ?? unsignedService(form), path);
  const signedRegion = scope?.region ?? UNSIGNED_REGION;
  const action = actionOf(service, request, path, query, form);
  const home = globalHome({ service, action, body: request.body });
  return {
    id,
    at,
    account: accounts.accountOf(scope?.accessKey),
    service,
    signedRegion,
    homeRegion: home ?? signedRegion,
    global: home !== undefined,
    action,
    caller: callerOf(request.headers),
    method: request.method,
    target: request.target,
    headers: request.headers,
    body: request.body,
  };
}

function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const mark = target.indexOf("?");
  if (mark < 0) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

function formParameters(request: RawRequest): URLSearchParams | undefined {
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return undefined;
  return new URLSearchParams(request.body.toString("utf8"));
}

/** Calls that AWS takes without a signature: STS for outside identities, else an anonymous read of S3. */
function unsignedService(form: URLSearchParams | undefined): string {
  return form?.get("Action")?.startsWith("AssumeRoleWith") === true ? "sts" : "s3";
}

const CBOR_PATH = /^\/service\/[^/]+\/operation\/([^/]+)$/;

function actionOf(
  service: string,
  request: RawRequest,
  path: string,
  query: URLSearchParams,
  form: URLSearchParams | undefined,
): string {
  const target = request.headers["x-amz-target"];
  if (target !== undefined) return target.slice(target.lastIndexOf(".") + 1);
  const cbor = CBOR_PATH.exec(path)?.[1];
  if (cbor !== undefined) return cbor;
  const named = form?.get("Action") ?? query.get("Action");
  if (named !== null && named !== undefined) return named;
  if (!routedServices.includes(service)) return template(request.method, path);
  const routed = service === "s3" ? withBucket(path, request.headers.host ?? "") : path;
  const has = (name: string) => request.headers[name] !== undefined;
  return routeAction(service, request.method, routed, query, has) ?? template(request.method, path);
}

const BUCKET_HOST = /^(.+?)\.(?:s3[.-].*amazonaws\.com|localhost|s3\.localhost\S*)(?::\d+)?$/;

/** The path in path style: the bucket's name comes from the host where the client put it there. */
function withBucket(path: string, host: string): string {
  const bucket = BUCKET_HOST.exec(host)?.[1];
  return bucket === undefined || bucket === "s3" ? path : `/${bucket}${path}`;
}

/** `GET /v1/clusters/{}`: the path with what looks like a name or an id taken out. */
function template(method: string, path: string): string {
  const parts = path
    .split("/")
    .map((part) => (/^[a-z][a-z-]*$|^v\d+$|^\d{4}-\d\d-\d\d$|^$/.test(part) ? part : "{}"));
  return `${method} ${parts.join("/")}`;
}
