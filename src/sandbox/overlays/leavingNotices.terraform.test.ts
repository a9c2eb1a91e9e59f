import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  DataKey,
  LeavingNoticeRoles,
  LeavingNotices,
  type LeftRegion,
  type Naming,
  type OwnerTags,
  REGION_LEFT,
  RecoveryRoles,
  recoveryEventSource,
  recoveryMachineArn,
  recoveryMachineThing,
  recoveryRoleArn,
  StateMachine,
} from "../../constructs/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const [EAST, WEST] = ["us-east-1", "us-west-2"] as const;
const NAMING: Naming = { platform: "shop", environment: "rehearsal", account: ACCOUNT };
const TAGS: OwnerTags = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };
const common = { naming: NAMING, tags: TAGS };
const MACHINE = `shut-${EAST}`;
const LEFT: readonly LeftRegion[] = [{ region: EAST, toldBy: [WEST], machine: MACHINE }];

const roles: Part = {
  id: "global",
  region: EAST,
  build(stack) {
    new LeavingNoticeRoles(stack, "left", { ...common, left: LEFT });
    new RecoveryRoles(stack, "recoveries", {
      ...common,
      keyPurposes: ["us"],
      machines: [
        {
          name: MACHINE,
          regions: [EAST],
          permissions: [],
          acts: false,
          tells: [],
          urls: [],
          httpMethod: "HEAD",
        },
      ],
    });
    return undefined;
  },
};
const left: Part = {
  id: `${EAST}/compute`,
  region: EAST,
  build(stack) {
    const key = new DataKey(stack, "key", { ...common, region: EAST, purpose: "us", deliversLogs: true });
    new StateMachine(stack, MACHINE, {
      ...common,
      name: recoveryMachineThing(MACHINE),
      roleArn: recoveryRoleArn(NAMING, MACHINE),
      definition: { StartAt: "Done", States: { Done: { Type: "Succeed" } } },
      keyArn: key.arn,
      protect: false,
    });
    new LeavingNotices(stack, "left", { ...common, region: EAST, left: LEFT });
    return undefined;
  },
};
const takesOver: Part = {
  id: `${WEST}/compute`,
  region: WEST,
  build(stack) {
    new LeavingNotices(stack, "left", { ...common, region: WEST, left: LEFT });
    return undefined;
  },
};
const parts = [roles, takesOver, left];

describe.skipIf(toolsMissing)(
  `telling a region that it is left, with Terraform and the AWS provider${skippedBecause}`,
  () => {
    let rehearsal: ConstructRehearsal;
    beforeAll(async () => {
      rehearsal = await ConstructRehearsal.start();
    }, 60_000);
    afterAll(() => rehearsal?.stop());

    const call = async (region: string, target: string, body: object) => {
      const { body: answer } = await rehearsal.request({
        service: target.startsWith("AWSEvents") ? "events" : "states",
        region,
        method: "POST",
        path: "/",
        headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
        body: JSON.stringify(body),
      });
      return JSON.parse(answer) as { executions: { executionArn: string }[]; input: string };
    };
    const begun = () =>
      call(EAST, "AWSStepFunctions.ListExecutions", {
        stateMachineArn: recoveryMachineArn(NAMING, MACHINE, EAST),
      });
    const tell = (source = recoveryEventSource(NAMING)) =>
      call(WEST, "AWSEvents.PutEvents", {
        Entries: [
          {
            Source: source,
            DetailType: REGION_LEFT,
            Detail: JSON.stringify({ region: EAST, store: "inventory-us" }),
          },
        ],
      });

    it("applies, rules of one region leading to another, and plans nothing more", async () => {
      for (const part of parts) await rehearsal.apply(part);
      for (const part of parts) expect(await rehearsal.changes(part)).toEqual([]);
    }, 300_000);

    it("begins the machine of the region that is left as soon as that is back, and no sooner", async () => {
      await rehearsal.sandbox.loseRegion(EAST, "gone");
      await tell("recovery.other.rehearsal");
      await tell();
      await rehearsal.sandbox.advanceClock(300);
      await rehearsal.sandbox.restoreRegion(EAST);
      expect((await begun()).executions).toEqual([]);
      await rehearsal.sandbox.advanceClock(467);
      const { executions } = await begun();
      expect(executions).toHaveLength(1);
      const { executionArn } = executions[0] ?? { executionArn: "" };
      const { input } = await call(EAST, "AWSStepFunctions.DescribeExecution", { executionArn });
      expect(JSON.parse(input)).toEqual({ by: `the failover that left ${EAST}`, unattended: true });
    }, 60_000);

    it("is destroyed without a trace", async () => {
      for (const part of parts.toReversed()) await rehearsal.destroy(part);
    }, 300_000);
  },
);
