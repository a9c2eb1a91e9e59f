import { createHash } from "node:crypto";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  child,
  element,
  errorReply,
  fields,
  parseXml,
  textAt,
  walk,
  type XmlElement,
  xmlReply,
} from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";
import { cloudFrontOf } from "./state.ts";

const XMLNS = { xmlns: "http://cloudfront.amazonaws.com/doc/2020-05-31/" };

interface Stage {
  readonly config: XmlElement;
  readonly code: Buffer;
  readonly etag: string;
  readonly modifiedAt: number;
}

/** A function that runs at the edge: as it is worked on, and as it is live. */
interface EdgeFunction {
  readonly createdAt: number;
  development: Stage;
  live: Stage | undefined;
}

const functionsOf = perSandbox(() => new Map<string, EdgeFunction>());

function functionArn(account: string, name: string): string {
  return `arn:aws:cloudfront::${account}:function/${name}`;
}

/** Whether the ARN is of a function that was published: CloudFront associates no other. */
export function isLive(world: Pick<World, "clock">, arn: string): boolean {
  const [, account = "", name = ""] = /^arn:aws:cloudfront::(\d+):function\/(.+)$/.exec(arn) ?? [];
  return functionsOf(world).get(`${account} ${name}`)?.live !== undefined;
}

/** Functions with their two stages. They are kept, and not run. */
export function functionCall(call: AwsCall, world: World): AwsReply | undefined {
  if (!/^(Create|Describe|Get|Update|Publish|Delete)Function$/.test(call.action)) return undefined;
  const functions = functionsOf(world);
  const root = call.body.toString().trimStart().startsWith("<") ? parseXml(call.body) : undefined;
  const name =
    call.action === "CreateFunction"
      ? (root && textAt(root, "Name")) || ""
      : decodeURIComponent(/\/function\/([^/?]+)/.exec(call.target)?.[1] ?? "");
  const key = `${call.account} ${name}`;
  const known = functions.get(key);
  if (call.action === "CreateFunction") {
    if (root === undefined) return fail(call, 400, "InvalidArgument", "The function is malformed.");
    if (known !== undefined)
      return fail(call, 409, "FunctionAlreadyExists", `A function ${name} exists already.`);
    const development = stageIn(root, world, 1);
    functions.set(key, { createdAt: world.clock.now(), development, live: undefined });
    return summary(call, name, functions.get(key), "DEVELOPMENT", 201);
  }
  if (known === undefined) return fail(call, 404, "NoSuchFunctionExists", `There is no function ${name}.`);
  const stage = new URL(call.target, "http://cloudfront").searchParams.get("Stage") ?? "DEVELOPMENT";
  switch (call.action) {
    case "DescribeFunction":
      return summary(call, name, known, stage);
    case "GetFunction": {
      const shown = stage === "LIVE" ? known.live : known.development;
      if (shown === undefined)
        return fail(call, 404, "NoSuchFunctionExists", `${name} has no stage ${stage}.`);
      const headers = { "content-type": "application/octet-stream", etag: shown.etag };
      return { status: 200, headers, body: shown.code };
    }
    default:
  }
  if (call.headers["if-match"] !== known.development.etag)
    return fail(call, 412, "PreconditionFailed", "The ETag has changed.");
  switch (call.action) {
    case "UpdateFunction":
      if (root !== undefined) known.development = stageIn(root, world, Number(known.development.etag.length));
      return summary(call, name, known, "DEVELOPMENT");
    case "PublishFunction":
      known.live = known.development;
      return summary(call, name, known, "LIVE");
    default:
      if (isAssociated(world, call.account, name))
        return fail(call, 409, "FunctionInUse", `A distribution uses the function ${name}.`);
      functions.delete(key);
      return { status: 204, headers: {}, body: "" };
  }
}

function stageIn(root: XmlElement, world: World, version: number): Stage {
  const config = child(root, "FunctionConfig") ?? element("FunctionConfig", []);
  const code = Buffer.from(textAt(root, "FunctionCode") ?? "", "base64");
  const hash = createHash("sha256")
    .update(code)
    .update(`${textAt(config, "Comment")} ${version}`)
    .digest("hex");
  return {
    config: { ...config, attributes: {} },
    code,
    etag: `ETV${hash.slice(0, 11).toUpperCase()}`,
    modifiedAt: world.clock.now(),
  };
}

function isAssociated(world: World, account: string, name: string): boolean {
  return cloudFrontOf(world)
    .all("Distribution")
    .some(({ config }) => [...walk(config)].some((node) => node.text === functionArn(account, name)));
}

function summary(
  call: AwsCall,
  name: string,
  known: EdgeFunction | undefined,
  stage: string,
  status = 200,
): AwsReply {
  const shown = stage === "LIVE" ? known?.live : known?.development;
  if (known === undefined || shown === undefined)
    return fail(call, 404, "NoSuchFunctionExists", `${name} has no stage ${stage}.`);
  const time = (at: number) => new Date(at).toISOString();
  const metadata = fields({
    FunctionARN: functionArn(call.account, name),
    Stage: stage,
    CreatedTime: time(known.createdAt),
    LastModifiedTime: time(shown.modifiedAt),
  });
  const root = element(
    "FunctionSummary",
    [
      ...fields({ Name: name, Status: known.live === undefined ? "UNPUBLISHED" : "UNASSOCIATED" }),
      shown.config,
      element("FunctionMetadata", metadata),
    ],
    XMLNS,
  );
  const reply = xmlReply(call, status, root);
  return { ...reply, headers: { ...reply.headers, etag: shown.etag } };
}

function fail(call: AwsCall, status: number, code: string, message: string): AwsReply {
  return errorReply(call, { status, code, message });
}
