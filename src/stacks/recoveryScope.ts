import type { Environment, PlacedStore, Platform } from "../config/index.ts";
import {
  alertTopicArn,
  bucketName,
  databaseInstanceIdentifier,
  type Naming,
  nameOf,
  recoverySwitchName,
} from "../constructs/index.ts";
import type { Names, RecoverableStore, RegionScope } from "../runbooks/index.ts";
import { namingOf } from "./environmentStack.ts";
import { publicHosts } from "./hosts.ts";

/** An environment in the words of a recovery: names that were chosen, and nothing that a failover would change. */
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
  const naming = namingOf(platform, environment);
  return {
    topicArn: (severity) => alertTopicArn(naming, region, severity),
    switchParameter: recoverySwitchName(naming),
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
