import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall } from "../overlay.ts";
import { redriveAllowPolicy } from "../overlays/sqs/index.ts";
import { askJson, jsonBody } from "../wire/index.ts";

const SQS_GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide";
const SQS_API = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference";
const EVENTS = "https://docs.aws.amazon.com/eventbridge/latest";

function invalid(code: string, message: string): RefusedCall {
  return { status: 400, code, message };
}

/** Attributes of a queue as a call gives them, numbers as text. */
function attributesOf(call: AwsCall): Readonly<Record<string, unknown>> {
  const { Attributes } = jsonBody(call);
  return typeof Attributes === "object" && Attributes !== null ? (Attributes as Record<string, unknown>) : {};
}

function parsed(text: unknown): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Name of the queue that a call makes or changes. */
function queueOf(call: AwsCall): string {
  const { QueueName, QueueUrl } = jsonBody(call);
  return (
    String(QueueName ?? QueueUrl)
      .split("/")
      .at(-1) ?? ""
  );
}

/** Least and most of what SQS takes. Read November 2026. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
};

const ranges: Refusal = {
  id: "sqs-attribute-out-of-range",
  service: "sqs",
  actions: ["CreateQueue", "SetQueueAttributes"],
  rule: "Messages are kept 60 seconds to 14 days, hidden up to 12 hours, delayed up to 15 minutes, waited for up to 20 seconds; a data key is used a minute to a day.",
  source: `${SQS_API}/API_SetQueueAttributes.html`,
  async check(call) {
    const wrong = Object.entries(attributesOf(call)).find(([name, value]) => {
      const [least, most] = RANGES[name] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      return RANGES[name] !== undefined && !(Number(value) >= least && Number(value) <= most);
    });
    return wrong === undefined
      ? undefined
      : invalid("InvalidAttributeValue", `Invalid value for the parameter ${wrong[0]}.`);
  },
};

/** Name of the dead-letter queue that a call names; undefined when it names none. */
function deadLetters(call: AwsCall): string | undefined {
  const redrive = parsed(attributesOf(call).RedrivePolicy);
  return String(redrive?.deadLetterTargetArn ?? "").split(":")[5];
}

const REDRIVE = ["CreateQueue", "SetQueueAttributes"];

const sameKind: Refusal = {
  id: "sqs-dead-letters-of-other-kind",
  service: "sqs",
  actions: REDRIVE,
  rule: "The dead-letter queue of a FIFO queue is FIFO, that of a standard queue is standard.",
  source: `${SQS_GUIDE}/sqs-dead-letter-queues.html`,
  async check(call) {
    const dead = deadLetters(call);
    if (dead === undefined || dead.endsWith(".fifo") === queueOf(call).endsWith(".fifo")) return undefined;
    return invalid(
      "InvalidParameterValue",
      `Value for parameter RedrivePolicy is invalid. Reason: ${dead} is not of the same type as the source queue.`,
    );
  },
};

const tries: Refusal = {
  id: "sqs-max-receives",
  service: "sqs",
  actions: REDRIVE,
  rule: "A message is received 1 to 1000 times before it becomes a dead letter.",
  source: `${SQS_API}/API_SetQueueAttributes.html`,
  async check(call) {
    const redrive = parsed(attributesOf(call).RedrivePolicy);
    if (redrive?.maxReceiveCount === undefined) return undefined;
    const count = Number(redrive.maxReceiveCount);
    if (Number.isInteger(count) && count >= 1 && count <= 1000) return undefined;
    return invalid(
      "InvalidParameterValue",
      "Value for parameter RedrivePolicy is invalid. Reason: Invalid value for maxReceiveCount, valid values are from 1 to 1000 both inclusive.",
    );
  },
};

const allowed: Refusal = {
  id: "sqs-redrive-not-allowed",
  service: "sqs",
  actions: REDRIVE,
  rule: "A dead-letter queue takes from the queues that its redrive allow policy names, when it has one.",
  source: `${SQS_GUIDE}/sqs-dead-letter-queues.html`,
  async check(call, world) {
    const dead = deadLetters(call);
    const policy = dead === undefined ? undefined : parsed(redriveAllowPolicy(world, call, dead));
    if (policy === undefined || policy.redrivePermission === "allowAll") return undefined;
    const source = `arn:aws:sqs:${call.signedRegion}:${call.account}:${queueOf(call)}`;
    const named = policy.sourceQueueArns;
    if (policy.redrivePermission === "byQueue" && Array.isArray(named) && named.includes(source))
      return undefined;
    return invalid(
      "InvalidParameterValue",
      `Value for parameter RedrivePolicy is invalid. Reason: ${dead} does not allow ${source} to use it.`,
    );
  },
};

/** Amazon EventBridge User Guide, "Comparison operators for use in event patterns"; read November 2026. */
const COMPARISONS = new Set([
  "anything-but",
  "cidr",
  "equals-ignore-case",
  "exists",
  "numeric",
  "prefix",
  "suffix",
  "wildcard",
]);

/** What is wrong with a pattern, or undefined. */
function patternProblem(pattern: unknown): string | undefined {
  if (typeof pattern !== "object" || pattern === null || Array.isArray(pattern))
    return "Filter is not an object";
  for (const [field, wanted] of Object.entries(pattern)) {
    const problem = fieldProblem(field, wanted);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function fieldProblem(field: string, wanted: unknown): string | undefined {
  if (!Array.isArray(wanted)) return patternProblem(wanted);
  if (wanted.length === 0) return `Empty arrays are not allowed: ${field}`;
  if (field === "$or") {
    if (wanted.length < 2) return "There must have at least 2 Objects in $or relationship";
    return wanted.map(patternProblem).find((problem) => problem !== undefined);
  }
  for (const each of wanted) {
    if (typeof each !== "object" || each === null) continue;
    const [comparison, ...others] = Object.keys(each);
    if (comparison === undefined || others.length > 0) return "Only one key allowed in match expression";
    if (!COMPARISONS.has(comparison)) return `Unrecognized match type ${comparison}`;
  }
  return undefined;
}

const pattern: Refusal = {
  id: "events-pattern-not-understood",
  service: "events",
  actions: ["PutRule", "CreateArchive", "UpdateArchive"],
  rule: "A pattern is made of fields with lists of values or of comparisons that EventBridge has; $or takes two patterns or more.",
  source: `${EVENTS}/userguide/eb-create-pattern-operators.html`,
  async check(call) {
    const { EventPattern } = jsonBody(call);
    const read = typeof EventPattern === "string" ? parsed(EventPattern) : undefined;
    // Text that is no JSON is refused by the emulator as well.
    const problem = read === undefined ? undefined : patternProblem(read);
    return problem === undefined
      ? undefined
      : invalid("InvalidEventPatternException", `Event pattern is not valid. Reason: ${problem}`);
  },
};

const TARGETS_AT_MOST = 5;

const targets: Refusal = {
  id: "events-too-many-targets",
  service: "events",
  actions: ["PutTargets"],
  rule: "A rule has five targets at most.",
  source: `${EVENTS}/userguide/eb-quota.html`,
  async check(call, world) {
    const { Targets, Rule, EventBusName } = jsonBody(call);
    const place = { account: call.account, region: call.signedRegion };
    const there = await askJson(world, place, "events", "ListTargetsByRule", { Rule, EventBusName });
    const ids = [there?.Targets, Targets].flatMap((list) =>
      Array.isArray(list) ? list.map((target: { readonly Id?: unknown }) => target.Id) : [],
    );
    return new Set(ids).size <= TARGETS_AT_MOST
      ? undefined
      : invalid("LimitExceededException", "The requested resource exceeds the maximum number allowed.");
  },
};

const role: Refusal = {
  id: "events-bus-target-without-role",
  service: "events",
  actions: ["PutTargets"],
  rule: "A target that is the event bus of another region names a role with which events are put there.",
  source: `${EVENTS}/userguide/eb-cross-region.html`,
  async check(call) {
    const { Targets } = jsonBody(call);
    const list = Array.isArray(Targets) ? (Targets as Readonly<Record<string, unknown>>[]) : [];
    const without = list.find(({ Arn, RoleArn }) => {
      const [, , service, region, , what = ""] = String(Arn).split(":");
      const bus = service === "events" && what.startsWith("event-bus/");
      return bus && region !== call.signedRegion && RoleArn === undefined;
    });
    return without === undefined
      ? undefined
      : invalid("ValidationException", `RoleArn is required for target ${String(without.Arn)}.`);
  },
};

/** Of queues and event buses; those of topics the emulator knows. */
export const messagingRefusals: readonly Refusal[] = [
  ranges,
  sameKind,
  tries,
  allowed,
  pattern,
  targets,
  role,
];
