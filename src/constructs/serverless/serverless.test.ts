import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { Artifacts } from "./artifacts.ts";
import { EventFunctions } from "./eventFunctions.ts";
import { EventTrigger } from "./eventTrigger.ts";
import { QueueTrigger, type QueueTriggerProps } from "./queueTrigger.ts";
import { RegionFunction, type RegionFunctionProps } from "./regionFunction.ts";
import { type ScheduledRun, Schedules } from "./schedules.ts";
import { StateMachine, type StateMachineProps } from "./stateMachine.ts";
import { EVENT_SENDERS, Undelivered } from "./undelivered.ts";

const KEY = "arn:aws:kms:us-east-1:111111111111:key/mrk-1";
const QUEUE = "arn:aws:sqs:us-east-1:111111111111:shop-production-undelivered";

const functionOf = (replace: Partial<RegionFunctionProps> = {}) =>
  synthesised((scope) => {
    new RegionFunction(scope, "report", {
      naming: NAMING,
      name: "stock-report",
      runtime: "nodejs22.x",
      handler: "index.handler",
      memoryMib: 512,
      timeoutSeconds: 30,
      code: { bucket: "artifacts", key: "placeholder.zip" },
      variables: { HOME_NAME: "US" },
      keyArn: KEY,
      protect: true,
      tags: TAGS,
      ...replace,
    });
  });

describe("a function", () => {
  it("leaves code and alias to releases, and keeps its settings", () => {
    const made = functionOf();
    expect(made.only("aws_lambda_function")).toMatchObject({
      publish: true,
      lifecycle: { ignore_changes: ["s3_bucket", "s3_key", "s3_object_version", "source_code_hash"] },
    });
    expect(made.only("aws_lambda_alias")).toMatchObject({
      name: "live",
      lifecycle: { ignore_changes: ["function_version", "routing_config"] },
    });
  });

  it("is encrypted, traced, on Graviton, and logs to a group that is there before it", () => {
    const made = functionOf();
    expect(made.only("aws_lambda_function")).toMatchObject({
      architectures: ["arm64"],
      kms_key_arn: KEY,
      role: "arn:aws:iam::111111111111:role/shop-production-function-stock-report",
      tracing_config: { mode: "Active" },
      logging_config: { log_format: "JSON", log_group: expect.stringContaining("aws_cloudwatch_log_group") },
    });
    expect(made.only("aws_cloudwatch_log_group")).toMatchObject({ kms_key_id: KEY, retention_in_days: 90 });
  });

  it("is outside of the VPC and reserves nothing unless it must", () => {
    expect(functionOf().only("aws_lambda_function")).not.toHaveProperty("vpc_config");
    expect(functionOf().only("aws_lambda_function")).not.toHaveProperty("reserved_concurrent_executions");
    const inside = functionOf({
      vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
      concurrency: 5,
      logDays: 365,
    });
    expect(inside.only("aws_lambda_function")).toMatchObject({
      vpc_config: { subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] },
      reserved_concurrent_executions: 5,
    });
    expect(inside.only("aws_cloudwatch_log_group").retention_in_days).toBe(365);
  });

  it("sends what failed to the end to the queue, if nobody waits for it", () => {
    expect(functionOf().types).not.toContain("aws_lambda_function_event_invoke_config");
    const config = functionOf({ undeliveredArn: QUEUE }).only("aws_lambda_function_event_invoke_config");
    expect(config).toMatchObject({
      qualifier: expect.stringContaining("aws_lambda_alias"),
      destination_config: { on_failure: { destination: QUEUE } },
    });
  });

  it.each([true, false])("keeps its log when it is destroyed, if protected: %s", (protect) => {
    expect(functionOf({ protect }).only("aws_cloudwatch_log_group").skip_destroy).toBe(protect);
  });
});

describe("an event trigger", () => {
  const made = () =>
    synthesised((scope) => {
      new EventTrigger(scope, "events", {
        naming: NAMING,
        name: "picture-resizer",
        target: { name: "shop-production-picture-resizer", liveArn: "arn:live" },
        pattern: { source: ["shop.catalogue"] },
        undeliveredArn: QUEUE,
        tags: TAGS,
      });
    });

  it("starts the alias, which lets this rule in and no other", () => {
    expect(made().only("aws_lambda_permission")).toMatchObject({
      principal: "events.amazonaws.com",
      qualifier: "live",
      source_arn: expect.stringContaining("aws_cloudwatch_event_rule"),
    });
    expect(made().only("aws_cloudwatch_event_target")).toMatchObject({
      arn: "arn:live",
      dead_letter_config: { arn: QUEUE },
    });
  });
});

describe("what could not be delivered", () => {
  const queueOf = (rules: readonly string[]) =>
    synthesised((scope) => {
      new Undelivered(scope, "undelivered", {
        naming: NAMING,
        region: "us-east-1",
        keyArn: KEY,
        rules,
        heard: [],
        tags: TAGS,
      });
    });

  it("is kept for two weeks under our key", () => {
    expect(queueOf([]).only("aws_sqs_queue")).toMatchObject({
      message_retention_seconds: 1_209_600,
      kms_master_key_id: KEY,
    });
  });

  it("comes from the rules that are named, and without one from roles only", () => {
    expect(policyIn(queueOf([]).only("aws_sqs_queue_policy").policy).Statement).toHaveLength(1);
    expect(policyIn(queueOf(["resize"]).only("aws_sqs_queue_policy").policy).Statement[0]).toMatchObject({
      Principal: { Service: EVENT_SENDERS[0] },
      Condition: {
        ArnEquals: { "aws:SourceArn": ["arn:aws:events:us-east-1:111111111111:rule/shop-production-resize"] },
      },
    });
  });
});

describe("a kind of event that starts functions", () => {
  const made = (elsewhere: "kept" | "delivered", ...functions: readonly string[]) =>
    synthesised((scope) => {
      new EventFunctions(scope, "placed", {
        naming: NAMING,
        region: "us-east-1",
        kind: { name: "OrderPlaced", sources: ["shop.orders"] },
        elsewhere,
        functions,
        tags: TAGS,
      });
    });
  const patternOf = (elsewhere: "kept" | "delivered") =>
    JSON.parse(String(made(elsewhere, "mailer").only("aws_cloudwatch_event_rule").event_pattern));

  it("comes from the region's own bus, and its rule may start the alias and nothing else", () => {
    const two = made("kept", "mailer", "packer");
    expect(two.only("aws_cloudwatch_event_rule").event_bus_name).toBe("shop-production-events");
    expect(Object.values(two.all("aws_lambda_permission"))).toMatchObject(
      ["mailer", "packer"].map((name) => ({
        function_name: `shop-production-${name}`,
        qualifier: "live",
        principal: "events.amazonaws.com",
        source_arn: "arn:aws:events:us-east-1:111111111111:rule/shop-production-events/OrderPlaced-functions",
      })),
    );
    expect(Object.values(two.all("aws_cloudwatch_event_target"))).toMatchObject([
      { arn: "arn:aws:lambda:us-east-1:111111111111:function:shop-production-mailer:live" },
      { dead_letter_config: { arn: "arn:aws:sqs:us-east-1:111111111111:shop-production-undelivered" } },
    ]);
  });

  it("starts them once for an event, wherever copies of it are kept, or in every region where it is said", () => {
    expect(patternOf("kept")).toHaveProperty("$or", [
      { region: ["us-east-1"] },
      { "replay-name": [{ exists: true }] },
    ]);
    expect(patternOf("delivered")).toEqual({ "detail-type": ["OrderPlaced"], source: ["shop.orders"] });
  });

  const queueOfKinds = (...heard: readonly string[]) =>
    synthesised((scope) => {
      new Undelivered(scope, "undelivered", {
        naming: NAMING,
        region: "us-east-1",
        keyArn: KEY,
        rules: [],
        heard,
        tags: TAGS,
      });
    });

  it("may leave what it could not deliver in the region's queue", () => {
    expect(
      policyIn(queueOfKinds("OrderPlaced").only("aws_sqs_queue_policy").policy).Statement[0],
    ).toMatchObject({
      Condition: {
        ArnEquals: {
          "aws:SourceArn": [
            "arn:aws:events:us-east-1:111111111111:rule/shop-production-events/OrderPlaced-functions",
          ],
        },
      },
    });
  });
});

describe("a queue that starts a function", () => {
  const made = (replace: Partial<QueueTriggerProps> = {}) =>
    synthesised((scope) => {
      new QueueTrigger(scope, "from-parcels", {
        naming: NAMING,
        region: "us-east-1",
        queue: { name: "parcels", fifo: false },
        function: "packer",
        batch: 10,
        windowSeconds: 0,
        tags: TAGS,
        ...replace,
      });
    }).only("aws_lambda_event_source_mapping");

  it("starts the alias, and takes back only what the function could not do", () => {
    expect(made()).toMatchObject({
      event_source_arn: "arn:aws:sqs:us-east-1:111111111111:shop-production-parcels",
      function_name: "arn:aws:lambda:us-east-1:111111111111:function:shop-production-packer:live",
      function_response_types: ["ReportBatchItemFailures"],
      batch_size: 10,
    });
    expect(made({ queue: { name: "parcels", fifo: true } }).event_source_arn).toMatch(/-parcels\.fifo$/);
  });

  it("has as many runs going as the function may have, unless it is told to leave some", () => {
    expect(made()).not.toHaveProperty("scaling_config");
    expect(made({ atOnce: 5, windowSeconds: 20 })).toMatchObject({
      scaling_config: { maximum_concurrency: 5 },
      maximum_batching_window_in_seconds: 20,
    });
  });
});

describe("schedules", () => {
  const run: ScheduledRun = {
    name: "stock-report",
    targetArn: "arn:live",
    at: "cron(0 3 * * ? *)",
    timezone: "UTC",
    windowMinutes: 0,
    group: "single",
    bornEnabled: true,
  };
  const made = (...runs: readonly Partial<ScheduledRun>[]) =>
    synthesised((scope) => {
      new Schedules(scope, "schedules", {
        naming: NAMING,
        runs: runs.map((each) => ({ ...run, ...each })),
        undeliveredArn: QUEUE,
        tags: TAGS,
      });
    });

  it("never look again at whether they are enabled: a failover moves that", () => {
    for (const bornEnabled of [true, false]) {
      expect(made({ bornEnabled }).only("aws_scheduler_schedule")).toMatchObject({
        state: bornEnabled ? "ENABLED" : "DISABLED",
        lifecycle: { ignore_changes: ["state"] },
      });
    }
  });

  it("stand in the group that a failover walks through, one group for each kind", () => {
    const both = made({}, { name: "warm-up", group: "regional" }, { name: "other" });
    expect(Object.values(both.all("aws_scheduler_schedule_group")).map(({ name }) => name)).toEqual([
      "shop-production-regional",
      "shop-production-single",
    ]);
    expect(made({}).only("aws_scheduler_schedule_group").name).toBe("shop-production-single");
  });

  it("start within a window if they may, and keep what could not be started", () => {
    expect(made({ windowMinutes: 15 }).only("aws_scheduler_schedule")).toMatchObject({
      flexible_time_window: { mode: "FLEXIBLE", maximum_window_in_minutes: 15 },
      target: { dead_letter_config: { arn: QUEUE } },
    });
    expect(made({}).only("aws_scheduler_schedule")).toMatchObject({ flexible_time_window: { mode: "OFF" } });
  });
});

describe("a state machine", () => {
  const machineOf = (replace: Partial<StateMachineProps> = {}) =>
    synthesised((scope) => {
      new StateMachine(scope, "recount", {
        naming: NAMING,
        name: "recount",
        definition: { StartAt: "A", States: { A: { Type: "Succeed" } } },
        keyArn: KEY,
        protect: true,
        tags: TAGS,
        ...replace,
      });
    });

  it("is logged without data, traced and encrypted", () => {
    expect(machineOf().only("aws_sfn_state_machine")).toMatchObject({
      type: "STANDARD",
      role_arn: "arn:aws:iam::111111111111:role/shop-production-workflow-recount",
      logging_configuration: { level: "ALL", include_execution_data: false },
      tracing_configuration: { enabled: true },
      encryption_configuration: { type: "CUSTOMER_MANAGED_KMS_KEY", kms_key_id: KEY },
    });
    expect(machineOf().only("aws_cloudwatch_log_group").name).toBe(
      "/aws/vendedlogs/states/shop-production-recount",
    );
  });

  it("takes on another role where one is named: roleArn", () => {
    const roleArn = "arn:aws:iam::111111111111:role/shop-production-leave-us-east-1";
    expect(machineOf({ roleArn }).only("aws_sfn_state_machine").role_arn).toBe(roleArn);
  });

  it("has the definition with its keys in order, so that equal input gives equal bytes", () => {
    const definition = { States: { A: { Type: "Succeed" } }, StartAt: "A" };
    expect(machineOf({ definition }).only("aws_sfn_state_machine").definition).toBe(
      machineOf().only("aws_sfn_state_machine").definition,
    );
  });

  it("may be express, log its data and keep its log for longer", () => {
    const made = machineOf({ type: "EXPRESS", logData: true, logDays: 365, protect: false });
    expect(made.only("aws_sfn_state_machine")).toMatchObject({
      type: "EXPRESS",
      logging_configuration: { include_execution_data: true },
    });
    expect(made.only("aws_cloudwatch_log_group")).toMatchObject({
      retention_in_days: 365,
      skip_destroy: false,
    });
  });
});

describe("what is deployed in a region", () => {
  const made = (protect: boolean) =>
    synthesised((scope) => {
      new Artifacts(scope, "artifacts", {
        naming: NAMING,
        region: "us-east-1",
        keyArn: KEY,
        protect,
        tags: TAGS,
      });
    });

  it("lies in a bucket of the region, with code that says that there is none yet", () => {
    expect(made(true).only("aws_s3_bucket").bucket).toBe("shop-production-artifacts-us-east-1-111111111111");
    const zip = Buffer.from(String(made(true).only("aws_s3_object").content_base64), "base64");
    expect(zip.toString("latin1")).toContain("No release of this function has been deployed yet.");
  });

  it.each([true, false])("is emptied only if unprotected: %s", (protect) => {
    expect(made(protect).only("aws_s3_bucket").force_destroy).toBe(!protect);
  });
});
