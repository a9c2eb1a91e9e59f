import { json } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const WEST_BUS = "arn:aws:events:us-west-2:123456789012:event-bus/far";
const ROLE = "arn:aws:iam::123456789012:role/far";

const makeQueue = (QueueName: string, Attributes: Readonly<Record<string, string>>) =>
  json("sqs", EAST, "CreateQueue", { QueueName, Attributes });
const arn = (name: string) => `arn:aws:sqs:${EAST}:123456789012:${name}`;
const redrive = (name: string, maxReceiveCount = 5) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount }),
});
const rule = (Name: string, pattern: object) =>
  json("events", EAST, "PutRule", { Name, EventPattern: JSON.stringify(pattern) });
const targets = (Rule: string, list: readonly object[]) =>
  json("events", EAST, "PutTargets", { Rule, Targets: list });

export const messagingCases: readonly RefusalCase[] = [
  {
    refusal: "sqs-attribute-out-of-range",
    code: "InvalidAttributeValue",
    emulator: "accepts",
    prepare: async () => ({
      refused: makeQueue("hidden-too-long", { VisibilityTimeout: "43201" }),
      taken: makeQueue("hidden-long", { VisibilityTimeout: "43200" }),
    }),
  },
  {
    refusal: "sqs-dead-letters-of-other-kind",
    code: "InvalidParameterValue",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(makeQueue("kind-dead.fifo", { FifoQueue: "true" }));
      await sandbox.must(makeQueue("kind-dead", {}));
      return {
        refused: makeQueue("kind-mixed", redrive("kind-dead.fifo")),
        taken: makeQueue("kind-same", redrive("kind-dead")),
      };
    },
  },
  {
    refusal: "sqs-max-receives",
    code: "InvalidParameterValue",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(makeQueue("tries-dead", {}));
      return {
        refused: makeQueue("tries-never", redrive("tries-dead", 1001)),
        taken: makeQueue("tries-many", redrive("tries-dead", 1000)),
      };
    },
  },
  {
    refusal: "sqs-redrive-not-allowed",
    code: "InvalidParameterValue",
    emulator: "accepts",
    async prepare(sandbox) {
      const policy = { redrivePermission: "byQueue", sourceQueueArns: [arn("allowed-source")] };
      await sandbox.must(makeQueue("allowed-dead", { RedriveAllowPolicy: JSON.stringify(policy) }));
      return {
        refused: makeQueue("other-source", redrive("allowed-dead")),
        taken: makeQueue("allowed-source", redrive("allowed-dead")),
      };
    },
  },
  {
    refusal: "events-pattern-not-understood",
    code: "InvalidEventPatternException",
    emulator: "accepts",
    prepare: async () => ({
      refused: rule("misread", { source: [{ "begins-with": "shop" }] }),
      taken: rule("understood", { source: [{ prefix: "shop" }] }),
    }),
  },
  {
    refusal: "events-too-many-targets",
    code: "LimitExceededException",
    emulator: "accepts",
    async prepare(sandbox) {
      for (const name of ["crowded", "busy"]) await sandbox.must(rule(name, { source: ["shop"] }));
      const queues = (count: number) =>
        Array.from({ length: count }, (_, index) => ({ Id: `queue-${index}`, Arn: arn(`crowd-${index}`) }));
      return { refused: targets("crowded", queues(6)), taken: targets("busy", queues(5)) };
    },
  },
  {
    refusal: "events-bus-target-without-role",
    code: "ValidationException",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(rule("far", { source: ["shop"] }));
      return {
        refused: targets("far", [{ Id: "west", Arn: WEST_BUS }]),
        taken: targets("far", [{ Id: "west", Arn: WEST_BUS, RoleArn: ROLE }]),
      };
    },
  },
];
