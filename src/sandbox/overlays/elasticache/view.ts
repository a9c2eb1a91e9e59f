import { cachesOf } from "./caches.ts";
import { type GlobalMovement, globalGroups, globalLagMs, isInStep, type Regions } from "./globalGroup.ts";

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
  if (group === undefined) return undefined;
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
