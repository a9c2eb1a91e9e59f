import { DescribeDBInstancesCommand, PromoteReadReplicaCommand } from "@aws-sdk/client-rds";
import type { RegionClients } from "../../aws/index.ts";
import type { Step } from "../step.ts";
import type { RecoverableStore, RegionScope } from "./scope.ts";

/** What a region says of its RDS instance of a store. */
interface InstanceState {
  /** `available`, `modifying`, ... */
  readonly status: string;
  /** Region of the instance that it copies; undefined for one that takes writes. */
  readonly copiesRegion: string | undefined;
  /** Days that its own backups reach back; 0 for none. */
  readonly backupDays: number;
}

/** Throws when the region has no such instance. */
async function describeInstance(clients: RegionClients, identifier: string): Promise<InstanceState> {
  const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
  const [found] = (await clients.rds.send(command)).DBInstances ?? [];
  if (found === undefined) throw new Error(`${clients.region} has no instance ${identifier}`);
  const source = found.ReadReplicaSourceDBInstanceIdentifier;
  return {
    status: found.DBInstanceStatus ?? "unknown",
    // A source in the same region is named without its ARN.
    copiesRegion:
      source === undefined || source === "" ? undefined : (source.split(":")[3] ?? clients.region),
    backupDays: found.BackupRetentionPeriod ?? 0,
  };
}

/**
 * Promotes the copy in `successor`. With more copies than one, first looks that none of the others was
 * promoted before: two copies of their own would part the data.
 */
export function promoteInstance(
  scope: RegionScope,
  store: RecoverableStore,
  successor: string,
): readonly Step[] {
  const others = store.regions.filter((region) => region !== scope.region && region !== successor);
  return [...others.map((region) => noOtherWriter(scope, store, region)), promotion(scope, store, successor)];
}

function noOtherWriter(scope: RegionScope, store: RecoverableStore, region: string): Step {
  const look = async () => {
    const { copiesRegion } = await describeInstance(scope.clients.in(region), store.nameIn(region));
    return copiesRegion === undefined
      ? { ok: false, detail: `${region} takes writes of ${store.id} already: promote no other` }
      : { ok: true, detail: `${region} copies ${copiesRegion}` };
  };
  return {
    id: `see-copy-${store.id}-${region}`,
    title: `See that ${region} does not write to ${store.id} already`,
    plane: "control",
    region,
    actions: ["rds:DescribeDBInstances"],
    budgetSeconds: 0,
    guard: async () => {
      const { ok, detail } = await look();
      return ok ? { kind: "proceed" } : { kind: "stop", detail };
    },
    confirm: look,
  };
}

function promotion(scope: RegionScope, store: RecoverableStore, successor: string): Step {
  const clients = scope.clients.in(successor);
  const identifier = store.nameIn(successor);
  return {
    id: `promote-${store.id}`,
    title: `Make ${successor} take writes of ${store.id}`,
    plane: "control",
    region: successor,
    actions: ["rds:DescribeDBInstances", "rds:PromoteReadReplica"],
    // Recalled range of a promotion: 2 to 15 minutes, with the size and what is left to replay.
    budgetSeconds: 1800,
    guard: async () => {
      const { status, copiesRegion } = await describeInstance(clients, identifier);
      if (copiesRegion === undefined) {
        return {
          kind: "satisfied",
          detail: `${identifier} takes writes already; whether it has all is not known here`,
        };
      }
      if (copiesRegion !== scope.region) {
        return { kind: "satisfied", detail: `${identifier} copies ${copiesRegion}, which is not lost` };
      }
      if (status !== "available")
        return { kind: "stop", detail: `${identifier} is ${status}, not available` };
      return { kind: "proceed" };
    },
    act: async () => {
      await clients.rds.send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: identifier }));
    },
    confirm: async () => {
      const { status, copiesRegion, backupDays } = await describeInstance(clients, identifier);
      const role = copiesRegion === undefined ? "takes writes" : `still copies ${copiesRegion}`;
      return {
        ok: copiesRegion === undefined && status === "available",
        detail: `${identifier} ${role}, ${status}, backups of ${backupDays} days`,
      };
    },
  };
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
export async function instancesToRebuild(scope: RegionScope): Promise<readonly NotDone[]> {
  const left: NotDone[] = [];
  for (const store of scope.stores) {
    if (store.engine !== "rds-postgresql" || !store.regions.includes(scope.region)) continue;
    const seen = await Promise.all(store.regions.map((region) => look(scope, store, region)));
    const unknown = seen.filter(({ state }) => state === undefined).map(({ region }) => region);
    const writers = seen.filter(({ state }) => state !== undefined && state.copiesRegion === undefined);
    const [writer] = writers;
    const astray = seen.filter(
      ({ state }) => state?.copiesRegion !== undefined && state.copiesRegion !== writer?.region,
    );
    if (unknown.length === 0 && writers.length === 1 && astray.length === 0) continue;
    const places = (all: readonly { readonly region: string }[]) =>
      all.map(({ region }) => region).join(", ");
    left.push({
      store: store.id,
      detail: [
        `takes writes: ${places(writers) || "nowhere"}`,
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
  clients: RegionScope["clients"],
  regions: readonly string[],
): Promise<readonly string[]> {
  const seen = await Promise.all(
    regions.map(async (region) => {
      const { copiesRegion } = await describeInstance(clients.in(region), store.nameIn(region));
      return copiesRegion === undefined ? [region] : [];
    }),
  );
  return seen.flat();
}

async function look(scope: RegionScope, store: RecoverableStore, region: string) {
  try {
    return { region, state: await describeInstance(scope.clients.in(region), store.nameIn(region)) };
  } catch {
    return { region, state: undefined };
  }
}

function rebuild(store: RecoverableStore, region: string): readonly string[] {
  const old = store.nameIn(region);
  return [
    `Keep clients away from ${old} in ${region}: it takes writes that go nowhere.`,
    `Take a snapshot of ${old}, and bring over by hand what it has and the promoted instance lacks.`,
    `Rename ${old}, make a read replica of the promoted instance under its old name, with the key, groups and settings of ${region}.`,
    `Tell Terraform: \`terraform state rm\` and \`terraform import\` of the instance in ${region}'s data stack. Never apply before: it would make a new, empty instance. Its plan must be empty afterwards.`,
    `To write in ${region} again: stop the writers, wait for the lag to be 0, promote ${old}, and make the other copies anew in the same way.`,
  ];
}
