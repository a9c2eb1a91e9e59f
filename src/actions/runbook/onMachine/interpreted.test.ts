import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AwsClients, StateMachines } from "../../../aws/index.ts";
import { RecordingHost } from "../../../host/index.ts";
import { systemClock } from "../../../lib/index.ts";
import { compileRunbook, type Runbook } from "../../../runbooks/index.ts";
import { DEFAULT_ACCOUNT, locateEmulator } from "../../../sandbox/index.ts";
import { follow } from "./follow.ts";
import { ExecutionHistory } from "./history.ts";
import { Interpreter } from "./testing/interpreter.ts";

const LOCK_TABLE = "shop-production-recovery-lock";
const SWITCH = "/shop/production/recovery";
const emulator = await locateEmulator(process.env);
const skipped =
  emulator.ok && emulator.kind === "moto" ? "" : " (SKIPPED: no moto on this machine, install its server)";

/** Looks at a parameter, acts by writing a metric, asks, in two lanes: what moto can do by itself. */
const bookIn = (region: string): Runbook => ({
  name: "regional-failover",
  version: 1,
  title: "A machine that the emulator interprets",
  when: "a test",
  runsIn: region,
  lost: "us-east-1",
  inputs: {},
  stages: [
    {
      id: "stores",
      lanes: [
        [
          {
            id: "see-table",
            title: "See the table",
            plane: "control",
            guard: {
              look: {
                ask: {
                  api: { service: "dynamodb", action: "DescribeTable", input: { TableName: "shop-cart" } },
                },
                facts: { status: { at: "Table.TableStatus" } },
              },
              rules: [
                { when: { fact: "status", is: "ACTIVE" }, leads: "satisfied", says: "the table is {status}" },
              ],
            },
            undo: "nothing to undo",
            budgetSeconds: 60,
            retry: "safe",
            timing: "none",
          },
        ],
        [
          {
            id: "put-away",
            title: "Say that names keep away",
            plane: "data",
            guard: { rules: [] },
            action: {
              kind: "call",
              call: {
                service: "dynamodb",
                action: "UpdateTable",
                input: { TableName: "shop-cart", DeletionProtectionEnabled: true },
              },
            },
            confirmation: {
              look: {
                ask: {
                  api: { service: "dynamodb", action: "DescribeTable", input: { TableName: "shop-cart" } },
                },
                facts: { kept: { at: "Table.DeletionProtectionEnabled" } },
              },
              until: { fact: "kept", is: true },
              says: "it is protected",
              everySeconds: 1,
            },
            undo: "nothing to undo",
            budgetSeconds: 20,
            retry: "safe",
            timing: "none",
          },
          {
            id: "see-copies",
            title: "Ask about copies",
            plane: "data",
            guard: { rules: [] },
            action: { kind: "question", asks: "Are the copies well?" },
            undo: "nothing to undo",
            budgetSeconds: 60,
            retry: "safe",
            timing: "none",
          },
        ],
      ],
    },
  ],
  leansOn: [],
});

describe.skipIf(skipped !== "")(`a machine that the emulator interprets, step by step${skipped}`, () => {
  let interpreter: Interpreter;
  let clients: AwsClients;

  beforeAll(async () => {
    interpreter = await Interpreter.start();
    clients = interpreter.clients;
  }, 120_000);
  afterAll(() => interpreter?.stop());

  /** moto begins one execution in a region and fails at the second, so each test has a region of its own. */
  const machineIn = async (region: string, lockedUntil?: string) => {
    const { plain } = clients.in(region);
    const call = (service: string, target: string, body: object, version = "1.0") =>
      interpreter.call(plain, service, target, body, version);
    await call("ssm", "AmazonSSM.PutParameter", { Name: SWITCH, Value: "manual", Type: "String" }, "1.1");
    await call("dynamodb", "DynamoDB_20120810.CreateTable", {
      TableName: "shop-cart",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    });
    const topic = await interpreter.topic(plain, "alerts-critical");
    const names = {
      topicArn: () => topic,
      switchParameter: SWITCH,
      ...(lockedUntil === undefined ? {} : { lockTable: LOCK_TABLE }),
    };
    if (lockedUntil !== undefined) {
      await call("dynamodb", "DynamoDB_20120810.CreateTable", {
        TableName: LOCK_TABLE,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
      });
      await call("dynamodb", "DynamoDB_20120810.PutItem", {
        TableName: LOCK_TABLE,
        Item: {
          Id: { S: "recovery" },
          Holder: { S: "run 42 of bob" },
          Machine: { S: "a terminal" },
          Since: { S: "2026-11-26T03:00:00.000Z" },
          Lease: { S: lockedUntil },
        },
      });
    }
    const { stateMachineArn } = await call("states", "AWSStepFunctions.CreateStateMachine", {
      name: "shop-production-recovery-leave-us-east-1",
      definition: JSON.stringify(compileRunbook(bookIn(region), names).document),
      roleArn: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/leave`,
    });
    return { arn: String(stateMachineArn), machines: new StateMachines(plain, systemClock) };
  };

  const followed = async (region: string, host: RecordingHost, input: object, lockedUntil?: string) => {
    const { arn, machines } = await machineIn(region, lockedUntil);
    const execution = await machines.start(arn, "incident", JSON.stringify(input));
    const history = new ExecutionHistory(await machines.definitionOf(arn), bookIn(region));
    expect(await follow(execution, history, { machines, host, clock: systemClock, by: "anna" })).toBe(true);
    return history;
  };
  const inLock = async (region: string) => {
    const key = { TableName: LOCK_TABLE, Key: { Id: { S: "recovery" } } };
    const target = "DynamoDB_20120810.GetItem";
    return (await interpreter.call(clients.in(region).plain, "dynamodb", target, key, "1.0")).Item;
  };
  const ends = (history: ExecutionHistory) =>
    history.records.map(({ id, outcome, detail }) => `${id} ${outcome}: ${detail}`).toSorted();

  it("is followed through its lanes, answered by its token, and seen to its end", async () => {
    const host = new RecordingHost(true);
    const history = await followed("us-west-2", host, { by: "anna" });
    expect(ends(history)).toEqual([
      "put-away confirmed: it is protected",
      "see-copies confirmed: answered yes",
      "see-table satisfied: the table is ACTIVE",
    ]);
    expect(history.ending).toEqual({ completed: true, says: "done" });
    expect(host.questions).toMatchObject([{ text: "Are the copies well?" }]);
  }, 120_000);

  it("ends as declined by whoever says no", async () => {
    const history = await followed("us-east-1", new RecordingHost(false), { by: "anna" });
    expect(ends(history)).toContain("see-copies declined: a person declined");
    expect(history.ending).toEqual({ completed: false, says: "see-copies: a person declined" });
  }, 120_000);

  it("acts for nobody who gives no name while the switch is manual", async () => {
    const history = await followed("eu-west-1", new RecordingHost(true), {});
    expect(ends(history).join()).toContain("put-away stopped: recoveries are switched manual");
    expect(history.ending?.completed).toBe(false);
  }, 120_000);

  // Its interpreter cannot ask Step Functions itself about a holder; `lock.test.ts` has that.
  it("takes its region's lock by the names that Step Functions gives errors, and lets go of it", async () => {
    const region = "ap-southeast-2";
    const history = await followed(
      region,
      new RecordingHost(true),
      { by: "anna" },
      "2026-01-01T00:00:00.000Z",
    );
    expect(history.ending).toEqual({ completed: true, says: "done" });
    expect(await inLock(region)).toBeUndefined();
  }, 120_000);

  it("does nothing while somebody else has the lock, and says who", async () => {
    const region = "ap-southeast-1";
    const history = await followed(
      region,
      new RecordingHost(true),
      { by: "anna" },
      "2999-01-01T00:00:00.000Z",
    );
    expect(history.ending?.says).toContain(
      "Trireme.LockHeld: one recovery at a time in a region, and a terminal is it",
    );
    expect(ends(history).join()).toContain("run 42 of bob");
    expect(history.records).toHaveLength(1);
    expect(await inLock(region)).toMatchObject({ Holder: { S: "run 42 of bob" } });
  }, 120_000);

  it("has one execution for each name, whoever begins it", async () => {
    const { arn, machines } = await machineIn("eu-central-1");
    const execution = await machines.start(arn, "incident", '{"by":"anna"}');
    expect(await machines.start(arn, "incident", '{"by":"anna"}')).toBe(execution);
    await expect(machines.start(arn, "incident", '{"by":"bob"}')).rejects.toMatchObject({
      code: "ExecutionAlreadyExists",
    });
  }, 120_000);
});
