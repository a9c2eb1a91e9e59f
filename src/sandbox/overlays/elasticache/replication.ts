import type { World } from "../../overlay.ts";
import type { Node, ReplicationGroup, SubnetGroup } from "./caches.ts";
import type { GlobalGroup } from "./globalGroup.ts";

/** Brings a takeover inside a group to its end when its time has come. */
export function settleTakeover(group: ReplicationGroup, world: Pick<World, "clock">): void {
  const { takeover } = group;
  if (takeover === undefined || world.clock.now() < takeover.endsAt) return;
  group.primaryNode = takeover.to;
  group.takeover = undefined;
}

/** Nodes spread over the zones of the subnets, in turn. AWS spreads them so when Multi-AZ is on. */
export function spread(id: string, count: number, subnets: SubnetGroup | undefined): readonly Node[] {
  const zones = [...new Set(subnets?.subnets.map((subnet) => subnet.zone) ?? [])].sort();
  return Array.from({ length: count }, (_, at) => ({
    id: `${id}-${String(at + 1).padStart(3, "0")}`,
    zone: zones[at % Math.max(1, zones.length)] ?? "",
  }));
}

export function isPrimary(global: GlobalGroup, region: string, groupId: string): boolean {
  return global.primary.region === region && global.primary.groupId === groupId;
}

/** `7.1` as AWS shows it: with the patch that it chose. */
export function fullVersion(version: string): string {
  return version.split(".").length === 2 ? `${version}.0` : version;
}
