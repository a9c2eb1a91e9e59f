import type { AwsClients } from "../../aws/index.ts";
import type { Environment, PlacedStore } from "../../config/index.ts";
import { describeGlobalDatabase, type RecoverableStore, regionsThatWrite } from "../../runbooks/index.ts";

export { regionScope, runbookNames } from "../../stacks/index.ts";

/**
 * Caches of which the region holds something, and what becomes of that: a cache of its own is lost with it; a Global
 * Datastore has copies, and no step of a runbook moves its primary yet.
 */
export function cachesIn(
  { stores }: Environment,
  region: string,
): { readonly lost: readonly string[]; readonly withoutRunbook: readonly string[] } {
  const held = stores.filter(
    ({ engine, birth, copies }) =>
      (engine === "redis" || engine === "memcached") && [birth, ...copies].includes(region),
  );
  const travels = ({ replicated, copies }: PlacedStore) => replicated && copies.length > 0;
  return {
    lost: held.filter((store) => !travels(store)).map(({ id }) => id),
    withoutRunbook: held.filter(travels).map(({ id }) => id),
  };
}

/**
 * Which region writes to each store now, as AWS says in a region that is not gone. Stores whose
 * copies all take writes say so.
 */
export async function writersNow(
  stores: readonly RecoverableStore[],
  clients: AwsClients,
  gone: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const entries = await Promise.all(
    stores.map(async (store) => {
      if (store.engine === "dynamodb" || store.engine === "s3") return [store.id, "every copy"] as const;
      const left = store.regions.filter((region) => !gone.includes(region));
      const [witness] = left;
      if (witness === undefined) return [store.id, "no region left to ask"] as const;
      if (store.engine === "rds-postgresql") {
        const writers = await regionsThatWrite(store, clients, left);
        return [store.id, writers.length === 0 ? "none" : writers.join(" and ")] as const;
      }
      const { writerRegion } = await describeGlobalDatabase(clients.in(witness), store.name);
      return [store.id, writerRegion ?? "none"] as const;
    }),
  );
  return new Map(entries);
}
