import type { Runbook } from "../runbook.ts";
import { returnCache } from "./globalDatastore.ts";
import { type RecoverableCache, type RegionScope, stage } from "./scope.ts";

/**
 * Gives a region that is back the writes of its Global Datastores, in the region itself: the metric that tells how far a
 * member is behind is there. A part of a failback with a name of its own, which can be run alone.
 */
export function cacheReturn(
  { region, account }: Pick<RegionScope, "region" | "account">,
  caches: readonly RecoverableCache[],
): Runbook {
  return {
    name: "cache-return",
    version: 1,
    title: `Give ${region} the writes of its caches back`,
    when: `${region} is back, and another region took over the primary of a Global Datastore`,
    runsIn: region,
    lost: undefined,
    inputs: { returning: region, account },
    stages: stage(
      "caches",
      caches.map((cache) => returnCache(cache, region)),
    ),
    leansOn: [],
  };
}
