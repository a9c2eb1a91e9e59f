import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import type { AwsClients, RegionClients } from "../../aws/index.ts";
import type { Condition, GuardRule, Look, Step } from "../runbook.ts";
import { closeWays } from "./databaseWays.ts";
import { tellRegionLeft } from "./leavingNotice.ts";
import { askingStep } from "./plainSteps.ts";
import type { RecoverableStore, RegionScope } from "./scope.ts";

/** What a region says of its RDS instance of a store. */
interface InstanceState {
  /** Region of the instance that it copies; undefined for one that takes writes. */
  readonly copiesRegion: string | undefined;
  /** Stopped, or about to be: takes no writes until somebody, or RDS after seven days, starts it. */
  readonly stopped: boolean;
}

/** Throws when the region has no such instance. */
async function describeInstance(clients: RegionClients, identifier: string): Promise<InstanceState> {
  const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
  const [found] = (await clients.rds.send(command)).DBInstances ?? [];
  if (found === undefined) throw new Error(`${clients.region} has no instance ${identifier}`);
  const source = found.ReadReplicaSourceDBInstanceIdentifier;
  return {
    // A source in the same region is named without its ARN.
    copiesRegion:
      source === undefined || source === "" ? undefined : (source.split(":")[3] ?? clients.region),
    stopped: found.DBInstanceStatus === "stopped" || found.DBInstanceStatus === "stopping",
  };
}

/**
 * Promotes the copy in `successor`. With more copies than one, a person first sees that none of the others was promoted
 * before, since that is known in regions which a recovery does not call: two copies of their own would part the data.
 * `before`: what is done once the copy can be promoted, and before it is.
 */
export function promoteInstance(
  scope: RegionScope,
  store: RecoverableStore,
  successor: string,
  before: readonly Step[] = [],
): readonly Step[] {
  const others = store.regions.filter((region) => region !== scope.region && region !== successor);
  const copy = copyIn(scope, store, successor);
  return [
    ...others.map((region) => noOtherWriter(store, region)),
    ready(store, copy),
    ...before,
    promote(store, successor, copy),
  ];
}

/**
 * What keeps the region that takes over from the old writer: a promotion parts the two, and tells neither the old one nor
 * who writes to it. It is done only for a copy that is about to be promoted, so it comes right before.
 */
export function cutOff(scope: RegionScope, store: RecoverableStore, successor: string): readonly Step[] {
  const { ways } = scope;
  if (ways === undefined || !ways.from.includes(successor)) return [];
  const { look, needsNone } = copyIn(scope, store, successor);
  return closeWays(ways, { store: store.id, runsIn: successor, guard: { look, rules: needsNone } });
}

/**
 * States that pass by themselves, in which RDS promotes nothing: above all that of a promotion which somebody else has
 * begun. Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html (instance status),
 * recalled.
 */
const PASSING = [
  "modifying",
  "backing-up",
  "rebooting",
  "upgrading",
  "maintenance",
  "starting",
  "configuring-enhanced-monitoring",
  "configuring-log-exports",
  "resetting-master-credentials",
] as const;

function noOtherWriter(store: RecoverableStore, region: string): Step {
  return askingStep({
    id: `see-copy-${store.id}-${region}`,
    title: `Ask whether ${region} writes to ${store.id} already`,
    asks: `Does ${store.nameIn(region)} in ${region} still copy another instance, so that it takes no writes? If it takes writes, promote no other. Look: aws rds describe-db-instances --region ${region} --db-instance-identifier ${store.nameIn(region)}, ReadReplicaSourceDBInstanceIdentifier.`,
    budgetSeconds: 900,
  });
}

/** A region's copy of an instance, as a promotion sees it. */
interface Copy {
  readonly identifier: string;
  readonly look: Look;
  readonly available: Condition;
  readonly takesWrites: Condition;
  readonly elsewhere: Condition;
  /** There is nothing to promote. */
  readonly needsNone: readonly GuardRule[];
}

function copyIn(scope: RegionScope, store: RecoverableStore, successor: string): Copy {
  const identifier = store.nameIn(successor);
  // A source in the same region is named without its ARN; one in another region by it.
  const lostSource = `arn:aws:rds:${scope.region}:${scope.account}:db:${store.nameIn(scope.region)}`;
  const takesWrites = { fact: "source", absent: true } as const;
  const elsewhere = { not: { fact: "source", is: lostSource } } as const;
  return {
    identifier,
    look: {
      ask: {
        api: { service: "rds", action: "DescribeDBInstances", input: { DBInstanceIdentifier: identifier } },
      },
      facts: {
        status: { at: "DBInstances[0].DBInstanceStatus" },
        backupDays: { at: "DBInstances[0].BackupRetentionPeriod" },
        source: { at: "DBInstances[0].ReadReplicaSourceDBInstanceIdentifier", optional: true },
      },
    },
    available: { fact: "status", is: "available" },
    takesWrites,
    elsewhere,
    needsNone: [
      {
        when: takesWrites,
        leads: "satisfied",
        says: `${identifier} takes writes already; whether it has all is not known here`,
      },
      {
        when: elsewhere,
        leads: "satisfied",
        says: `${identifier} copies an instance that is not in ${scope.region}, which is not lost`,
      },
    ],
  };
}

function ready(store: RecoverableStore, { identifier, look, available, elsewhere }: Copy): Step {
  const busy = { any: PASSING.map((status) => ({ fact: "status", is: status }) as const) };
  return {
    id: `ready-${store.id}`,
    title: `See that ${identifier} is in the middle of nothing`,
    plane: "control",
    guard: {
      look,
      rules: [
        { when: { any: [available, elsewhere] }, leads: "satisfied", says: `${identifier} is {status}` },
        { when: { not: busy }, leads: "stop", says: `${identifier} is {status}, not available` },
      ],
    },
    confirmation: {
      look,
      until: available,
      says: `${identifier} is {status}; what it is in the middle of, such as a promotion by somebody else, is waited for`,
    },
    undo: "nothing to undo: it only looks",
    // As long as a promotion may take.
    budgetSeconds: 1800,
    retry: "safe",
    timing: "rds/look",
  };
}

function promote(
  store: RecoverableStore,
  successor: string,
  { identifier, look, available, takesWrites, needsNone }: Copy,
): Step {
  return {
    id: `promote-${store.id}`,
    title: `Make ${successor} take writes of ${store.id}`,
    plane: "control",
    guard: {
      look,
      rules: [
        ...needsNone,
        { when: { not: available }, leads: "stop", says: `${identifier} is {status}, not available` },
      ],
    },
    action: {
      kind: "call",
      call: { service: "rds", action: "PromoteReadReplica", input: { DBInstanceIdentifier: identifier } },
    },
    confirmation: {
      look,
      until: { all: [takesWrites, available] },
      says: `${identifier} is {status}, with backups of {backupDays} days; it is over when it copies nothing and is available`,
    },
    undo: "none: AWS promotes for good. The other instance is made anew as a copy, by people",
    // Recalled range of a promotion: 2 to 15 minutes, with the size and what is left to replay.
    budgetSeconds: 1800,
    // A second promotion is refused by AWS: what was promoted is no replica.
    retry: "safe",
    timing: "rds/promote-replica",
  };
}

/** Tells the region that is left of a promotion that is about to begin, and of no other. */
export function tellOfPromotion(
  scope: RegionScope,
  store: RecoverableStore,
  successor: string,
): readonly Step[] {
  const { notice } = scope;
  if (notice === undefined) return [];
  const { identifier, look, available, needsNone } = copyIn(scope, store, successor);
  const refused: GuardRule = {
    when: { not: available },
    leads: "satisfied",
    says: `${identifier} is {status}, so it is not promoted`,
  };
  return [tellRegionLeft(scope, notice, store, { look, rules: [...needsNone, refused] })];
}

/** What a failback has left undone, and who must do what. */
export interface NotDone {
  /** Store's id. */
  readonly store: string;
  /** What was seen. */
  readonly detail: string;
  /** Steps for people, in order. */
  readonly byHand: readonly string[];
}

/**
 * The RDS instances that a failback cannot give back, as the regions say now. AWS promotes a replica for
 * good: the old source comes back as a second instance that takes writes, with a tail that the promoted
 * one never saw. To copy again, one of them must be made anew, which deletes data and is for people to
 * decide. Empty when every other instance copies the one that takes writes.
 */
export async function instancesToRebuild(
  scope: RegionScope,
  clients: AwsClients,
): Promise<readonly NotDone[]> {
  const left: NotDone[] = [];
  for (const store of scope.stores) {
    if (store.engine !== "rds-postgresql" || !store.regions.includes(scope.region)) continue;
    const seen = await Promise.all(store.regions.map((region) => look(clients, store, region)));
    const unknown = seen.filter(({ state }) => state === undefined).map(({ region }) => region);
    const alone = seen.filter(({ state }) => state !== undefined && state.copiesRegion === undefined);
    const writers = alone.filter(({ state }) => state?.stopped === false);
    const fenced = alone.filter(({ state }) => state?.stopped === true);
    const [writer] = writers;
    const astray = seen.filter(
      ({ state }) => state?.copiesRegion !== undefined && state.copiesRegion !== writer?.region,
    );
    if (unknown.length === 0 && writers.length === 1 && astray.length === 0 && fenced.length === 0) continue;
    const places = (all: readonly { readonly region: string }[]) =>
      all.map(({ region }) => region).join(", ");
    left.push({
      store: store.id,
      detail: [
        `takes writes: ${places(writers) || "nowhere"}`,
        ...(fenced.length === 0
          ? []
          : [`stopped, and started again by RDS after seven days: ${places(fenced)}`]),
        ...(astray.length === 0 ? [] : [`copies an instance that is not the writer: ${places(astray)}`]),
        ...(unknown.length === 0 ? [] : [`could not be looked at: ${unknown.join(", ")}`]),
      ].join("; "),
      byHand: rebuild(store, scope.region),
    });
  }
  return left;
}

/** Regions whose instance of the store takes writes, of those that can be asked. Two of them part the data. */
export async function regionsThatWrite(
  store: RecoverableStore,
  clients: AwsClients,
  regions: readonly string[],
): Promise<readonly string[]> {
  const seen = await Promise.all(
    regions.map(async (region) => {
      const { copiesRegion, stopped } = await describeInstance(clients.in(region), store.nameIn(region));
      return copiesRegion === undefined && !stopped ? [region] : [];
    }),
  );
  return seen.flat();
}

async function look(clients: AwsClients, store: RecoverableStore, region: string) {
  try {
    return { region, state: await describeInstance(clients.in(region), store.nameIn(region)) };
  } catch {
    return { region, state: undefined };
  }
}

function rebuild(store: RecoverableStore, region: string): readonly string[] {
  const old = store.nameIn(region);
  return [
    `Keep clients away from ${old} in ${region}: what it takes goes nowhere. Stopped it takes nothing, for seven days; then RDS starts it again.`,
    `Take a snapshot of ${old}, and bring over by hand what it has and the promoted instance lacks.`,
    `Rename ${old}, make a read replica of the promoted instance under its old name, with the key, groups and settings of ${region}.`,
    `Tell Terraform: \`terraform state rm\` and \`terraform import\` of the instance in ${region}'s data stack. Never apply before: it would make a new, empty instance. Its plan must be empty afterwards.`,
    `To write in ${region} again: stop the writers, wait for the lag to be 0, promote ${old}, and make the other copies anew in the same way.`,
  ];
}
