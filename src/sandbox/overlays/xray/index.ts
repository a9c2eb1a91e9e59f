import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Settings of X-Ray in one account and region. */
interface Settings {
  readonly groups: Map<string, Fields>;
  readonly rules: Map<string, Fields>;
  readonly tags: Map<string, readonly { Key: string; Value: string }[]>;
  encryption: Fields;
}

/** Groups, sampling rules and encryption of X-Ray, as settings. */
export function xrayOverlay(): Overlay {
  const places = new Map<string, Settings>();
  return {
    name: "xray-settings",
    service: "xray",
    grade: "validated",
    models:
      "Groups, sampling rules, their tags, and how traces are encrypted, as settings. Leaves out sampling itself and what a group's filter finds.",
    async handle(call) {
      const key = `${call.account} ${call.signedRegion}`;
      const known = places.get(key);
      const settings = known ?? {
        groups: new Map(),
        rules: new Map(),
        tags: new Map(),
        encryption: UNENCRYPTED,
      };
      places.set(key, settings);
      return answer(call, settings);
    },
  };
}

/** By AWS's own key, which costs nothing. */
const UNENCRYPTED: Fields = { Status: "ACTIVE", Type: "NONE" };

function answer(call: AwsCall, settings: Settings): AwsReply | undefined {
  const body = jsonBody(call);
  switch (call.action) {
    case "PutEncryptionConfig":
      settings.encryption = { Status: "ACTIVE", Type: body.Type, KeyId: body.KeyId };
      return jsonReply(call, { EncryptionConfig: settings.encryption });
    case "GetEncryptionConfig":
      return jsonReply(call, { EncryptionConfig: settings.encryption });
    case "CreateGroup":
    case "GetGroup":
    case "UpdateGroup":
    case "DeleteGroup":
      return group(call, settings, body);
    case "GetGroups":
      return jsonReply(call, { Groups: [...settings.groups.values()] });
    case "CreateSamplingRule":
    case "UpdateSamplingRule":
    case "DeleteSamplingRule":
      return rule(call, settings, body);
    case "GetSamplingRules":
      return jsonReply(call, { SamplingRuleRecords: [...settings.rules.values()].map(record) });
    case "ListTagsForResource":
    case "TagResource":
    case "UntagResource":
      return tags(call, settings, body);
    default:
      return undefined;
  }
}

function group(call: AwsCall, settings: Settings, body: Fields): AwsReply {
  const arn = (name: string) => `arn:aws:xray:${call.signedRegion}:${call.account}:group/${name}/ID`;
  const named = typeof body.GroupName === "string" ? arn(body.GroupName) : String(body.GroupARN);
  const before = settings.groups.get(named);
  const making = call.action === "CreateGroup";
  if (making === (before !== undefined))
    return invalid(call, making ? "Group already exists" : "Group not found");
  if (call.action === "DeleteGroup") {
    settings.groups.delete(named);
    settings.tags.delete(named);
    return jsonReply(call, {});
  }
  if (call.action !== "GetGroup") {
    const { FilterExpression, InsightsConfiguration } = body;
    settings.groups.set(named, {
      ...before,
      ...(making ? { GroupName: body.GroupName, GroupARN: named } : {}),
      ...(FilterExpression === undefined ? {} : { FilterExpression }),
      ...(InsightsConfiguration === undefined ? {} : { InsightsConfiguration }),
    });
    if (making) keepTags(settings, named, body.Tags);
  }
  return jsonReply(call, { Group: settings.groups.get(named) });
}

function rule(call: AwsCall, settings: Settings, body: Fields): AwsReply {
  const given = (body.SamplingRule ?? body.SamplingRuleUpdate ?? body) as Fields;
  const arn = `arn:aws:xray:${call.signedRegion}:${call.account}:sampling-rule/${String(given.RuleName)}`;
  const named = typeof given.RuleName === "string" ? arn : String(given.RuleARN);
  const before = settings.rules.get(named);
  const making = call.action === "CreateSamplingRule";
  if (making === (before !== undefined))
    return invalid(call, making ? "Rule already exists" : "Rule not found");
  if (call.action === "DeleteSamplingRule") {
    settings.rules.delete(named);
    settings.tags.delete(named);
    return jsonReply(call, { SamplingRuleRecord: record(before ?? {}) });
  }
  const now = {
    ...before,
    ...given,
    RuleARN: named,
    Attributes: given.Attributes ?? before?.Attributes ?? {},
  };
  settings.rules.set(named, now);
  if (making) keepTags(settings, named, body.Tags);
  return jsonReply(call, { SamplingRuleRecord: record(now) });
}

function record(SamplingRule: Fields) {
  return { SamplingRule, CreatedAt: 0, ModifiedAt: 0 };
}

function keepTags(settings: Settings, arn: string, given: unknown): void {
  settings.tags.set(arn, Array.isArray(given) ? given : []);
}

function tags(call: AwsCall, settings: Settings, body: Fields): AwsReply {
  const arn = String(body.ResourceARN);
  const kept = settings.tags.get(arn);
  if (kept === undefined) {
    const error = { status: 404, code: "ResourceNotFoundException", message: `${arn} was not found` };
    return errorReply(call, error);
  }
  if (call.action === "ListTagsForResource") return jsonReply(call, { Tags: kept });
  const given = (body.Tags ?? []) as readonly { Key: string; Value: string }[];
  const gone = new Set([...given.map(({ Key }) => Key), ...((body.TagKeys ?? []) as readonly string[])]);
  settings.tags.set(arn, [...kept.filter(({ Key }) => !gone.has(Key)), ...given]);
  return jsonReply(call, {});
}

function invalid(call: AwsCall, message: string): AwsReply {
  return errorReply(call, { status: 400, code: "InvalidRequestException", message });
}
