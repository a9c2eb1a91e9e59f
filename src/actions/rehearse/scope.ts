import type { AwsClients } from "../../aws/index.ts";
import type { Environment, PlacedStore, Platform } from "../../config/index.ts";
import { bucketName, databaseInstanceIdentifier, type Naming, nameOf } from "../../constructs/index.ts";
import {
  describeGlobalDatabase,
  type RecoverableStore,
  type RegionScope,
  type ResolveFrom,
} from "../../runbooks/index.ts";
import { publicHosts } from "../../stacks/index.ts";
import { namingOf } from "../project.ts";

/** An environment in the words of a recovery. */
export function regionScope(
  platform: Platform,
  environment: Environment,
  region: string,
  access: { readonly clients: AwsClients; readonly resolve: ResolveFrom },
): RegionScope {
  const naming = namingOf(platform, environment);
  return {
    region,
    account: environment.account,
    stores: environment.stores.flatMap((store) => recoverable(naming, store)),
    hosts: publicHosts({ platform, environment }),
    clientRegions: environment.regions.filter((each) => each.role === "active").map((each) => each.name),
    ...access,
  };
}

/** None for caches: what a region's own held is lost with it, and a Global Datastore has no step in the library yet. */
function recoverable(naming: Naming, store: PlacedStore): readonly RecoverableStore[] {
  if (store.engine === "redis" || store.engine === "memcached") return [];
  const name = nameOf(naming, store.id);
  const nameIn = {
    "aurora-postgresql": (region: string) => `${name}-${region}`,
    "rds-postgresql": (region: string) => databaseInstanceIdentifier(naming, store.id, region),
    dynamodb: () => name,
    s3: (region: string) => bucketName(naming, store.id, region),
  }[store.engine];
  return [{ id: store.id, engine: store.engine, regions: [store.birth, ...store.copies], name, nameIn }];
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
      if (store.engine !== "aurora-postgresql") return [store.id, "every copy"] as const;
      const witness = store.regions.find((region) => !gone.includes(region));
      if (witness === undefined) return [store.id, "no region left to ask"] as const;
      const { writerRegion } = await describeGlobalDatabase(clients.in(witness), store.name);
      return [store.id, writerRegion ?? "none"] as const;
    }),
  );
  return new Map(entries);
}
