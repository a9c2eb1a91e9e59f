import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSwitch, type SwitchValue, setSwitch } from "../../actions/runbook/switchParameter.ts";
import { AwsClients } from "../../aws/index.ts";
import {
  DataKey,
  type Naming,
  type OwnerTags,
  RecoveryConnection,
  type RecoveryGrant,
  RecoveryLock,
  RecoveryRoles,
  RecoverySwitch,
  recoveryLockName,
  recoveryMachineArn,
  recoveryMachineThing,
  recoveryRoleArn,
  recoverySwitchName,
  StateMachine,
} from "../../constructs/index.ts";
import { compileRunbook, HTTP_METHOD, permissionsOf, type Runbook, surplusOf } from "../../runbooks/index.ts";
import { everyRunbook } from "../../runbooks/testing/library.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const REGION = "us-west-2";
const NAMING: Naming = { platform: "shop", environment: "rehearsal", account: ACCOUNT };
const TAGS: OwnerTags = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };
const common = { naming: NAMING, tags: TAGS };
const SWITCH = recoverySwitchName(NAMING);

/** What the library has of recoveries that are machines. */
const books = everyRunbook().filter(
  ({ name, runsIn }) => runsIn === REGION && ["regional-failover", "failback"].includes(name),
);
const nameOf = ({ name }: Runbook) => `${name}-1`;

const roles: Part = {
  id: "global",
  region: "us-east-1",
  build(stack) {
    new RecoveryRoles(stack, "recoveries", {
      ...common,
      keyPurposes: ["us"],
      machines: books.map(
        (runbook): RecoveryGrant => ({
          name: nameOf(runbook),
          regions: [REGION],
          permissions: permissionsOf(runbook, ACCOUNT),
          ...surplusOf(runbook),
          locks: true,
          httpMethod: HTTP_METHOD,
        }),
      ),
    });
    return undefined;
  },
};

const region: Part = {
  id: `${REGION}/compute`,
  region: REGION,
  build(stack) {
    const key = new DataKey(stack, "key", { ...common, region: REGION, purpose: "us", deliversLogs: true });
    new RecoverySwitch(stack, "recovery", common);
    new RecoveryLock(stack, "recovery-lock", { ...common, protect: false });
    const { arn: connectionArn } = new RecoveryConnection(stack, "names", { naming: NAMING });
    for (const runbook of books) {
      const { document } = compileRunbook(runbook, {
        topicArn: (severity) => `arn:aws:sns:${REGION}:${ACCOUNT}:shop-rehearsal-alerts-${severity}`,
        switchParameter: SWITCH,
        connectionArn,
        lockTable: recoveryLockName(NAMING),
      });
      new StateMachine(stack, nameOf(runbook), {
        ...common,
        name: recoveryMachineThing(nameOf(runbook)),
        roleArn: recoveryRoleArn(NAMING, nameOf(runbook)),
        definition: document,
        keyArn: key.arn,
        logData: true,
        logDays: 365,
        protect: false,
      });
    }
    return undefined;
  },
};

describe.skipIf(toolsMissing)(
  `recoveries as state machines with Terraform and the AWS provider${skippedBecause}`,
  () => {
    let rehearsal: ConstructRehearsal;
    beforeAll(async () => {
      rehearsal = await ConstructRehearsal.start();
    }, 60_000);
    afterAll(() => rehearsal?.stop());

    const call = async (service: string, target: string, body: object) => {
      const { status, body: answer } = await rehearsal.request({
        service,
        region: REGION,
        method: "POST",
        path: "/",
        headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
        body: JSON.stringify(body),
      });
      return { status, answer: JSON.parse(answer) as Record<string, unknown> };
    };
    const clients = () =>
      new AwsClients({
        endpoint: rehearsal.sandbox.endpoint,
        credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
        appId: "trireme-runbook",
      }).in(REGION);

    it("apply, one machine for each runbook, and plan nothing more", async () => {
      await rehearsal.apply(roles);
      await rehearsal.apply(region);

      expect(books.length).toBeGreaterThan(1);
      expect(await rehearsal.changes(roles)).toEqual([]);
      expect(await rehearsal.changes(region)).toEqual([]);
    }, 300_000);

    it("have the address of the connection that was made, and are started in the region that is left", async () => {
      const [first] = books;
      if (first === undefined) throw new Error("the library has nothing for this region");
      const stateMachineArn = recoveryMachineArn(NAMING, nameOf(first), REGION);
      const described = await call("states", "AWSStepFunctions.DescribeStateMachine", { stateMachineArn });
      expect(described.answer.definition).toContain(
        `"ConnectionArn":"arn:aws:events:${REGION}:${ACCOUNT}:connection/shop-rehearsal-recovery/`,
      );
      const input = JSON.stringify({ by: "anna" });
      const started = await call("states", "AWSStepFunctions.StartExecution", { stateMachineArn, input });
      expect(started.answer.executionArn).toContain(":execution:shop-rehearsal-recovery-");
    });

    it("leave the switch as people set it, and AWS refuses what would be read as off by mistake", async () => {
      expect(await readSwitch(clients(), SWITCH)).toBe("manual");
      await setSwitch(clients(), SWITCH, "off");
      expect(await rehearsal.changes(region)).toEqual([]);
      await expect(setSwitch(clients(), SWITCH, "Off" as SwitchValue)).rejects.toThrow("PatternMismatch");
      expect(await readSwitch(clients(), SWITCH)).toBe("off");
    }, 120_000);

    it("are destroyed without a trace", async () => {
      await rehearsal.destroy(region);
      await rehearsal.destroy(roles);
    }, 300_000);
  },
);
