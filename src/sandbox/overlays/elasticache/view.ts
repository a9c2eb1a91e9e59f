import { cachesOf } from "./caches.ts";
import {
  type GlobalGroup,
  type GlobalMovement,
  globalGroups,
  globalLagMs,
  isInStep,
  type Regions,
} from "./globalGroup.ts";
import { settleTakeover } from "./replication.ts";
import { ZONE_FAILOVER_MS } from "./timings.ts";

/** A member of a global datastore as an operator would see it. */
export interface GlobalCacheMemberView {
  readonly groupId: string;
  readonly region: string;
  readonly isPrimary: boolean;
  /** Has it what the primary has, but for the usual lag? */
  readonly inStep: boolean;
  /** How far its newest data lies behind the primary's, milliseconds, modelled; 0 for the primary. */
  readonly lagMs: number;
}

/** A global datastore now. */
export interface GlobalCacheView {
  readonly id: string;
  readonly members: readonly GlobalCacheMemberView[];
  readonly movement: GlobalMovement | undefined;
  readonly lastMovement: GlobalMovement | undefined;
}

/** A global datastore of the account, by its id; undefined if there is none. */
export function globalCache(world: Regions, account: string, id: string): GlobalCacheView | undefined {
  const group = globalGroups(cachesOf(world).globals, account, world).find((one) => one.id === id);
  return group === undefined ? undefined : viewOf(group, world);
}

/** The global datastore that one of these groups, by their regions, is a member of; undefined while none is. */
export function globalCacheWith(
  world: Regions,
  account: string,
  groups: Readonly<Record<string, string>>,
): GlobalCacheView | undefined {
  const found = globalGroups(cachesOf(world).globals, account, world).find((global) =>
    global.members.some(({ region, groupId }) => groups[region]?.toLowerCase() === groupId),
  );
  return found === undefined ? undefined : viewOf(found, world);
}

/** The node of a replication group that takes what is written to it. */
export interface PrimaryNodeView {
  readonly identifier: string;
  readonly zone: string;
  /** When another node began to take over from it; undefined while none does. */
  readonly leavingSince: number | undefined;
}

/** Undefined for a group that there is not. */
export function primaryNode(
  world: Regions,
  account: string,
  { region, groupId }: { readonly region: string; readonly groupId: string },
): PrimaryNodeView | undefined {
  const group = cachesOf(world).in(account, region).groups.get(groupId.toLowerCase());
  if (group === undefined) return undefined;
  settleTakeover(group, world);
  const node = group.nodes.find(({ id }) => id === group.primaryNode);
  if (node === undefined) return undefined;
  const { takeover } = group;
  const leavingSince = takeover === undefined ? undefined : takeover.endsAt - ZONE_FAILOVER_MS;
  return { identifier: node.id, zone: node.zone, leavingSince };
}

function viewOf(group: GlobalGroup, world: Regions): GlobalCacheView {
  return {
    id: group.id,
    members: group.members.map((member) => ({
      groupId: member.groupId,
      region: member.region,
      isPrimary: member === group.primary,
      inStep: isInStep(member, world),
      lagMs: globalLagMs(group, member, world),
    })),
    movement: group.movement,
    lastMovement: group.lastMovement,
  };
}
