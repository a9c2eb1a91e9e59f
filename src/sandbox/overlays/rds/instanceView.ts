import {
  type DatabaseInstance,
  type DatabaseInstances,
  databaseInstancesOf,
  type Promotion,
  statusOf,
} from "./databaseInstances.ts";
import { type Regions, regionOf } from "./globalDatabase.ts";
import { REPLICA_LAG_MS } from "./timings.ts";

/** An RDS instance as an operator would see it who can look everywhere. */
export interface DatabaseInstanceView {
  readonly arn: string;
  readonly identifier: string;
  readonly region: string;
  /** `available`, `modifying` while it is promoted, `rebooting` while it moves to its standby, `stopping`, `stopped`. */
  readonly status: string;
  readonly multiAz: boolean;
  readonly zone: string;
  /** ARN of what it copies; undefined for an instance of its own. */
  readonly source: string | undefined;
  /** How far its data lies behind its source's, milliseconds, modelled; 0 for an instance of its own. */
  readonly lagMs: number;
  readonly takesReads: boolean;
  readonly takesWrites: boolean;
  /** How it became an instance of its own, if it was a copy once. */
  readonly promoted: Promotion | undefined;
  /** ARN of the former source while that takes writes as well: two writers, of which neither has all. */
  readonly splitFrom: string | undefined;
}

/** Every instance of the account that belongs to no cluster, by ARN. */
export function databaseInstances(world: Regions, account: string): readonly DatabaseInstanceView[] {
  const instances = databaseInstancesOf(world);
  return instances
    .list(account, world)
    .map((instance) => view(instance, instances, world))
    .sort((a, b) => a.arn.localeCompare(b.arn));
}

function view(
  instance: DatabaseInstance,
  instances: DatabaseInstances,
  world: Regions,
): DatabaseInstanceView {
  const former = instance.promoted && instances.find(instance.promoted.source, world);
  return {
    arn: instance.arn,
    identifier: instance.identifier,
    region: instance.region,
    status: statusOf(instance),
    multiAz: instance.multiAz,
    zone: instance.zone,
    source: instance.source,
    lagMs: lagMs(instance, world),
    takesReads: answers(instance, world),
    takesWrites: takesWrites(instance, world),
    promoted: instance.promoted,
    splitFrom: former !== undefined && takesWrites(former, world) ? former.arn : undefined,
  };
}

/** A promotion restarts the instance at its end; until then it reads on. */
function answers(instance: DatabaseInstance, world: Regions): boolean {
  return !world.isLost(instance.region) && instance.movingZone === undefined && !instance.stopped;
}

function takesWrites(instance: DatabaseInstance, world: Regions): boolean {
  return answers(instance, world) && instance.source === undefined;
}

function lagMs({ source, region }: DatabaseInstance, world: Regions): number {
  if (source === undefined) return 0;
  const now = world.clock.now();
  const stops = [region, regionOf(source)]
    .filter((each) => world.isLost(each))
    .map((each) => world.regionChangedAt(each) ?? now);
  return stops.length === 0 ? REPLICA_LAG_MS : REPLICA_LAG_MS + now - Math.min(...stops);
}
