import type { Environment, Platform } from "../../config/index.ts";
import { clusterName, nameOf } from "../../constructs/index.ts";
import type { TrafficScope, ZoneScope } from "../../runbooks/index.ts";
import { cachesOf, healthPath } from "../../stacks/index.ts";
import { namingOf } from "../project.ts";
import { regionScope } from "../recovery/scope.ts";

export { cachesOf } from "../../stacks/index.ts";

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
    caches: cachesOf(platform, environment),
    balancer,
    cluster: balancer === undefined ? undefined : clusterName(namingOf(platform, environment)),
  };
}

/** A region is entered where it has a cluster. */
function balancerIn(platform: Platform, environment: Environment, region: string): string | undefined {
  const mode = environment.regions.find(({ name }) => name === region)?.cluster ?? "none";
  return mode === "none" ? undefined : nameOf(namingOf(platform, environment), "public");
}
