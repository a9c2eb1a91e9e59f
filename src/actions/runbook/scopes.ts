import type { Environment, Platform } from "../../config/index.ts";
import { clusterName } from "../../constructs/index.ts";
import type { ZoneScope } from "../../runbooks/index.ts";
import { balancerIn, cachesOf } from "../../stacks/index.ts";
import { namingOf } from "../project.ts";
import { regionScope } from "../recovery/scope.ts";

export { cachesOf, trafficScope } from "../../stacks/index.ts";

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
