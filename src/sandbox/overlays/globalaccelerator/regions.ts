import type { World } from "../../overlay.ts";
import { listIn, recordIn, textIn } from "../settingsDesk.ts";
import { acceleratorsOf, type Settings } from "./state.ts";

/** A region that an accelerator leads to. */
export interface AcceleratedRegion {
  readonly region: string;
  /** The name that AWS gives the load balancer there. */
  readonly balancer: string;
  /** Its traffic dial is at 0: nobody is led here while another region is healthy. */
  readonly dialledDown: boolean;
}

/**
 * Where the accelerator of a name leads; undefined for a name of none. Endpoints without weight get nothing, and the dial
 * is not asked when the others are unhealthy.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.unhealthy-endpoints.html, read
 * November 2026.
 */
export function regionsBehind(world: World, name: string): readonly AcceleratedRegion[] | undefined {
  const { kept } = acceleratorsOf(world);
  const arn = [...kept].find(([, { DnsName }]) => DnsName === name)?.[0];
  if (arn === undefined) return undefined;
  const groups = [...kept].filter(
    ([each]) => each.startsWith(`${arn}/`) && each.includes("/endpoint-group/"),
  );
  return groups.flatMap(([, group]) => {
    const region = textIn(group.EndpointGroupRegion);
    const balancer = balancerIn(region, group);
    return balancer === undefined
      ? []
      : [{ region, balancer, dialledDown: Number(group.TrafficDialPercentage ?? 100) === 0 }];
  });
}

/** `arn:…:loadbalancer/app/shop-public/50dc…` as moto names it: `shop-public-1.<region>.elb.amazonaws.com`. */
function balancerIn(region: string, { EndpointDescriptions }: Settings): string | undefined {
  const open = listIn(EndpointDescriptions)
    .map(recordIn)
    .find(({ Weight }) => Number(Weight ?? 128) > 0);
  const [, name] = /:loadbalancer\/(?:app|net)\/([^/]+)\//.exec(textIn(open?.EndpointId)) ?? [];
  return name === undefined ? undefined : `${name}-1.${region}.elb.amazonaws.com`;
}
