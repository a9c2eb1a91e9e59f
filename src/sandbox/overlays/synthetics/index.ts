import { createHash } from "node:crypto";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A canary as it was last put; `state` is what it was last told to do. */
interface Canary {
  readonly settings: Fields;
  readonly state: "READY" | "RUNNING" | "STOPPED";
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds, sandbox clock. */
  readonly createdAt: number;
}

/** Canaries: made, started, stopped, changed and deleted. */
export function syntheticsOverlay(): Overlay {
  /** By account and region, then by name. */
  const places = new Map<string, Map<string, Canary>>();
  return {
    name: "synthetics-canaries",
    service: "synthetics",
    grade: "validated",
    models:
      "Canaries and what they were told to do: made, started, stopped, changed, deleted when they do not run. Leaves out running their scripts, and so their metrics and artifacts.",
    async handle(call, world) {
      const key = `${call.account} ${call.signedRegion}`;
      const canaries = places.get(key) ?? new Map<string, Canary>();
      places.set(key, canaries);
      return answer(call, canaries, world.clock.now());
    },
  };
}

function answer(call: AwsCall, canaries: Map<string, Canary>, now: number): AwsReply | undefined {
  const body = jsonBody(call);
  const path = (call.target.split("?")[0] ?? "").split("/").slice(2);
  const name = call.action === "CreateCanary" ? String(body.Name) : decodeURIComponent(path[0] ?? "");
  if (call.action.endsWith("Resource")) return tagged(call, canaries, name, body);
  const known = canaries.get(name);
  const keep = (canary: Canary) => {
    canaries.set(name, canary);
    return jsonReply(call, { Canary: view(call, canary) });
  };
  if (call.action === "CreateCanary") {
    if (known !== undefined) return refuse(call, 409, "ConflictException", `A canary ${name} exists already`);
    const tags = (body.Tags ?? {}) as Record<string, string>;
    return keep({ settings: body, state: "READY", tags, createdAt: now });
  }
  if (call.action === "DescribeCanaries") {
    return jsonReply(call, { Canaries: [...canaries.values()].map((canary) => view(call, canary)) });
  }
  if (known === undefined) return refuse(call, 404, "ResourceNotFoundException", `No canary ${name}`);
  switch (call.action) {
    case "GetCanary":
      return jsonReply(call, { Canary: view(call, known) });
    case "UpdateCanary":
      return keep({ ...known, settings: { ...known.settings, ...body } });
    case "StartCanary":
    case "StopCanary":
      keep({ ...known, state: call.action === "StartCanary" ? "RUNNING" : "STOPPED" });
      return jsonReply(call, {});
    case "DeleteCanary":
      if (known.state === "RUNNING")
        return refuse(call, 409, "ConflictException", `${name} runs: stop it first`);
      canaries.delete(name);
      return jsonReply(call, {});
    default:
      return undefined;
  }
}

function view(call: AwsCall, { settings, state, tags, createdAt }: Canary): Fields {
  const { Code, RunConfig = {}, Tags: _given, ...rest } = settings as Record<string, Fields>;
  const name = String(settings.Name);
  const id = createHash("sha256")
    .update(`${call.account} ${call.signedRegion} ${name} ${createdAt}`)
    .digest("hex");
  const uuid = id.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const lambda = `arn:aws:lambda:${call.signedRegion}:${call.account}`;
  const { EnvironmentVariables: _secret, ...runConfig } = RunConfig;
  return {
    ...rest,
    Id: uuid,
    Code: { Handler: Code?.Handler, SourceLocationArn: `${lambda}:layer:cwsyn-${name}-${uuid}:1` },
    EngineArn: `${lambda}:function:cwsyn-${name}-${uuid}:1`,
    RunConfig: { MemoryInMB: 1000, TimeoutInSeconds: 840, ActiveTracing: false, ...runConfig },
    Status: { State: state },
    Timeline: { Created: createdAt / 1000, LastModified: createdAt / 1000 },
    Tags: tags,
  };
}

function tagged(call: AwsCall, canaries: Map<string, Canary>, arn: string, body: Fields): AwsReply {
  const name = arn.slice(arn.lastIndexOf(":") + 1);
  const known = canaries.get(name);
  if (known === undefined) return refuse(call, 404, "ResourceNotFoundException", `No canary ${name}`);
  if (call.action === "ListTagsForResource") return jsonReply(call, { Tags: known.tags });
  const gone = new URLSearchParams(call.target.split("?")[1] ?? "").getAll("tagKeys");
  const kept = Object.entries(known.tags).filter(([key]) => !gone.includes(key));
  canaries.set(name, { ...known, tags: { ...Object.fromEntries(kept), ...((body.Tags ?? {}) as object) } });
  return jsonReply(call, {});
}

function refuse(call: AwsCall, status: number, code: string, message: string): AwsReply {
  return errorReply(call, { status, code, message });
}
