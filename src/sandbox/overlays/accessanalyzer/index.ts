import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";

interface Analyzer {
  readonly arn: string;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly tags: Map<string, string>;
  readonly rules: Map<string, Readonly<Record<string, unknown>>>;
}

/** Analysers by ARN. */
type Analyzers = Map<string, Analyzer>;

/** IAM Access Analyzer, which the emulator lacks. */
export function accessAnalyzerOverlay(): Overlay {
  const analyzers: Analyzers = new Map();
  return {
    name: "access-analyzer",
    service: "access-analyzer",
    grade: "validated",
    models:
      "Analysers, one of a kind for an account and region, with their archive rules and tags. Leaves out the " +
      "analysis: there are no findings.",
    handle: async (call, world) => answer(call, world, analyzers),
  };
}

function answer(call: AwsCall, world: World, analyzers: Analyzers): AwsReply | undefined {
  const path = (call.target.split("?")[0] ?? "")
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const body = jsonBody(call);
  if (call.action === "CreateAnalyzer") return create(call, world, analyzers, body);
  if (call.action === "ListAnalyzers") {
    return jsonReply(call, { analyzers: here(call, analyzers).map(({ summary }) => summary) });
  }
  const tagged = call.action.endsWith("Resource");
  const arn = tagged ? path.slice(1).join("/") : arnOf(call, path[1] ?? "");
  const analyzer = analyzers.get(arn);
  if (analyzer === undefined) return missing(call, arn);
  switch (call.action) {
    case "GetAnalyzer":
      return jsonReply(call, { analyzer: { ...analyzer.summary, tags: Object.fromEntries(analyzer.tags) } });
    case "DeleteAnalyzer":
      analyzers.delete(arn);
      return jsonReply(call, {});
    case "ListTagsForResource":
      return jsonReply(call, { tags: Object.fromEntries(analyzer.tags) });
    case "TagResource":
      for (const [key, value] of Object.entries(body.tags ?? {})) analyzer.tags.set(key, String(value));
      return jsonReply(call, {});
    case "UntagResource":
      for (const key of new URLSearchParams(call.target.split("?")[1]).getAll("tagKeys"))
        analyzer.tags.delete(key);
      return jsonReply(call, {});
    default:
      return archiveRule(call, world, analyzer, path[3] ?? String(body.ruleName ?? ""), body);
  }
}

type Body = Readonly<Record<string, unknown>>;

function create(call: AwsCall, world: World, analyzers: Analyzers, body: Body): AwsReply {
  const { analyzerName: name, type, configuration, tags } = body;
  const arn = arnOf(call, String(name));
  if (analyzers.has(arn)) {
    return errorReply(call, { status: 409, code: "ConflictException", message: `${arn} exists already` });
  }
  // Of a kind for the account an account has one in a region; for an organization five (model of the API, 2019-11-01).
  if (
    String(type).startsWith("ACCOUNT") &&
    here(call, analyzers).some(({ summary }) => summary.type === type)
  ) {
    const message = `Limit exceeded for resource type analyzer: one ${String(type)} analyzer in a region`;
    return errorReply(call, { status: 402, code: "ServiceQuotaExceededException", message });
  }
  const createdAt = new Date(world.clock.now()).toISOString();
  analyzers.set(arn, {
    arn,
    summary: {
      arn,
      name,
      type,
      status: "ACTIVE",
      createdAt,
      ...(configuration === undefined ? {} : { configuration }),
    },
    tags: new Map(Object.entries(tags ?? {}).map(([key, value]) => [key, String(value)])),
    rules: new Map(),
  });
  return jsonReply(call, { arn });
}

function archiveRule(
  call: AwsCall,
  world: World,
  { rules }: Analyzer,
  name: string,
  { filter }: Body,
): AwsReply | undefined {
  const known = rules.get(name);
  const now = new Date(world.clock.now()).toISOString();
  switch (call.action) {
    case "CreateArchiveRule":
      if (known !== undefined) {
        const message = `Archive rule ${name} exists already`;
        return errorReply(call, { status: 409, code: "ConflictException", message });
      }
      rules.set(name, { ruleName: name, filter, createdAt: now, updatedAt: now });
      return jsonReply(call, {});
    case "ListArchiveRules":
      return jsonReply(call, { archiveRules: [...rules.values()] });
    case "GetArchiveRule":
      return known === undefined ? missing(call, name) : jsonReply(call, { archiveRule: known });
    case "UpdateArchiveRule":
      if (known === undefined) return missing(call, name);
      rules.set(name, { ...known, filter, updatedAt: now });
      return jsonReply(call, {});
    case "DeleteArchiveRule":
      return rules.delete(name) ? jsonReply(call, {}) : missing(call, name);
    default:
      return undefined;
  }
}

function arnOf(call: AwsCall, name: string): string {
  return `arn:aws:access-analyzer:${call.signedRegion}:${call.account}:analyzer/${name}`;
}

function here(call: AwsCall, analyzers: Analyzers): Analyzer[] {
  return [...analyzers.values()].filter(({ arn }) => arn.startsWith(arnOf(call, "")));
}

function missing(call: AwsCall, what: string): AwsReply {
  return errorReply(call, {
    status: 404,
    code: "ResourceNotFoundException",
    message: `${what} was not found`,
  });
}
