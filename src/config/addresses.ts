import { formatCidr, type Ipv4Range, partOf } from "./ipv4.ts";
import type { RegionNetwork, ZoneNetwork } from "./platform.ts";
import { type AwsRegion, REGION_PLACES } from "./regions.ts";

/**
 * How the address space is cut. Every place is permanent, so nothing moves when an environment, a region or
 * a zone is added:
 *
 *     space                10.0.0.0/8
 *       environment        the slot-th part, 32 region places    /11
 *         region's VPC     the place of the region catalogue     /16
 *           zone           the place of its letter, 8 places     /19
 *             private      the first half                        /20
 *             data         the third quarter                     /21
 *             public       the seventh eighth                    /22
 *             spare        the last eighth, for what is to come  /22
 */
export interface AddressPlan {
  readonly space: Ipv4Range;
  /** Prefix of a region's VPC. */
  readonly vpcPrefix: number;
}

/**
 * Sizes that a region's VPC may have. 16 is the largest that AWS takes. With 21 the smallest subnets are
 * /27, which is the least that an Application Load Balancer asks of a subnet (AWS, Elastic Load Balancing
 * user guide, "Subnets for your load balancer", read 2026; a VPC itself and any subnet may be /16 to /28).
 */
export const VPC_PREFIX = { largest: 16, smallest: 21, default: 16 } as const;

const ZONE_BITS = 3;
const REGION_BITS = Math.log2(REGION_PLACES);

/** Prefix of an environment's range. */
export function environmentPrefix(plan: AddressPlan): number {
  return plan.vpcPrefix - REGION_BITS;
}

/** How many slots the space has: 0 when not even one environment fits. */
export function slotCount(plan: AddressPlan): number {
  return Math.floor(2 ** (environmentPrefix(plan) - plan.space.prefix));
}

/** The environment's range. Throws RangeError when the space has no such slot. */
function environmentRange(plan: AddressPlan, slot: number): Ipv4Range {
  return partOf(plan.space, environmentPrefix(plan), slot);
}

/** The networks of one region of one environment. `zones` are names such as `us-east-1a`. */
export function regionNetwork(
  plan: AddressPlan,
  slot: number,
  region: AwsRegion,
  zones: readonly string[],
): RegionNetwork {
  const vpc = partOf(environmentRange(plan, slot), plan.vpcPrefix, region.place);
  return { cidr: formatCidr(vpc), zones: zones.map((zone) => zoneNetwork(vpc, zone)) };
}

function zoneNetwork(vpc: Ipv4Range, zone: string): ZoneNetwork {
  const place = zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0);
  const range = partOf(vpc, vpc.prefix + ZONE_BITS, place);
  const part = (bits: number, index: number) => formatCidr(partOf(range, range.prefix + bits, index));
  return { zone, public: part(3, 6), private: part(1, 0), data: part(2, 2) };
}
