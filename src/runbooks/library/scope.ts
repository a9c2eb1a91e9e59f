import type { Runbook, Step } from "../runbook.ts";

/** What a recovery has to know of a store: names that were chosen, never which member writes today. */
export interface RecoverableStore {
  readonly id: string;
  readonly engine: "aurora-postgresql" | "rds-postgresql" | "dynamodb" | "s3";
  /** Every region that holds it. */
  readonly regions: readonly string[];
  /** Aurora: the global cluster. DynamoDB: the table. RDS instances have none in common. */
  readonly name: string;
  /** Name of the store's own object in a region: cluster or instance identifier, table, bucket. */
  readonly nameIn: (region: string) => string;
}

/** A Redis of the platform. */
export interface RecoverableCache {
  readonly id: string;
  /** Every region that has one. */
  readonly regions: readonly string[];
  /** A global datastore with one primary; false when each region has one of its own. */
  readonly replicated: boolean;
  /** Replication group in a region. */
  readonly groupIn: (region: string) => string;
}

/** Something that one recovery moves. */
export type Recoverable = RecoverableStore | RecoverableCache;

export function isCache(store: Recoverable): store is RecoverableCache {
  return "groupIn" in store;
}

/** Stores and caches apart, as a scope has them. */
export function asInScope(all: readonly Recoverable[]): Required<Pick<RegionScope, "stores" | "caches">> {
  return {
    stores: all.flatMap((store) => (isCache(store) ? [] : [store])),
    caches: all.filter(isCache),
  };
}

/**
 * What keeps the public names away from a region that a failover has left, also when it is back: a metric in a region that
 * takes over, which Route 53 follows by an alarm there and remembers.
 */
export interface NamesLatch {
  /** Region whose metric it is. */
  readonly region: string;
  readonly namespace: string;
  /** The alarm over the metric, by which it is read back. */
  readonly alarm: string;
}

/** The routing control that keeps the public names away from a region while it is on, and from where it is set. */
export interface NamesSwitch {
  /** Region from which it is set. */
  readonly region: string;
  /** Name of the control. */
  readonly control: string;
  /** Controls of which, with this one, at least one must stay off: those of the other regions of the home. */
  readonly others: readonly string[];
  /** Function of that region which asks the cluster. */
  readonly functionArn: string;
  /** Parameter of that region with the endpoints of the cluster. */
  readonly parameter: string;
}

/** The ways over transit gateways by which other regions reach a region's databases and caches. */
export interface DatabaseWays {
  /** Regions that have one: the others of its home. */
  readonly from: readonly string[];
  /** Ranges of the region's database subnets by zone: `us-east-1a` to `10.0.16.0/21`. */
  readonly ranges: Readonly<Record<string, string>>;
  /** What the route table is called, in each region, by which traffic leaves its network: its tag `Name`. */
  readonly table: string;
}

/**
 * A rule in the network ACL of a region's database subnets that is before all others and turns PostgreSQL away from nobody,
 * until a recovery has it turn away everybody.
 */
export interface Shutter {
  /** `Name` of the network ACL. */
  readonly accessList: string;
  readonly ruleNumber: number;
  readonly port: number;
  /** The range that it turns away while it is open: one that nobody has. */
  readonly nobody: string;
}

/** How a region that is left is told of it: an event on the bus of the region that acts, which leads it there. */
export interface LeavingNotice {
  /** What says that an event is ours. */
  readonly source: string;
  readonly detailType: string;
}

export interface RegionScope {
  /** Region that is lost, or that is to be given its work back. */
  readonly region: string;
  readonly account: string;
  readonly stores: readonly RecoverableStore[];
  /** Its Redis: Global Datastores, whose primary must be moved, and those of each region's own. @default none */
  readonly caches?: readonly RecoverableCache[];
  /** Public names, fully qualified. */
  readonly hosts: readonly string[];
  /** Regions whose customers are asked for: the active ones. */
  readonly clientRegions: readonly string[];
  /** @default none: as soon as the region is back and healthy, its names lead to it */
  readonly latch?: NamesLatch;
  /** @default none: health checks and the latch decide alone */
  readonly routing?: NamesSwitch;
  /** @default none: no other region reaches its databases */
  readonly ways?: DatabaseWays;
  /** Of the region itself. @default none: nothing turns PostgreSQL away at once */
  readonly shutter?: Shutter;
  /** @default none: the region is told nothing, and its databases of RDS write on until somebody fences them */
  readonly notice?: LeavingNotice;
}

/** Stores that have no copy anywhere else: nothing can be done for them until the region is back. */
export function strandedStores(scope: RegionScope): readonly string[] {
  return scope.stores
    .filter((store) => store.regions.length === 1 && store.regions[0] === scope.region)
    .map((store) => store.id);
}

/** Engines whose writer is in one place and must be moved. */
const ONE_WRITER: readonly RecoverableStore["engine"][] = ["aurora-postgresql", "rds-postgresql"];

/**
 * Which region takes over each store that the lost one holds. One region takes over as much as it can, the first copy of
 * the stores whose writer must move: a recovery runs in the region that takes over, so each region more is a runbook more.
 */
export function successors(scope: RegionScope): ReadonlyMap<RecoverableStore, string> {
  const held = scope.stores.filter(({ regions }) => regions.includes(scope.region));
  const others = ({ regions }: RecoverableStore) => regions.filter((region) => region !== scope.region);
  const [leader] = [...held.filter(({ engine }) => ONE_WRITER.includes(engine)), ...held].flatMap(
    (store) => others(store)[0] ?? [],
  );
  return new Map(
    held.flatMap((store) => {
      const left = others(store);
      const chosen = leader !== undefined && left.includes(leader) ? leader : left[0];
      return chosen === undefined ? [] : [[store, chosen] as const];
    }),
  );
}

/**
 * Which region takes over each Global Datastore that the lost one holds: the one that takes over the stores, where it is a
 * member. Other caches have nothing to take over.
 */
export function cacheSuccessors(scope: RegionScope): ReadonlyMap<RecoverableCache, string> {
  const leader = firstSuccessor(scope);
  return new Map(
    datastoresOf(scope).flatMap((cache) => {
      const left = cache.regions.filter((region) => region !== scope.region);
      const chosen = left.find((region) => region === leader) ?? left[0];
      return chosen === undefined ? [] : [[cache, chosen] as const];
    }),
  );
}

/** Global Datastores of which a region is a member. */
export function datastoresOf({ region, caches = [] }: Pick<RegionScope, "region" | "caches">) {
  return caches.filter(({ replicated, regions }) => replicated && regions.includes(region));
}

/** The region in which a failover of `scope.region` begins, and sees to the names. */
export function firstSuccessor(scope: RegionScope): string {
  const [cache] = datastoresOf(scope);
  const withCache = cache?.regions.find((region) => region !== scope.region);
  const [first = withCache ?? anyOther(scope)] = successors(scope).values();
  return first;
}

/** Where a recovery runs that has no store to move: any region that is there. */
export function anyOther(scope: RegionScope): string {
  const known = [...scope.clientRegions, ...scope.stores.flatMap(({ regions }) => regions)];
  return known.find((region) => region !== scope.region) ?? scope.region;
}

/** Lanes of a stage by the region that each step calls. */
export function byRegion<Value>(
  entries: Iterable<readonly [Value, string]>,
): ReadonlyMap<string, readonly Value[]> {
  const grouped = new Map<string, Value[]>();
  for (const [value, region] of entries) grouped.set(region, [...(grouped.get(region) ?? []), value]);
  return grouped;
}

/** A lane for each, empty ones left out. */
export function stage(id: string, lanes: readonly (readonly Step[])[]): Runbook["stages"] {
  const filled = lanes.filter((lane) => lane.length > 0);
  return filled.length === 0 ? [] : [{ id, lanes: filled }];
}
