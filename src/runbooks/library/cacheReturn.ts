import type { Runbook, Step } from "../runbook.ts";
import { closingRegions } from "./databaseWays.ts";
import { returnCache } from "./globalDatastore.ts";
import { askingStep } from "./plainSteps.ts";
import { type RecoverableCache, type RegionScope, stage } from "./scope.ts";

export interface CacheReturnOptions {
  /**
   * It is begun by itself, so that it asks a person for what it cannot see: whether others can reach the caches again.
   * @default false: whoever runs it has run the `way-return` before
   */
  readonly apart?: boolean;
}

/**
 * Gives a region that is back the writes of its Global Datastores, in the region itself: the metric that tells how far a
 * member is behind is there. A part of a failback with a name of its own, which can be run alone.
 */
export function cacheReturn(
  scope: RegionScope,
  caches: readonly RecoverableCache[],
  { apart = false }: CacheReturnOptions = {},
): Runbook {
  const { region, account } = scope;
  const closed = apart ? closingRegions(scope) : [];
  return {
    name: "cache-return",
    version: 2,
    title: `Give ${region} the writes of its caches back`,
    when: `${region} is back, and another region took over the primary of a Global Datastore`,
    runsIn: region,
    lost: undefined,
    inputs: { returning: region, account },
    stages: [
      ...stage("ways", closed.length === 0 ? [] : [[waysAreOpen(region, closed)]]),
      ...stage(
        "caches",
        caches.map((cache) => returnCache(cache, region)),
      ),
    ],
    leansOn: [],
  };
}

/** It runs in the region that is back, and the black holes are in those that took over. */
function waysAreOpen(region: string, closed: readonly string[]): Step {
  return askingStep({
    id: `ways-open-${region}`,
    title: `Ask whether other regions can reach the caches of ${region} again`,
    asks: `Has the recovery way-${region} come to a good end in ${closed.join(" and ")}? The failover made black holes there for the database subnets of ${region}, in which its caches are too: until they are gone nothing there reaches a primary here. Look: aws ec2 search-transit-gateway-routes there, state blackhole. Say yes as well when none were made.`,
    budgetSeconds: 1800,
  });
}
