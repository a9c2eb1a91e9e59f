import type { Expectation, Subject } from "../../../access/index.ts";
import {
  backupRoleArn,
  leftBeginsRoleArn,
  recoveryMachineArn,
  recoveryRoleArn,
  recoverySwitchArn,
} from "../../../constructs/index.ts";
import { callsOf, permissionsOf, type Runbook, stepsOf } from "../../../runbooks/index.ts";
import { leftRegions, type RecoveryMachine, recoveryMachines, watchesOf } from "../../../stacks/index.ts";
import { type Place, widePeople } from "./place.ts";

const RULE = "recoveries are begun by those who operate, and do what their runbook says";

/**
 * What a machine that recovers something may call, who may begin it and who may flip its switch. Asked of the runbook's
 * own first database and of one that is not in it.
 */
export function recoveryExpectations(place: Place): readonly Expectation[] {
  const { platform, environment, naming } = place;
  const all = recoveryMachines(platform, environment);
  const watches = watchesOf({ platform, environment }, all);
  const left = leftRegions({ platform, environment });
  const groups = Map.groupBy(all, ({ name, runbook }) => JSON.stringify([name, runbook.runsIn]));
  const machines = [...groups].flatMap(([key, parts]): readonly Expectation[] => {
    const [name = "", region = ""] = JSON.parse(key) as readonly string[];
    const says = `${name} of ${environment.name} in ${region}`;
    const role = { kind: "identity", arn: recoveryRoleArn(naming, name) } as const;
    const machine = recoveryMachineArn(naming, name, region);
    const parameter = recoverySwitchArn(naming, region);
    return [
      ...parts.flatMap(({ runbook }) => moves(runbook, says, role)),
      ...parts.flatMap(({ runbook }) => restores(runbook, says, role)),
      {
        rule: RULE,
        says: `${says} flips no switch`,
        wanted: "deny",
        as: role,
        asked: { action: "ssm:PutParameter", resource: parameter },
      },
      {
        rule: RULE,
        says: `only those who operate begin ${says}`,
        wanted: "nobody-but",
        who: [
          ...widePeople(place, "administrator", "operator"),
          ...watches
            .filter(({ watch }) => watch.machine.arn === machine)
            .map((each) => recoveryRoleArn(naming, each.name)),
          // EventBridge, when the region is left.
          ...left
            .filter((each) => recoveryMachineArn(naming, each.machine, each.region) === machine)
            .map(() => leftBeginsRoleArn(naming)),
        ],
        asked: { action: "states:StartExecution", resource: machine },
      },
      {
        rule: RULE,
        says: `only those who operate or deploy flip the switch of ${says}`,
        wanted: "nobody-but",
        who: [
          ...widePeople(place, "administrator", "operator", "deployer"),
          // By policies of AWS's own for backups, of which the model does not know that they name no parameter.
          backupRoleArn(naming, "backup"),
          backupRoleArn(naming, "restore"),
        ],
        asked: { action: "ssm:PutParameter", resource: parameter },
      },
    ];
  });
  return [
    ...machines,
    ...atATerminal(place, all),
    ...left.map(
      ({ region, machine }): Expectation => ({
        rule: RULE,
        says: `${region} of ${environment.name} begins ${machine} when it is left`,
        wanted: "allow",
        as: { kind: "identity", arn: leftBeginsRoleArn(naming) },
        asked: { action: "states:StartExecution", resource: recoveryMachineArn(naming, machine, region) },
      }),
    ),
    ...watches.flatMap(({ name, watch }): readonly Expectation[] => {
      const as = { kind: "identity", arn: recoveryRoleArn(naming, name) } as const;
      const says = `${name} of ${environment.name} in ${watch.runsIn}`;
      const begins = (resource: string, wanted: "allow" | "deny", what: string): Expectation => ({
        rule: RULE,
        says: `${says} ${what}`,
        wanted,
        as,
        asked: { action: "states:StartExecution", resource },
      });
      return [
        begins(watch.machine.arn, "allow", "begins the recovery that leaves its region"),
        begins(
          recoveryMachineArn(naming, `return-${watch.region}`, watch.runsIn),
          "deny",
          "begins no return",
        ),
        {
          rule: RULE,
          says: `${says} flips no switch`,
          wanted: "deny",
          as,
          asked: { action: "ssm:PutParameter", resource: recoverySwitchArn(naming, watch.runsIn) },
        },
      ];
    }),
  ];
}

/** Calls that change nothing: AWS's own policies let operators look. */
const LOOKS = /:(?:Describe|Get|Head|List|Search)/;

/** Whoever operates may run the same runbooks from a terminal, but for restores, which are begun. */
function atATerminal(
  { environment, model }: Place,
  machines: readonly RecoveryMachine[],
): readonly Expectation[] {
  const operators = model.identities.filter(
    ({ caller, name }) => caller.account === environment.account && name === "permission set operator",
  );
  const asked = new Map<string, Expectation["asked"]>();
  for (const { name, runbook } of machines) {
    if (name.startsWith("restore-")) continue;
    for (const { action, resources, condition } of permissionsOf(runbook, environment.account)) {
      // A cluster of routing controls is asked by a function on AWS alone, and from a terminal at its endpoints.
      if (LOOKS.test(action) || action === "lambda:InvokeFunction") continue;
      const context = { "aws:RequestedRegion": runbook.runsIn, ...condition };
      for (const resource of resources) asked.set(`${action} ${resource}`, { action, resource, context });
    }
  }
  return operators.flatMap(({ caller: { arn } }) =>
    [...asked].map(
      ([what, each]): Expectation => ({
        rule: RULE,
        says: `operators of ${environment.name} may ${what} from a terminal`,
        wanted: "allow",
        as: { kind: "identity", arn },
        asked: each,
      }),
    ),
  );
}

/** Whoever moves the writer of a database moves that one and no other. */
function moves(runbook: Runbook, says: string, as: Subject): readonly Expectation[] {
  const found = stepsOf(runbook)
    .flatMap(({ step }) => callsOf(step))
    .find(({ call }) => call.action === "FailoverGlobalCluster" || call.action === "SwitchoverGlobalCluster");
  if (found === undefined) return [];
  const { action, input } = found.call;
  const { GlobalClusterIdentifier: database, TargetDbClusterIdentifier: member } = input;
  const own = (resource: string, wanted: "allow" | "deny", what: string): Expectation => ({
    rule: RULE,
    says: `${says} ${what}`,
    wanted,
    as,
    asked: { action: `rds:${action}`, resource },
  });
  return [
    own(String(member), "allow", `moves the writer of ${database}`),
    own(`${member}-other`, "deny", "moves no writer of another database"),
  ];
}

/** What restores a database makes another of it, and touches neither that one nor what it made. */
function restores(runbook: Runbook, says: string, as: Subject): readonly Expectation[] {
  const found = stepsOf(runbook)
    .flatMap(({ step }) => callsOf(step))
    .find(({ call }) => call.action === "RestoreDBClusterToPointInTime");
  if (found === undefined) return [];
  const { SourceDBClusterIdentifier: source, DBClusterIdentifier: made } = found.call.input;
  const { account = "" } = runbook.inputs;
  const arn = (name: unknown) => `arn:aws:rds:${runbook.runsIn}:${account}:cluster:${name}`;
  const own = (action: string, resource: string, wanted: "allow" | "deny", what: string): Expectation => ({
    rule: RULE,
    says: `${says} ${what}`,
    wanted,
    as,
    asked: { action, resource },
  });
  const make = "rds:RestoreDBClusterToPointInTime";
  return [
    own(make, arn(source), "allow", `brings ${source} back`),
    own(make, arn(made), "allow", `makes ${made}`),
    own(make, arn(`${source}-other`), "deny", `makes nothing of another name than ${made}`),
    own("rds:DeleteDBCluster", arn(source), "deny", `deletes no ${source}`),
    own("rds:ModifyDBCluster", arn(source), "deny", `changes no ${source}`),
    own("rds:DeleteDBCluster", arn(made), "deny", `deletes no ${made}, which people decide about`),
  ];
}
