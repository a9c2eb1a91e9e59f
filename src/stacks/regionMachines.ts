import type { Environment, Platform } from "../config/index.ts";
import { clusterName, nameOf } from "../constructs/index.ts";
import {
  postRecoveryReview,
  type Runbook,
  type TrafficScope,
  trafficReturn,
  trafficShift,
  type ZoneScope,
} from "../runbooks/index.ts";
import { namingOf } from "./environmentStack.ts";
import { healthPath } from "./facts.ts";
import { regionScope } from "./recoveryScope.ts";

/**
 * What a region may have to do while it is up, with no state of the day in it: to be left by its customers, to be entered
 * again, to be reviewed. What needs to be told more (which store, zone or backup) is in `toldMachines`.
 */
export function machinesOfRegion(
  platform: Platform,
  environment: Environment,
  region: string,
): readonly { readonly name: string; readonly runbook: Runbook; readonly attended: true }[] {
  const traffic = trafficScope(platform, environment, region);
  const [review] = postRecoveryReview(regionScope(platform, environment, region));
  return [
    ...(traffic === undefined
      ? []
      : [
          { name: `close-${region}`, runbook: trafficShift(traffic)[0], attended: true } as const,
          { name: `open-${region}`, runbook: trafficReturn(traffic)[0], attended: true } as const,
        ]),
    { name: `review-${region}`, runbook: review, attended: true },
  ];
}

/** Undefined for a region that customers do not enter. */
export function trafficScope(
  platform: Platform,
  environment: Environment,
  region: string,
): TrafficScope | undefined {
  const balancer = balancerIn(platform, environment, region);
  if (balancer === undefined) return undefined;
  return {
    ...regionScope(platform, environment, region),
    balancer,
    healthPath: healthPath({ platform, environment }),
  };
}

/** What a region has in one of its zones. */
export function zoneScope(
  platform: Platform,
  environment: Environment,
  region: string,
  zone: string,
): ZoneScope {
  const balancer = balancerIn(platform, environment, region);
  return {
    ...regionScope(platform, environment, region),
    zone,
    balancer,
    cluster: balancer === undefined ? undefined : clusterName(namingOf(platform, environment)),
  };
}

/** A region is entered where it has a cluster. */
function balancerIn(platform: Platform, environment: Environment, region: string): string | undefined {
  const mode = environment.regions.find(({ name }) => name === region)?.cluster ?? "none";
  return mode === "none" ? undefined : nameOf(namingOf(platform, environment), "public");
}
