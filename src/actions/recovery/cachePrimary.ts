import type { RegionClients } from "../../aws/index.ts";
import type { Json } from "../../lib/index.ts";
import { type RecoverableCache, sendCall } from "../../runbooks/index.ts";

interface Member {
  readonly Role?: string;
  readonly ReplicationGroupRegion?: string;
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

async function datastoreOf(cache: RecoverableCache, clients: RegionClients): Promise<string | undefined> {
  const input = { ReplicationGroupId: cache.groupIn(clients.region) };
  const call = { service: "elasticache", action: "DescribeReplicationGroups", input } as const;
  const [group] = listIn<{ readonly GlobalReplicationGroupInfo?: { GlobalReplicationGroupId?: string } }>(
    await sendCall(clients, call, input),
    "ReplicationGroups",
  );
  return group?.GlobalReplicationGroupInfo?.GlobalReplicationGroupId;
}

function listIn<Entry>(answer: Json, name: string): readonly Entry[] {
  return ((answer as Readonly<Record<string, unknown>>)[name] ?? []) as readonly Entry[];
}
