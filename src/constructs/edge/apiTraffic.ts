import { Route53Record } from "@cdktn/provider-aws/lib/route53-record/index.js";
import { Construct } from "constructs";

/** A region's way into an API. */
export interface ApiRegion {
  /** Name of the region, `eu-west-1`. */
  readonly region: string;
  /** The API's regional name: `RestApi.target`. */
  readonly target: { readonly dnsName: string; readonly zoneId: string };
  /** Health check of the region's way in: `RegionalTraffic`. */
  readonly healthCheckId: string;
  /** Region of the same home that takes its callers when it is lost. @default none: Route 53 sends them to the nearest healthy region */
  readonly standIn?: string;
  /** False for a region that only stands in. */
  readonly active: boolean;
}

export interface ApiTrafficProps {
  /** Public zone of the domain. */
  readonly zoneId: string;
  /** Domain of the environment. */
  readonly domain: string;
  /** Name of the API, part of the names of its pairs. */
  readonly name: string;
  /** Name that callers use, fully qualified. */
  readonly host: string;
  readonly regions: readonly ApiRegion[];
}

/**
 * Latency routing over the regions of an API, prepared in advance like the shop's own (`RegionalTraffic`), so that a
 * failover is a change of health and never of records.
 *
 * A region's API is as healthy as the region's way in: what its functions write to moves with the region, so that
 * partners are sent where the shop's customers are. A check of its own would need a second name in each region,
 * because API Gateway answers at the platform's name only. Of its own health Route 53 knows by `evaluateTargetHealth`.
 */
export class ApiTraffic extends Construct {
  constructor(scope: Construct, id: string, props: ApiTrafficProps) {
    super(scope, id);
    const byName = new Map(props.regions.map((each) => [each.region, each]));
    for (const region of props.regions) {
      const standIn = region.standIn === undefined ? undefined : byName.get(region.standIn);
      const pair = `entry-${props.name}-${region.region}.${props.domain}`;
      if (standIn !== undefined) {
        for (const [role, target] of [["primary", region] as const, ["secondary", standIn] as const]) {
          new Route53Record(this, `${region.region}-${role}`, {
            zoneId: props.zoneId,
            name: pair,
            type: "A",
            setIdentifier: target.region,
            failoverRoutingPolicy: { type: role.toUpperCase() },
            healthCheckId: target.healthCheckId,
            alias: aliasOf(target.target.dnsName, target.target.zoneId),
          });
        }
      }
      if (!region.active) continue;
      new Route53Record(this, region.region, {
        zoneId: props.zoneId,
        name: props.host,
        type: "A",
        setIdentifier: region.region,
        latencyRoutingPolicy: { region: region.region },
        // Of a failover pair the pair itself knows its health.
        ...(standIn === undefined ? { healthCheckId: region.healthCheckId } : {}),
        alias:
          standIn === undefined
            ? aliasOf(region.target.dnsName, region.target.zoneId)
            : aliasOf(pair, props.zoneId),
      });
    }
  }
}

function aliasOf(name: string, zoneId: string) {
  return { name, zoneId, evaluateTargetHealth: true };
}
