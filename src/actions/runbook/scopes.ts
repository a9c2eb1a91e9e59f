import type { Environment, Platform } from "../../config/index.ts";
import { clusterName } from "../../constructs/index.ts";
import type { ZoneScope } from "../../runbooks/index.ts";
import { balancerIn } from "../../stacks/index.ts";
import { namingOf } from "../project.ts";
import { regionScope } from "../recovery/scope.ts";

export { trafficScope } from "../../stacks/index.ts";

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
