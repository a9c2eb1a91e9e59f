import type { NetworkAclEgress, NetworkAclIngress } from "@cdktn/provider-aws/lib/network-acl/index.js";
import { InputError } from "../../lib/index.ts";
import type { Tier, ZoneRanges } from "./tiers.ts";

/** PostgreSQL, Redis, Memcached: what the data tier serves to this VPC. */
const DATA_PORTS: readonly number[] = [5432, 6379, 11211];
/**
 * PostgreSQL and Redis: what the data tier serves to the home's other VPCs, where an application may sit
 * whose writer is here. Memcached has no copies and is for its own region only.
 */
const PEER_DATA_PORTS: readonly number[] = [5432, 6379];

/**
 * A rule of the data tier that a recovery turns against everybody, and that comes before all others: until then it turns
 * PostgreSQL away from a range that nobody has (TEST-NET-1, RFC 5737). It is always there so that whoever replaces it needs no
 * room in the list, and may do so again.
 */
export const SHUTTER = { ruleNumber: 50, port: 5432, nobody: "192.0.2.0/24" } as const;

/**
 * Rules that a network ACL takes in each direction, the default quota.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html (read 2026)
 */
export const RULES_PER_DIRECTION = 20;

const ANYWHERE = "0.0.0.0/0";
/**
 * Ports that answers come back to. A NAT gateway and a load balancer use all of them, so the range may have
 * no hole at 3389: one in 64512 connections would hang.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
 */
const EPHEMERAL: PortRange = [1024, 65_535];

type PortRange = readonly [from: number, to: number];

export interface AccessRules {
  readonly ingress: NetworkAclIngress[];
  readonly egress: NetworkAclEgress[];
}

export interface AccessListInput {
  readonly cidr: string;
  readonly zones: readonly ZoneRanges[];
  readonly peerCidrs: readonly string[];
  readonly dataPorts?: readonly number[];
  readonly peerDataPorts?: readonly number[];
  /** Whether a recovery may have to shut the data tier: see `SHUTTER`. @default false */
  readonly shutter?: boolean;
}

/**
 * Rules of a tier, in numbers ten apart. They are coarse and stateless: who may speak to whom is decided by
 * security groups; these hold where a security group is opened by mistake.
 *
 * The Amazon resolver, DHCP, instance metadata and time are not subject to them.
 *
 * @throws InputError (`network-acl-too-long`) when zones and peers make more rules than AWS takes.
 */
export function accessRules(tier: Tier, input: AccessListInput): AccessRules {
  const rules = RULES[tier](input);
  for (const direction of ["ingress", "egress"] as const) {
    const count = rules[direction].length;
    if (count <= RULES_PER_DIRECTION) continue;
    throw new InputError(`the network ACL of the ${tier} tier`, [
      {
        code: "network-acl-too-long",
        where: direction,
        given: `${count} rules`,
        wanted: `at most ${RULES_PER_DIRECTION}`,
        fix: "Use fewer zones, fewer regions in the home or fewer data ports.",
      },
    ]);
  }
  return rules;
}

const RULES: Readonly<Record<Tier, (input: AccessListInput) => AccessRules>> = {
  /** Customers come in by HTTP and HTTPS; NAT lets ours out by the same; answers both ways. */
  public: ({ cidr }) => {
    const both = numbered([
      all(cidr),
      tcp(ANYWHERE, [80, 80]),
      tcp(ANYWHERE, [443, 443]),
      tcp(ANYWHERE, EPHEMERAL),
    ]);
    return { ingress: both, egress: both };
  },
  /** This VPC in; out by HTTPS, and to the data tiers of the home's other VPCs; answers to what went out. */
  private: ({ cidr, peerCidrs, peerDataPorts = PEER_DATA_PORTS }) => ({
    ingress: numbered([all(cidr), tcp(ANYWHERE, EPHEMERAL)]),
    egress: numbered([all(cidr), tcp(ANYWHERE, [443, 443]), ...toPeers(peerCidrs, peerDataPorts)]),
  }),
  /**
   * Its ports in, from the private tier and from the home's other VPCs, and answers to them; the tier among
   * itself, where a proxy speaks to its database. Nothing else: not even S3, which no store here needs.
   */
  data: ({ zones, peerCidrs, dataPorts = DATA_PORTS, peerDataPorts = PEER_DATA_PORTS, shutter = false }) => {
    const among = zones.map((zone) => all(zone.data));
    const answered = [...zones.map((zone) => zone.private), ...peerCidrs];
    return {
      ingress: [
        ...(shutter ? [SHUTTER_RULE] : []),
        ...numbered([
          ...among,
          ...zones.flatMap((zone) => dataPorts.map((port) => tcp(zone.private, [port, port]))),
          ...toPeers(peerCidrs, peerDataPorts),
        ]),
      ],
      egress: numbered([...among, ...answered.map((to) => tcp(to, EPHEMERAL))]),
    };
  },
};

type Rule = Omit<NetworkAclIngress, "ruleNo">;

const SHUTTER_RULE: NetworkAclIngress = {
  ruleNo: SHUTTER.ruleNumber,
  action: "deny",
  protocol: "tcp",
  cidrBlock: SHUTTER.nobody,
  fromPort: SHUTTER.port,
  toPort: SHUTTER.port,
};

function toPeers(peerCidrs: readonly string[], ports: readonly number[]): Rule[] {
  return peerCidrs.flatMap((peer) => ports.map((port) => tcp(peer, [port, port])));
}

function tcp(cidrBlock: string, [fromPort, toPort]: PortRange): Rule {
  return { action: "allow", protocol: "tcp", cidrBlock, fromPort, toPort };
}

function all(cidrBlock: string): Rule {
  return { action: "allow", protocol: "-1", cidrBlock, fromPort: 0, toPort: 0 };
}

function numbered(rules: readonly Rule[]): NetworkAclIngress[] {
  return rules.map((rule, index) => ({ ruleNo: 100 + index * 10, ...rule }));
}
