import type { Construct } from "constructs";
import { HostedZone, type Naming, RegionalTraffic, type TrafficRegion } from "../../../constructs/index.ts";
import { TAGS } from "../../../constructs/testing/synthesised.ts";

export const [EAST, WEST] = ["us-east-1", "us-west-2"] as const;

type More = Partial<Pick<TrafficRegion, "accelerator" | "keptAway" | "routingControlArn">>;

/** Public names of a domain, with two active regions that stand in for each other. `more`: what else each follows. */
export function twoRegionTraffic(
  scope: Construct,
  {
    naming,
    domain,
    more,
  }: {
    readonly naming: Naming;
    readonly domain: string;
    readonly more: Readonly<Partial<Record<typeof EAST | typeof WEST, More>>>;
  },
): RegionalTraffic {
  const { zone } = new HostedZone(scope, "domain", { domain, tags: TAGS });
  const others = { [EAST]: WEST, [WEST]: EAST } as const;
  return new RegionalTraffic(scope, "traffic", {
    naming,
    zoneId: zone.zoneId,
    domain,
    hosts: [`www.${domain}`],
    regions: [EAST, WEST].map((region) => ({
      region,
      standIn: others[region],
      active: true,
      balancer: { dnsName: `shop-1.${region}.elb.amazonaws.com`, zoneId: "Z35SXDOTRQ7X7K" },
      ...more[region],
    })),
    healthPath: "/healthz",
    tags: TAGS,
  });
}
