import type { World } from "../../overlay.ts";
import { perSandbox } from "../perSandbox.ts";
import { LAG_MS, REBUILD_MS } from "./timings.ts";

/** One regional cluster of a global database. */
export interface Member {
  readonly arn: string;
  readonly region: string;
  readonly clusterId: string;
  readonly joinedAt: number;
  /** Name under which clients reach the cluster's writer, once the emulator has given it one. */
  endpoint: string | undefined;
  /** When a failover passed it over, so that its storage must be rebuilt from the new writer's. */
  rebuildSince: number | undefined;
}

/** A writer on its way from one member to another. */
export interface Movement {
  readonly kind: "failover" | "switchover";
  readonly from: string;
  readonly to: string;
  readonly startedAt: number;
  readonly endsAt: number;
  /** Writes acknowledged by the old writer in this last stretch never reached the new one, milliseconds. */
  readonly unreplicatedMs: number;
}

/** An Aurora global database. Belongs to no region: it outlives each of them. */
export interface GlobalDatabase {
  readonly account: string;
  identifier: string;
  readonly resourceId: string;
  readonly endpoint: string;
  readonly engine: string;
  engineVersion: string | undefined;
  readonly databaseName: string | undefined;
  readonly storageEncrypted: boolean;
  deletionProtection: boolean;
  readonly tags: Map<string, string>;
  masterUsername: string | undefined;
  readonly members: Member[];
  /** ARN of the writer; undefined while there is no member. */
  writer: string | undefined;
  movement: Movement | undefined;
  lastMovement: Movement | undefined;
}

/** `connected`, or `pending-resync`: the values of `SynchronizationStatus`. */
export type Synchronization = "connected" | "pending-resync";

export type Regions = Pick<World, "clock" | "isLost" | "regionChangedAt">;

/**
 * Brings a movement to its end when its time has come. A failover whose target was lost meanwhile waits for
 * it; a switchover that loses either side is cancelled and leaves the writer where it was.
 */
function settle(database: GlobalDatabase, world: Regions): void {
  const movement = database.movement;
  if (movement === undefined) return;
  const lost = (arn: string) => world.isLost(regionOf(arn));
  if (movement.kind === "switchover" && (lost(movement.from) || lost(movement.to))) {
    database.movement = undefined;
    return;
  }
  if (world.clock.now() < movement.endsAt || lost(movement.to)) return;
  database.writer = movement.to;
  database.movement = undefined;
  database.lastMovement = movement;
  for (const member of database.members) {
    if (member.arn === movement.to) member.rebuildSince = undefined;
    else if (movement.kind === "failover") member.rebuildSince = movement.endsAt;
  }
}

/** Has the member what the writer has, but for the usual lag? */
export function synchronization(member: Member, world: Regions): Synchronization {
  if (world.isLost(member.region)) return "pending-resync";
  if (member.rebuildSince === undefined) return "connected";
  const backAt = Math.max(member.rebuildSince, world.regionChangedAt(member.region) ?? 0);
  return world.clock.now() >= backAt + REBUILD_MS ? "connected" : "pending-resync";
}

/** How far a member's newest data lies behind the writer's, milliseconds; 0 for the writer. Modelled. */
export function replicationLagMs(database: GlobalDatabase, member: Member, world: Regions): number {
  if (member.arn === database.writer) return 0;
  const now = world.clock.now();
  const stops = [member.region, ...(database.writer === undefined ? [] : [regionOf(database.writer)])]
    .filter((region) => world.isLost(region))
    .map((region) => world.regionChangedAt(region) ?? now);
  if (synchronization(member, world) === "pending-resync" && member.rebuildSince !== undefined) {
    stops.push(member.rebuildSince);
  }
  return stops.length === 0 ? LAG_MS : LAG_MS + now - Math.min(...stops);
}

export function memberOf(database: GlobalDatabase, arn: string): Member | undefined {
  return database.members.find((member) => member.arn === arn);
}

/** Region of an ARN; empty for an ARN of no region. */
export function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "";
}

/** The global databases of a sandbox. Identifiers do not tell upper from lower case. */
export class GlobalDatabases {
  readonly #databases: GlobalDatabase[] = [];
  add(database: GlobalDatabase): void {
    this.#databases.push(database);
  }

  remove(database: GlobalDatabase): void {
    const at = this.#databases.indexOf(database);
    if (at >= 0) this.#databases.splice(at, 1);
  }

  /** All of an account, as they stand now. */
  list(account: string, world: Regions): readonly GlobalDatabase[] {
    const found = this.#databases.filter((database) => database.account === account);
    for (const database of found) settle(database, world);
    return found;
  }

  /** By identifier or ARN. */
  find(account: string, named: string, world: Regions): GlobalDatabase | undefined {
    const id = (named.split(":global-cluster:")[1] ?? named).toLowerCase();
    return this.list(account, world).find((database) => database.identifier.toLowerCase() === id);
  }

  /** The one that has the cluster as a member. */
  withMember(account: string, arn: string, world: Regions): GlobalDatabase | undefined {
    return this.list(account, world).find((database) => memberOf(database, arn) !== undefined);
  }

  /** The one whose global writer endpoint has the name. */
  withEndpoint(name: string, world: Regions): GlobalDatabase | undefined {
    const found = this.#databases.find((database) => database.endpoint === name.toLowerCase());
    if (found !== undefined) settle(found, world);
    return found;
  }
}

/** The global databases of the sandbox that the clock belongs to: overlays, refusals and readers see the same. */
export const globalDatabasesOf = perSandbox(() => new GlobalDatabases());
