import type { RegionClients } from "../../../aws/index.ts";
import { type ApiCall, sendCall } from "../../../runbooks/index.ts";
import type { RegionEntry } from "../../../sandbox/index.ts";

interface Zones {
  readonly AvailabilityZones?: readonly { readonly ZoneName?: string; readonly ZoneId?: string }[];
}

interface Balancers {
  readonly LoadBalancers?: readonly {
    /** Spelt as Step Functions spells: DNSName. */
    readonly DnsName?: string;
    readonly AvailabilityZones?: readonly { readonly ZoneName?: string }[];
  }[];
}

/** How requests get into a region: by its load balancer, which AWS gave a name, in the zones that it has. */
export async function regionEntry(clients: RegionClients, balancer: string): Promise<RegionEntry> {
  const ask = (call: ApiCall) => sendCall(clients, call, call.input);
  const zones = (await ask({ service: "ec2", action: "DescribeAvailabilityZones", input: {} })) as Zones;
  const found = (await ask({
    service: "elasticloadbalancing",
    action: "DescribeLoadBalancers",
    input: { Names: [balancer] },
  })) as Balancers;
  const [entry] = found.LoadBalancers ?? [];
  const used = new Set(entry?.AvailabilityZones?.map(({ ZoneName }) => ZoneName));
  const ids = (zones.AvailabilityZones ?? []).flatMap(({ ZoneName, ZoneId }) =>
    ZoneName !== undefined && ZoneId !== undefined && used.has(ZoneName) ? [[ZoneName, ZoneId] as const] : [],
  );
  return {
    ...(entry?.DnsName === undefined ? {} : { balancer: entry.DnsName }),
    zones: Object.fromEntries(ids),
  };
}
