import { perSandbox } from "../perSandbox.ts";
import type { Regions } from "./globalDatabase.ts";

/** Something under way on an instance, milliseconds on the sandbox clock. */
interface UnderWay {
  readonly startedAt: number;
  readonly endsAt: number;
}

/** How an instance became one of its own. */
export interface Promotion {
  /** ARN of what it copied until then. */
  readonly source: string;
  readonly endedAt: number;
  /** Writes that the source took in this last stretch never reached the copy, milliseconds. Modelled. */
  readonly unreplicatedMs: number;
}

/** An RDS instance that belongs to no cluster. */
export interface DatabaseInstance {
  readonly account: string;
  readonly arn: string;
  readonly identifier: string;
  readonly region: string;
  multiAz: boolean;
  zone: string;
  /** Where the standby is, or would be. */
  standbyZone: string | undefined;
  /** ARN of what it copies; undefined for an instance that takes writes. */
  source: string | undefined;
  promoting: (UnderWay & { readonly unreplicatedMs: number }) | undefined;
  promoted: Promotion | undefined;
  movingZone: UnderWay | undefined;
  stopping: UnderWay | undefined;
  /** Keeps its data and answers nobody, until it is started. */
  stopped: boolean;
}

/**
 * Brings to an end what its time has come for. What is under way in a region that is lost waits for it:
 * nothing ends there while nobody can see it.
 */
function settle(instance: DatabaseInstance, world: Regions): void {
  if (world.isLost(instance.region)) return;
  const now = world.clock.now();
  const { promoting, movingZone, stopping, source } = instance;
  if (stopping !== undefined && now >= stopping.endsAt) {
    instance.stopping = undefined;
    instance.stopped = true;
  }
  if (promoting !== undefined && now >= promoting.endsAt && source !== undefined) {
    instance.promoting = undefined;
    instance.source = undefined;
    instance.promoted = { source, endedAt: promoting.endsAt, unreplicatedMs: promoting.unreplicatedMs };
  }
  if (movingZone !== undefined && now >= movingZone.endsAt) {
    instance.movingZone = undefined;
    const { zone, standbyZone } = instance;
    if (standbyZone !== undefined) Object.assign(instance, { zone: standbyZone, standbyZone: zone });
  }
}

/** As the RDS API names it. */
export function statusOf(instance: DatabaseInstance): string {
  if (instance.promoting !== undefined) return "modifying";
  if (instance.stopped) return "stopped";
  if (instance.stopping !== undefined) return "stopping";
  return instance.movingZone === undefined ? "available" : "rebooting";
}

export function instanceArn(account: string, region: string, identifier: string): string {
  return `arn:aws:rds:${region}:${account}:db:${identifier.toLowerCase()}`;
}

/** The instances of a sandbox that belong to no cluster, with who copies whom. */
export class DatabaseInstances {
  readonly #instances = new Map<string, DatabaseInstance>();

  add(instance: DatabaseInstance): void {
    this.#instances.set(instance.arn, instance);
  }

  remove(arn: string): void {
    this.#instances.delete(arn);
  }

  /** By ARN, as it stands now. */
  find(arn: string, world: Regions): DatabaseInstance | undefined {
    const found = this.#instances.get(arn);
    if (found !== undefined) settle(found, world);
    return found;
  }

  /** All of an account, as they stand now. */
  list(account: string, world: Regions): readonly DatabaseInstance[] {
    const found = [...this.#instances.values()].filter((instance) => instance.account === account);
    for (const instance of found) settle(instance, world);
    return found;
  }

  /** What copies the instance now. */
  replicasOf(instance: DatabaseInstance, world: Regions): readonly DatabaseInstance[] {
    return this.list(instance.account, world).filter((other) => other.source === instance.arn);
  }
}

/** The instances of the sandbox that the clock belongs to: overlay, refusals and readers see the same. */
export const databaseInstancesOf = perSandbox(() => new DatabaseInstances());
