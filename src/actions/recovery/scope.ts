import type { AwsClients } from "../../aws/index.ts";
import type { Environment, PlacedStore, Platform } from "../../config/index.ts";
import {
  alertTopicArn,
  bucketName,
  databaseInstanceIdentifier,
  type Naming,
  nameOf,
} from "../../constructs/index.ts";
import {
  describeGlobalDatabase,
  type Names,
  type RecoverableStore,
  type RegionScope,
  regionsThatWrite,
} from "../../runbooks/index.ts";
import { publicHosts } from "../../stacks/index.ts";
import { namingOf } from "../project.ts";

/** An environment in the words of a recovery. */
export function regionScope(platform: Platform, environment: Environment, region: string): RegionScope {
  const naming = namingOf(platform, environment);
  return {
    region,
    account: environment.account,
    stores: environment.stores.flatMap((store) => recoverable(naming, store)),
    hosts: publicHosts({ platform, environment }),
    clientRegions: environment.regions.filter((each) => each.role === "active").map((each) => each.name),
  };
}

/** What runbooks of an environment need beside the calls of their steps, in the region in which they run. */
export function runbookNames(platform: Platform, environment: Environment, region: string): Names {
  return {
    topicArn: (severity) => alertTopicArn(namingOf(platform, environment), region, severity),
    switchParameter: `/${platform.name}/${environment.name}/recovery`,
  };
}

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
