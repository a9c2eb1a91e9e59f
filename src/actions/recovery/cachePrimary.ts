import type { PlacedInstance, RegionClients } from "../../aws/index.ts";
import type { Json } from "../../lib/index.ts";
import { type RecoverableCache, sendCall } from "../../runbooks/index.ts";

interface Member {
  readonly Role?: string;
  readonly ReplicationGroupRegion?: string;
}

interface Group {
  readonly GlobalReplicationGroupInfo?: { readonly GlobalReplicationGroupId?: string };
  readonly NodeGroups?: readonly {
    readonly NodeGroupMembers?: readonly {
      readonly CacheClusterId?: string;
      readonly CurrentRole?: string;
      readonly PreferredAvailabilityZone?: string;
    }[];
  }[];
}

/**
 * Region whose member of a Global Datastore takes the writes, as `clients`' region says, which need not be that one;
 * undefined while none does. Throws when that region does not know the member.
 */
export async function primaryRegionOf(
  cache: RecoverableCache,
  clients: RegionClients,
): Promise<string | undefined> {
  const id = await datastoreOf(cache, clients);
  if (id === undefined) return undefined;
  const input = { GlobalReplicationGroupId: id, ShowMemberInfo: true };
  const call = { service: "elasticache", action: "DescribeGlobalReplicationGroups", input } as const;
  const [found] = listIn<{ readonly Members?: readonly Member[] }>(
    await sendCall(clients, call, input),
    "GlobalReplicationGroups",
  );
  return found?.Members?.find(({ Role }) => Role === "PRIMARY")?.ReplicationGroupRegion;
}

/** The node of a region's group that takes what is written to the group; undefined while none does. */
export async function primaryNodeOf(
  cache: RecoverableCache,
  clients: RegionClients,
): Promise<PlacedInstance | undefined> {
  const nodes = (await groupOf(cache, clients))?.NodeGroups?.[0]?.NodeGroupMembers ?? [];
  const { CacheClusterId: identifier, PreferredAvailabilityZone: zone } =
    nodes.find(({ CurrentRole }) => CurrentRole === "primary") ?? {};
  return identifier === undefined ? undefined : { identifier, zone };
}

async function datastoreOf(cache: RecoverableCache, clients: RegionClients): Promise<string | undefined> {
  return (await groupOf(cache, clients))?.GlobalReplicationGroupInfo?.GlobalReplicationGroupId;
}

async function groupOf(cache: RecoverableCache, clients: RegionClients): Promise<Group | undefined> {
  const input = { ReplicationGroupId: cache.groupIn(clients.region) };
  const call = { service: "elasticache", action: "DescribeReplicationGroups", input } as const;
  const [group] = listIn<Group>(await sendCall(clients, call, input), "ReplicationGroups");
  return group;
}

function listIn<Entry>(answer: Json, name: string): readonly Entry[] {
  return ((answer as Readonly<Record<string, unknown>>)[name] ?? []) as readonly Entry[];
}
