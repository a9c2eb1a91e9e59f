import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AddressPlan, regionNetwork, slotCount } from "./addresses.ts";
import { NOON, platformInput } from "./fixture.ts";
import type { EnvironmentInput, HomeInput } from "./input.ts";
import { containsRange, type Ipv4Range, parseCidr, rangeSize, rangesOverlap } from "./ipv4.ts";
import type { Platform, RegionNetwork } from "./platform.ts";
import { AWS_REGIONS, awsRegion } from "./regions.ts";
import { resolvePlatform } from "./resolve.ts";

/** Regions with a place of their own, so that any choice of them is allowed. */
const REGIONS = AWS_REGIONS.slice(0, 32);

interface Layout {
  readonly vpcPrefix: number;
  readonly regions: readonly string[];
  readonly slots: readonly number[];
  readonly zones: number;
}

const layout: fc.Arbitrary<Layout> = fc.record({
  vpcPrefix: fc.integer({ min: 16, max: 21 }),
  regions: fc.uniqueArray(fc.constantFrom(...REGIONS.map(({ name }) => name)), {
    minLength: 1,
    maxLength: 6,
  }),
  slots: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 5 }),
  zones: fc.constant(2),
});

function platformOf({ vpcPrefix, regions, slots, zones }: Layout): Platform {
  const homes: Record<string, HomeInput> = { ALL: { regions } };
  const environments = slots.map(
    (slot): EnvironmentInput => ({ name: `slot-${slot}`, account: "111111111111", slot, zones }),
  );
  const input = platformInput({
    addresses: { space: "10.0.0.0/8", vpcPrefix },
    homes,
    environments,
    stores: [],
    services: [{ name: "storefront" }],
  });
  return resolvePlatform(input, { clock: NOON });
}

/** Networks by `environment region`. */
function networksOf(platform: Platform): ReadonlyMap<string, RegionNetwork> {
  return new Map(
    platform.environments.flatMap(({ name, regions }) =>
      regions.map((region) => [`${name} ${region.name}`, region.network] as const),
    ),
  );
}

function rangeOf(cidr: string): Ipv4Range {
  const range = parseCidr(cidr);
  if (range === undefined) throw new Error(`not a range: ${cidr}`);
  return range;
}

function subnetsOf(network: RegionNetwork): readonly Ipv4Range[] {
  return network.zones.flatMap((zone) => [zone.public, zone.private, zone.data].map(rangeOf));
}

function overlaps(ranges: readonly Ipv4Range[]): number {
  return ranges.filter((one, index) => ranges.slice(index + 1).some((other) => rangesOverlap(one, other)))
    .length;
}

describe("the addresses of a platform", () => {
  it("never overlap, over environments, regions, zones and tiers", () => {
    fc.assert(
      fc.property(layout, (given) => {
        const networks = [...networksOf(platformOf(given)).values()];

        expect(networks).toHaveLength(given.regions.length * given.slots.length);
        expect(overlaps(networks.map(({ cidr }) => rangeOf(cidr)))).toBe(0);
        expect(overlaps(networks.flatMap(subnetsOf))).toBe(0);
      }),
    );
  });

  it("lie inside the space, each subnet inside its VPC, in sizes that AWS takes", () => {
    fc.assert(
      fc.property(layout, (given) => {
        for (const network of networksOf(platformOf(given)).values()) {
          const vpc = rangeOf(network.cidr);
          expect(containsRange(rangeOf("10.0.0.0/8"), vpc)).toBe(true);
          expect(vpc.prefix).toBe(given.vpcPrefix);
          for (const subnet of subnetsOf(network)) {
            expect(containsRange(vpc, subnet)).toBe(true);
            expect(subnet.prefix).toBeGreaterThanOrEqual(16);
            // /28 is AWS's least for a subnet, /27 a load balancer's.
            expect(subnet.prefix).toBeLessThanOrEqual(27);
          }
        }
      }),
    );
  });

  it("stay where they are when environments and regions are added, in any order", () => {
    fc.assert(
      fc.property(layout, layout, (before, more) => {
        // given
        const old = networksOf(platformOf(before));

        // when
        const grown = networksOf(
          platformOf({
            ...before,
            regions: [...new Set([...more.regions, ...before.regions])],
            slots: [...new Set([...more.slots, ...before.slots])],
          }),
        );

        // then
        for (const [key, network] of old) expect(grown.get(key)).toEqual(network);
      }),
    );
  });

  it("stay where they are when a zone is added", () => {
    const given = { vpcPrefix: 16, regions: ["us-east-1", "us-west-2"], slots: [0, 3] };
    const two = networksOf(platformOf({ ...given, zones: 2 }));
    const four = networksOf(platformOf({ ...given, zones: 4 }));

    for (const [key, network] of two) {
      expect(four.get(key)?.cidr).toBe(network.cidr);
      expect(four.get(key)?.zones.slice(0, 2)).toEqual(network.zones);
      expect(four.get(key)?.zones).toHaveLength(4);
    }
  });

  it("have room for every zone of every region", () => {
    for (const plan of [plan10(16), plan10(21)]) {
      for (const region of AWS_REGIONS) {
        const zones = [...region.zoneLetters].map((letter) => `${region.name}${letter}`);
        const network = regionNetwork(plan, 0, region, zones);
        expect(overlaps(subnetsOf(network))).toBe(0);
        expect(subnetsOf(network)).toHaveLength(zones.length * 3);
      }
    }
  });

  it("give private subnets half of a zone, data a quarter and public an eighth", () => {
    const region = awsRegion("us-east-1");
    if (region === undefined) throw new Error("no us-east-1");
    const [zone] = regionNetwork(plan10(16), 0, region, ["us-east-1a"]).zones;
    const share = (cidr: string | undefined) => rangeSize(rangeOf(cidr ?? "").prefix) / rangeSize(19);

    expect([share(zone?.private), share(zone?.data), share(zone?.public)]).toEqual([1 / 2, 1 / 4, 1 / 8]);
  });

  it("are these, for ever, for what the first release deployed", () => {
    const networks = networksOf(
      platformOf({ vpcPrefix: 16, regions: ["us-east-1", "eu-central-1"], slots: [0, 1], zones: 2 }),
    );

    expect(networks.get("slot-0 us-east-1")).toEqual({
      cidr: "10.2.0.0/16",
      zones: [
        { zone: "us-east-1a", private: "10.2.0.0/20", data: "10.2.16.0/21", public: "10.2.24.0/22" },
        { zone: "us-east-1b", private: "10.2.32.0/20", data: "10.2.48.0/21", public: "10.2.56.0/22" },
      ],
    });
    expect(networks.get("slot-1 eu-central-1")?.cidr).toBe("10.43.0.0/16");
  });
});

describe("slotCount", () => {
  it.each([
    ["10.0.0.0/8", 16, 8],
    ["10.0.0.0/11", 16, 1],
    ["10.0.0.0/12", 16, 0],
    ["192.168.0.0/16", 21, 1],
  ])("gives %s with VPCs of /%d %d slots", (space, vpcPrefix, slots) => {
    expect(slotCount({ space: rangeOf(space), vpcPrefix })).toBe(slots);
  });
});

function plan10(vpcPrefix: number): AddressPlan {
  return { space: rangeOf("10.0.0.0/8"), vpcPrefix };
}
