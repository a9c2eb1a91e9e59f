import { createHash } from "node:crypto";
import type { World } from "../../overlay.ts";
import { FAILOVER_MS, LAG_MS, RESYNC_MS } from "./timings.ts";

/** Id of a replication group and its region: what tells members apart. */
export interface GlobalMember {
  readonly groupId: string;
  readonly region: string;
  /** When a failover passed it over, so that it must be filled again from the new primary. */
  resyncSince: number | undefined;
}

/** A primary on its way from one member to another. */
export interface GlobalMovement {
  readonly from: GlobalMember;
  readonly to: GlobalMember;
  readonly startedAt: number;
  readonly endsAt: number;
  /** Writes that the old primary acknowledged in this last stretch never reached the new one, milliseconds. */
  readonly unreplicatedMs: number;
}

/** A global datastore: one member takes the writes, the others copy them. */
export interface GlobalGroup {
  readonly account: string;
  readonly id: string;
  description: string;
  readonly engine: string;
  engineVersion: string;
  nodeType: string;
  readonly transitEncryption: boolean;
  readonly atRestEncryption: boolean;
  readonly members: GlobalMember[];
  primary: GlobalMember;
  movement: GlobalMovement | undefined;
  lastMovement: GlobalMovement | undefined;
}

export type Regions = Pick<World, "clock" | "isLost" | "regionChangedAt">;

/**
 * Prefixes of the ids of global datastores, by region of birth.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/red-ug/Redis-Global-Datastores-CLI.html, read November 2026.
 */
const PREFIXES: Readonly<Record<string, string>> = {
  "us-east-1": "ldgnf",
  "us-east-2": "fpkhr",
  "us-west-1": "virxk",
  "us-west-2": "sgaui",
};

/** Id of a global datastore born in the region. Other regions get five letters of ours: nothing may depend on them. */
export function globalIdOf(region: string, suffix: string): string {
  const bytes = [...createHash("sha256").update(region).digest().subarray(0, 5)];
  const made = bytes.map((byte) => String.fromCharCode(97 + (byte % 26))).join("");
  return `${PREFIXES[region] ?? made}-${suffix.toLowerCase()}`;
}

/** Brings a failover to its end when its time has come. One whose target was lost meanwhile waits for it. */
function settle(group: GlobalGroup, world: Regions): void {
  const { movement } = group;
  if (movement === undefined) return;
  if (world.clock.now() < movement.endsAt || world.isLost(movement.to.region)) return;
  group.primary = movement.to;
  group.movement = undefined;
  group.lastMovement = movement;
  for (const member of group.members) {
    member.resyncSince = member === movement.to ? undefined : movement.endsAt;
  }
}

/** Has the member what the primary has, but for the usual lag? */
export function isInStep(member: GlobalMember, world: Regions): boolean {
  if (world.isLost(member.region)) return false;
  if (member.resyncSince === undefined) return true;
  const from = Math.max(member.resyncSince, world.regionChangedAt(member.region) ?? 0);
  return world.clock.now() >= from + RESYNC_MS;
}

/** How far a member's newest data lies behind the primary's, milliseconds; 0 for the primary. Modelled. */
export function globalLagMs(group: GlobalGroup, member: GlobalMember, world: Regions): number {
  if (member === group.primary) return 0;
  const now = world.clock.now();
  const stops = [member.region, group.primary.region]
    .filter((region) => world.isLost(region))
    .map((region) => world.regionChangedAt(region) ?? now);
  if (member.resyncSince !== undefined && !isInStep(member, world)) stops.push(member.resyncSince);
  return stops.length === 0 ? LAG_MS : LAG_MS + now - Math.min(...stops);
}

/** Starts a failover to the member. What the old primary had not sent on by then is lost. */
export function startFailover(group: GlobalGroup, to: GlobalMember, world: Regions): void {
  const startedAt = world.clock.now();
  group.movement = {
    from: group.primary,
    to,
    startedAt,
    endsAt: startedAt + FAILOVER_MS,
    unreplicatedMs: LAG_MS,
  };
}

/** The account's global groups, as they stand now. */
export function globalGroups(
  groups: readonly GlobalGroup[],
  account: string,
  world: Regions,
): readonly GlobalGroup[] {
  const found = groups.filter((group) => group.account === account);
  for (const group of found) settle(group, world);
  return found;
}

export function memberIn(group: GlobalGroup, region: string, groupId: string): GlobalMember | undefined {
  return group.members.find((member) => member.region === region && member.groupId === groupId.toLowerCase());
}
