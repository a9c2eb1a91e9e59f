import type { AwsClients } from "../../aws/index.ts";
import type { Environment, PlacedStore, Platform } from "../../config/index.ts";
import { bucketName, type Naming, nameOf } from "../../constructs/index.ts";
import {
  describeGlobalDatabase,
  type RecoverableStore,
  type RegionScope,
  type ResolveFrom,
} from "../../runbooks/index.ts";
import { publicHosts } from "../../stacks/index.ts";

export function namingOf(platform: Platform, environment: Environment): Naming {
  return { platform: platform.name, environment: environment.name, account: environment.account };
}

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
    stores: environment.stores.map((store) => recoverable(naming, store)),
    hosts: publicHosts({ platform, environment }),
    clientRegions: environment.regions.filter((each) => each.role === "active").map((each) => each.name),
    ...access,
  };
}

function recoverable(naming: Naming, store: PlacedStore): RecoverableStore {
  const name = nameOf(naming, store.id);
  const nameIn = {
    "aurora-postgresql": (region: string) => `${name}-${region}`,
    dynamodb: () => name,
    s3: (region: string) => bucketName(naming, store.id, region),
  }[store.engine];
  return { id: store.id, engine: store.engine, regions: [store.birth, ...store.copies], name, nameIn };
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
