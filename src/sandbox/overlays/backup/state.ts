import type { World } from "../../overlay.ts";
import { hasArrived, type Transfer } from "../arrival.ts";
import { DAY_MS } from "./timings.ts";

/** As AWS writes them in plans and jobs, days from creation. */
export interface Lifecycle {
  readonly DeleteAfterDays?: number;
  readonly MoveToColdStorageAfterDays?: number;
}

/** What a recovery point knows of its store, as far as a restore makes it anew: no data. */
export type Shape = Readonly<Record<string, unknown>>;

/** A backup, or the copy of one in another vault. */
export interface RecoveryPoint {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly vault: string;
  readonly resourceArn: string;
  readonly resourceType: string;
  /** Milliseconds, sandbox clock: what the data was at this time is what a restore brings back. */
  readonly createdAt: number;
  readonly lifecycle: Lifecycle;
  /** The store as it was then; undefined when it was not found. */
  readonly shape: Shape | undefined;
  /** When it is whole in its vault. */
  readonly transfer: Transfer;
}

export type JobKind = "backup" | "copy" | "restore";

export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly account: string;
  /** Region whose control plane runs it. */
  readonly region: string;
  readonly roleArn: string;
  readonly startedAt: number;
  readonly transfer: Transfer;
  /** What it makes, or restores. */
  readonly point: RecoveryPoint;
  /** Vault that a copy was made from. */
  readonly sourceVault?: string;
  /** Store that a restore brings back. */
  readonly created?: string;
  /** What a restore was told, its keys in small letters. */
  readonly metadata?: ReadonlyMap<string, string>;
  /** Has the store of a restore that is due been made, or found to be impossible? */
  settled?: boolean;
  /** Why it failed. */
  failure?: string;
}

/** What the emulator does not keep, of one sandbox. Keys begin with account and region. */
export class BackupState {
  readonly policies = new Map<string, string>();
  readonly notifications = new Map<string, Readonly<Record<string, unknown>>>();
  /** Plans as they were changed after they were made. */
  readonly plans = new Map<string, Readonly<Record<string, unknown>>>();
  readonly selections = new Map<string, Readonly<Record<string, unknown>>>();
  readonly restoreTests = new Map<string, Readonly<Record<string, unknown>>>();
  readonly restoreTestSelections = new Map<string, Readonly<Record<string, unknown>>>();
  readonly jobs = new Map<string, Job>();
  #points: RecoveryPoint[] = [];

  add(point: RecoveryPoint): void {
    this.#points.push(point);
  }

  remove(point: RecoveryPoint): void {
    this.#points = this.#points.filter((one) => one !== point);
  }

  /** Recovery points that stand in a region now: whole, and not past their lives. */
  points(world: World, place: { readonly account: string; readonly region: string }): RecoveryPoint[] {
    return this.#points.filter(
      (point) =>
        point.account === place.account &&
        point.region === place.region &&
        hasArrived(point.transfer, world) &&
        !isExpired(point, world),
    );
  }
}

function isExpired({ createdAt, lifecycle }: RecoveryPoint, world: World): boolean {
  const days = lifecycle.DeleteAfterDays;
  return days !== undefined && createdAt + days * DAY_MS <= world.clock.now();
}
