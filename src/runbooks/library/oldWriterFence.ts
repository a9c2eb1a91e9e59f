import type { GuardRule, Look, Runbook, Step } from "../runbook.ts";
import { askingStep } from "./plainSteps.ts";
import { type RecoverableStore, type RegionScope, stage } from "./scope.ts";
import { findShutter, open } from "./shutter.ts";

/**
 * Stops the databases of a region that is back whose copies took over while it was away. RDS parts a copy that it promotes
 * from its source and tells the source nothing: until people make it anew, it takes whatever anything in its region writes,
 * and none of that is ever brought together with the rest. Stopped, it keeps its data and takes nothing. It runs in the
 * region that is back, before anything else of a failback. Then its subnets are opened, where `oldWriterShut` was cut short
 * by a region that was lost once more.
 */
export function oldWriterFence(scope: RegionScope, stores: readonly RecoverableStore[]): Runbook {
  return {
    name: "old-writer-fence",
    version: 2,
    title: `Let nothing write to what ${scope.region} wrote to before`,
    when: `${scope.region} is back after databases of its own were promoted elsewhere`,
    runsIn: scope.region,
    lost: undefined,
    inputs: { returned: scope.region, account: scope.account },
    stages: [
      { id: "fence", lanes: stores.map((store) => [fenced(scope, store)]) },
      ...stage(
        "open",
        scope.shutter === undefined
          ? []
          : [[findShutter(scope.region, scope.shutter), open(scope, scope.shutter)]],
      ),
    ],
    leansOn: [],
  };
}

/** Stores of the region that are fenced when it is back: those whose copy is promoted for good. */
export function fencedStores({ region, stores }: RegionScope): readonly RecoverableStore[] {
  return stores.filter(
    ({ engine, regions }) => engine === "rds-postgresql" && regions.includes(region) && regions.length > 1,
  );
}

/** AWS stops no instance that has a copy, and with two copies one may follow it on although the other was promoted. */
function fenced(scope: RegionScope, store: RecoverableStore): Step {
  return isParted(store) ? stopped(scope, store) : fencedByPeople(scope, store);
}

/** Whether an instance that lists no copy has lost the only one that it had, so that RDS stops it. */
export function isParted({ regions }: RecoverableStore): boolean {
  return regions.length === 2;
}

/** What its own region says of an instance: whether it copies another, and whether another copies it. */
export function lookAtInstance(identifier: string): Look {
  return {
    ask: {
      api: { service: "rds", action: "DescribeDBInstances", input: { DBInstanceIdentifier: identifier } },
    },
    facts: {
      status: { at: "DBInstances[0].DBInstanceStatus" },
      source: { at: "DBInstances[0].ReadReplicaSourceDBInstanceIdentifier", optional: true },
      copy: { at: "DBInstances[0].ReadReplicaDBInstanceIdentifiers[0]", optional: true },
    },
  };
}

const isStopped = { fact: "status", is: "stopped" } as const;

/** When an instance takes no writes, whoever saw to it. */
export function takesNothing(identifier: string): readonly GuardRule[] {
  return [
    {
      when: { fact: "source", absent: false },
      leads: "satisfied",
      says: `${identifier} copies another instance and takes no writes`,
    },
    {
      when: { any: [isStopped, { fact: "status", is: "stopping" }] },
      leads: "satisfied",
      says: `${identifier} is {status} and takes no writes`,
    },
  ];
}

/** RDS stops no instance that has a copy: as long as it lists one, nobody can tell a promotion that goes on from none. */
const STILL_FOLLOWED = (identifier: string): Omit<GuardRule, "when"> => ({
  // Also while a promotion goes on: to call that fenced would leave two writers when it ends.
  leads: "stop",
  says: `${identifier} is followed by a copy: either no other took over, and it needs no fence, or a promotion goes on. RDS stops no instance that has a copy: run this again when the promotion has ended`,
});

/**
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StopDBInstance.html, read November 2026: it starts again
 * after seven days. That an instance with a copy, or that is one, is not stopped: USER_StopInstance.html beside the guide
 * of RDS, recalled.
 */
export function stopped(
  { region }: RegionScope,
  store: RecoverableStore,
  followed: Omit<GuardRule, "when"> = STILL_FOLLOWED(store.nameIn(region)),
): Step {
  const identifier = store.nameIn(region);
  const look = lookAtInstance(identifier);
  return {
    id: `fence-${store.id}`,
    title: `Stop ${identifier}, which a promoted copy has followed`,
    plane: "control",
    guard: {
      look,
      rules: [
        ...takesNothing(identifier),
        { when: { fact: "copy", absent: false }, ...followed },
        {
          when: { not: { fact: "status", is: "available" } },
          leads: "stop",
          says: `${identifier} is {status}: RDS stops an instance that is available`,
        },
      ],
    },
    action: {
      kind: "call",
      call: { service: "rds", action: "StopDBInstance", input: { DBInstanceIdentifier: identifier } },
    },
    confirmation: {
      look,
      until: isStopped,
      says: `${identifier} is {status}; RDS starts it again after seven days, so make it a copy before`,
      everySeconds: 15,
    },
    undo: `aws rds start-db-instance --region ${region} --db-instance-identifier ${identifier}, when nothing else writes`,
    budgetSeconds: 1800,
    // A second stop is refused while the first goes on.
    retry: "safe",
    timing: "rds/stop",
  };
}

export function fencedByPeople({ region }: RegionScope, store: RecoverableStore): Step {
  const identifier = store.nameIn(region);
  return askingStep({
    id: `fence-${store.id}`,
    title: `Ask whether ${identifier} takes no writes`,
    asks: `Was a copy of ${identifier} promoted while ${region} was away? Then let nothing write to it, and say yes: take the rule that lets the nodes in out of its security group. RDS does not stop it while another copy follows it. Say yes as well when none was promoted.`,
    budgetSeconds: 1800,
  });
}
