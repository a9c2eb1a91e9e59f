import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSwitch, type SwitchValue, setSwitch } from "../../actions/runbook/switchParameter.ts";
import { AwsClients } from "../../aws/index.ts";
import {
  backupRoleArn,
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
import {
  apart,
  BEGINNING,
  compileChoices,
  compileRunbook,
  GIVEN_MOMENT,
  GIVEN_POINT,
  HTTP_METHOD,
  permissionsOf,
  type Runbook,
  restore,
  restoreFromBackup,
  surplusOf,
  type ToldRunbook,
} from "../../runbooks/index.ts";
import { store } from "../../runbooks/testing/bench.ts";
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
const nameOf = (runbook: (typeof books)[number]) => `${runbook.name}-${books.indexOf(runbook) + 1}`;

/** What a region may be told to restore: a cluster and a table, from their history and from a backup. */
const RESTORE = "restore-1";
const stores = [store("aurora-postgresql", [REGION], "orders"), store("dynamodb", [REGION], "cart")];
const restores = stores.flatMap((store): readonly ToldRunbook[] => {
  const scope = { region: REGION, account: ACCOUNT, stores: [store], hosts: [], clientRegions: [REGION] };
  const backedUp = {
    store,
    target: `${store.nameIn(REGION)}-restored`,
    vault: "shop-rehearsal",
    point: GIVEN_POINT,
    since: BEGINNING,
    roleArn: backupRoleArn(NAMING, "restore"),
  };
  const told = { store: store.id };
  return [
    { told: { ...told, from: "log" }, runbook: restore(scope, { store, at: GIVEN_MOMENT })[0] },
    { told: { ...told, from: "backup" }, runbook: restoreFromBackup(scope, backedUp)[0] },
  ];
});

const made = restores.map(({ runbook }) => runbook);

function grantOf(name: string, runbooks: readonly Runbook[]): RecoveryGrant {
  const [first, ...others] = runbooks.map(surplusOf);
  if (first === undefined) throw new Error("no runbook");
  const keys = [first, ...others].flatMap((surplus) => surplus.keys);
  return {
    name,
    regions: [REGION],
    permissions: runbooks.flatMap((runbook) => permissionsOf(runbook, ACCOUNT)),
    ...first,
    locks: [...new Set([first, ...others].flatMap(({ locks }) => locks))],
    keys,
    httpMethod: HTTP_METHOD,
  };
}

const roles: Part = {
  id: "global",
  region: "us-east-1",
  build(stack) {
    new RecoveryRoles(stack, "recoveries", {
      ...common,
      keyPurposes: ["us"],
      machines: [...books.map((runbook) => grantOf(nameOf(runbook), [runbook])), grantOf(RESTORE, made)],
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
    const names = {
      topicArn: (severity: string) => `arn:aws:sns:${REGION}:${ACCOUNT}:shop-rehearsal-alerts-${severity}`,
      switchParameter: SWITCH,
      connectionArn,
      lockTable: recoveryLockName(NAMING),
    };
    const definitions = [
      ...books.map((runbook) => [nameOf(runbook), compileRunbook(runbook, names)] as const),
      [RESTORE, compileChoices(apart(restores), names)] as const,
    ];
    for (const [name, { document }] of definitions) {
      new StateMachine(stack, name, {
        ...common,
        name: recoveryMachineThing(name),
        roleArn: recoveryRoleArn(NAMING, name),
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

    it("have a role for restores that may do what each choice calls, and locks out other restores of a store alone", async () => {
      const { answer } = await call("states", "AWSStepFunctions.DescribeStateMachine", {
        stateMachineArn: recoveryMachineArn(NAMING, RESTORE, REGION),
      });
      expect(String(answer.definition)).toContain("restoreDBClusterToPointInTime");
      expect(String(answer.definition)).toContain('"key":"restore orders"');
    });

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
