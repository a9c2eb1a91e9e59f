import type { PlacedStore, ServerlessFunction } from "../config/index.ts";
import type { EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { regionsFrom, storeRegions, storesIn, variablePrefix } from "./facts.ts";
import { domainOf } from "./proxies.ts";
import type { RegionContext } from "./regionStack.ts";
import { cacheEndpointOutput, stackIds } from "./stackIds.ts";

/**
 * Names of the members of caches that regions share, each for ever: such a cache has no name of AWS's that follows its
 * primary, and whoever uses it asks its members (ADR 23).
 */

function isShared(store: PlacedStore): boolean {
  return store.engine === "redis" && store.replicated && store.copies.length > 0;
}

/** In the environment's own networks, with what each leads to. */
export function memberNames(
  stack: EnvironmentStack,
  { environment }: EnvironmentContext,
): readonly [string, string][] {
  const ids = stackIds(environment.name);
  return environment.stores
    .filter(isShared)
    .flatMap((store) =>
      storeRegions(store).map((region): [string, string] => [
        nameOfMember(store, region),
        stack.read(
          ids.data(region),
          cacheEndpointOutput(store),
          `master.${store.id}.${region}.cache.amazonaws.com`,
        ),
      ]),
    );
}

function nameOfMember({ id }: PlacedStore, region: string): string {
  return `${id}.${region}`;
}

/** What a function finds in its environment: of each such cache the members to ask, its own region's first. */
export function cacheVariables(
  { environment, region }: RegionContext,
  { stores }: Pick<ServerlessFunction, "stores">,
): Readonly<Record<string, string>> {
  const domain = domainOf(environment);
  return Object.fromEntries(
    storesIn(environment, region.name)
      .filter((store) => isShared(store) && stores.includes(store.store))
      .map((store) => {
        const members = regionsFrom(store, region.name).map(
          (each) => `${nameOfMember(store, each)}.${domain}`,
        );
        return [`${variablePrefix(store)}_MEMBERS`, members.join(",")];
      }),
  );
}
