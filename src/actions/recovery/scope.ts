import type { AwsClients } from "../../aws/index.ts";
import type { Environment } from "../../config/index.ts";
import { describeGlobalDatabase, isCache, type Recoverable, regionsThatWrite } from "../../runbooks/index.ts";
import { primaryRegionOf } from "./cachePrimary.ts";

export { regionScope, runbookNames } from "../../stacks/index.ts";

/** Caches of a region's own: what they hold is lost with it. Of a Global Datastore the other members have it. */
export function cachesLostWith({ stores }: Environment, region: string): readonly string[] {
  return stores
    .filter(
      ({ engine, birth, copies, replicated }) =>
        (engine === "redis" || engine === "memcached") &&
        [birth, ...copies].includes(region) &&
        !(replicated && copies.length > 0),
    )
    .map(({ id }) => id);
}

/**
 * Which region writes to each store now, as AWS says in a region that is not gone. Stores whose
 * copies all take writes say so.
 */
export async function writersNow(
  stores: readonly Recoverable[],
  clients: AwsClients,
  gone: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const entries = await Promise.all(
    stores.map(async (store) => {
      const left = store.regions.filter((region) => !gone.includes(region));
      const [witness] = left;
      if (isCache(store)) {
        if (witness === undefined) return [store.id, "no region left to ask"] as const;
        // A group that is a member of nothing writes alone.
        const alone = store.regions.length === 1 && !store.replicated ? witness : "none";
        return [store.id, (await primaryRegionOf(store, clients.in(witness))) ?? alone] as const;
      }
      if (store.engine === "dynamodb" || store.engine === "s3") return [store.id, "every copy"] as const;
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
