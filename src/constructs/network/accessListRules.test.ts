import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AccessListInput, accessRules, RULES_PER_DIRECTION, SHUTTER } from "./accessListRules.ts";
import type { Tier } from "./tiers.ts";

const zonesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    zone: `us-east-1${"abcdef"[index]}`,
    public: `10.0.${index * 32 + 24}.0/22`,
    private: `10.0.${index * 32}.0/20`,
    data: `10.0.${index * 32 + 16}.0/21`,
  }));
const input = (replace: Partial<AccessListInput> = {}): AccessListInput => ({
  cidr: "10.0.0.0/16",
  zones: zonesOf(3),
  peerCidrs: ["10.1.0.0/16"],
  ...replace,
});
const peersOf = (count: number) => Array.from({ length: count }, (_, index) => `10.${index + 1}.0.0/16`);

/** Does a list let a TCP packet through? First rule that fits decides; none means no. */
function admits(
  tier: Tier,
  direction: "ingress" | "egress",
  packet: { readonly with: string; readonly port: number },
  given = input(),
): boolean {
  const rules = [...accessRules(tier, given)[direction]].sort((a, b) => (a.ruleNo ?? 0) - (b.ruleNo ?? 0));
  const rule = rules.find(
    (each) =>
      covers(each.cidrBlock ?? "", packet.with) &&
      (each.protocol === "-1" || ((each.fromPort ?? 0) <= packet.port && packet.port <= (each.toPort ?? 0))),
  );
  return rule?.action === "allow";
}

function covers(cidr: string, address: string): boolean {
  const [range = "", prefix = "0"] = cidr.split("/");
  const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(prefix));
  return Math.floor(number(range) / size) === Math.floor(number(address) / size);
}

const CUSTOMER = "203.0.113.9";
const PRIVATE = "10.0.32.7";
const PEER = "10.1.40.7";
const EPHEMERAL = 40_000;

describe("the rules of the data tier", () => {
  it("let this VPC's private tier reach its ports, and answer it", () => {
    for (const port of [5432, 6379, 11_211]) {
      expect(admits("data", "ingress", { with: PRIVATE, port }), String(port)).toBe(true);
    }
    expect(admits("data", "egress", { with: PRIVATE, port: EPHEMERAL })).toBe(true);
  });

  it("are headed by one that turns nobody away, where a recovery may have to turn everybody away by it", () => {
    const { ingress, egress } = accessRules("data", input({ shutter: true }));
    expect(ingress[0]).toEqual({
      ruleNo: SHUTTER.ruleNumber,
      action: "deny",
      protocol: "tcp",
      cidrBlock: SHUTTER.nobody,
      fromPort: 5432,
      toPort: 5432,
    });
    expect([ingress.slice(1), egress]).toEqual(Object.values(accessRules("data", input())));
    expect(Math.min(...ingress.slice(1).map(({ ruleNo = 0 }) => ruleNo))).toBeGreaterThan(SHUTTER.ruleNumber);
    for (const address of [PRIVATE, PEER, CUSTOMER, "10.0.16.1"])
      expect(covers(SHUTTER.nobody, address)).toBe(false);
    for (const tier of ["public", "private"] as const)
      expect(accessRules(tier, input({ shutter: true }))).toEqual(accessRules(tier, input()));
  });

  it("leave room for it, and are refused where there is none", () => {
    // Three ranges of the tier itself, three zones by five ports.
    const most = RULES_PER_DIRECTION - 18;
    const peers = (count: number, shutter: boolean) =>
      accessRules(
        "data",
        input({ peerCidrs: peersOf(count), peerDataPorts: [5432], dataPorts: [1, 2, 3, 4, 5], shutter }),
      );
    expect(peers(most, false).ingress).toHaveLength(RULES_PER_DIRECTION);
    expect(peers(most - 1, true).ingress).toHaveLength(RULES_PER_DIRECTION);
    expect(() => peers(most, true)).toThrow("network ACL of the data tier");
  });

  it("let another VPC of the home reach PostgreSQL and Redis, and not Memcached", () => {
    const reached = [5432, 6379, 11_211].filter((port) => admits("data", "ingress", { with: PEER, port }));
    expect(reached).toEqual([5432, 6379]);
    expect(admits("data", "egress", { with: PEER, port: EPHEMERAL })).toBe(true);
  });

  it("let the tier speak among itself, over zones: a proxy and its database", () => {
    for (const direction of ["ingress", "egress"] as const) {
      expect(admits("data", direction, { with: "10.0.48.9", port: 5432 }), direction).toBe(true);
    }
  });

  it("let nothing in from the internet, from the public tier or from another home, and nothing out", () => {
    for (const from of [CUSTOMER, "10.0.24.7", "10.9.0.7"]) {
      expect(admits("data", "ingress", { with: from, port: 5432 }), from).toBe(false);
    }
    expect(admits("data", "egress", { with: CUSTOMER, port: 443 })).toBe(false);
    expect(admits("data", "egress", { with: CUSTOMER, port: EPHEMERAL })).toBe(false);
  });
});

describe("the rules of the private tier", () => {
  it("let it out by HTTPS with the answers, and to databases of the home's other VPCs", () => {
    expect(admits("private", "egress", { with: CUSTOMER, port: 443 })).toBe(true);
    expect(admits("private", "ingress", { with: CUSTOMER, port: EPHEMERAL })).toBe(true);
    expect(admits("private", "egress", { with: PEER, port: 5432 })).toBe(true);
    expect(admits("private", "egress", { with: PEER, port: 22 })).toBe(false);
  });

  it("refuse what comes from outside to a port below 1024", () => {
    for (const port of [22, 80, 443]) {
      expect(admits("private", "ingress", { with: CUSTOMER, port }), String(port)).toBe(false);
      expect(admits("private", "ingress", { with: PEER, port }), String(port)).toBe(false);
    }
  });
});

describe("the rules of the public tier", () => {
  it("let customers in by HTTP and HTTPS, with answers at every port that NAT and balancers use", () => {
    const admitted = [22, 80, 443, 1024, 3389, 65_535].filter((port) =>
      admits("public", "ingress", { with: CUSTOMER, port }),
    );
    expect(admitted).toEqual([80, 443, 1024, 3389, 65_535]);
    expect(admits("public", "egress", { with: CUSTOMER, port: 22 })).toBe(false);
  });
});

describe("a tier's rules", () => {
  it("are numbered without repetition and stay within what AWS takes, or are refused", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 8 }), (zones, peers) => {
        for (const tier of ["public", "private", "data"] as const) {
          const given = input({ zones: zonesOf(zones), peerCidrs: peersOf(peers) });
          const counts = { data: zones * 4 + peers * 2, private: 2 + peers * 2, public: 4 };
          if (counts[tier] > RULES_PER_DIRECTION) {
            expect(() => accessRules(tier, given)).toThrow();
            continue;
          }
          for (const rules of Object.values(accessRules(tier, given))) {
            expect(new Set(rules.map((rule: { readonly ruleNo?: number }) => rule.ruleNo)).size).toBe(
              rules.length,
            );
            expect(rules.length).toBeLessThanOrEqual(RULES_PER_DIRECTION);
          }
        }
      }),
    );
  });

  it("refuses more rules than AWS takes, and says how many and what to do", () => {
    expect(() => accessRules("data", input({ zones: zonesOf(6), peerCidrs: peersOf(2) }))).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ code: "network-acl-too-long", given: "28 rules" })],
      }),
    );
  });
});
