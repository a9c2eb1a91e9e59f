import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Platform } from "../config/index.ts";
import type { StoreInput } from "../config/input.ts";
import { canonicalJson, InputError } from "../lib/index.ts";
import { allStacks, loosely, platform, type Resource, resourcesOf, stackNamed } from "./testing/platforms.ts";

const US = { regions: ["us-east-1", "us-west-2"] };
const idsOf = (of: Platform) => allStacks(of).map(({ id }) => id);
const networks = (of: Platform) => {
  const found = allStacks(of).filter(({ id }) => id.endsWith("/network"));
  return new Map(found.map((stack) => [stack.id, canonicalJson(stack.configuration)]));
};

describe("a platform that grows", () => {
  it("leaves every network as it was when a region of another home is added", () => {
    // given
    const before = networks(platform({ homes: { US, EU: { regions: ["eu-west-1"] } } }));

    // when
    const after = networks(
      platform({ homes: { US, EU: { regions: ["eu-west-1"] }, AP: { regions: ["ap-southeast-2"] } } }),
    );

    // then
    expect(after.size).toBe(before.size + 1);
    for (const [id, text] of before) expect(after.get(id), id).toBe(text);
  });

  it("lets the regions of a home know their new sister's range, and changes nothing else about their networks", () => {
    const before = allStacks(platform({ homes: { US, EU: { regions: ["eu-west-1"] } } }));
    const after = allStacks(
      platform({ homes: { US, EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] } } }),
    );

    // when
    const was = resourcesOf(stackNamed(before, "production/eu-west-1/network"));
    const is = resourcesOf(stackNamed(after, "production/eu-west-1/network"));

    // then
    const old = new Set(was.map(({ address }) => address));
    const kept = is.filter(({ address }) => old.has(address));
    // The data tier's access list is one resource, and lets the sister in.
    const but = (resources: readonly Resource[]) =>
      resources.filter(({ type }) => type !== "aws_network_acl");
    expect(but(kept)).toEqual(but(was));
    expect(kept.map(({ address }) => address)).toEqual(was.map(({ address }) => address));
    const added = new Set(is.filter(({ address }) => !old.has(address)).map(({ type }) => type));
    for (const type of added) expect(type).toMatch(/^aws_(ec2_transit_gateway|vpc_security_group_)/);
    for (const id of ["us-east-1", "us-west-2"]) {
      const network = `production/${id}/network`;
      expect(stackNamed(after, network).configuration).toEqual(stackNamed(before, network).configuration);
    }
  });

  it("moves no resource to another address when a region is added, but for the recovery that the new one takes over", () => {
    const addresses = (of: Platform) =>
      new Set(
        allStacks(of).flatMap((stack) => resourcesOf(stack).map(({ address }) => `${stack.id} ${address}`)),
      );
    const before = addresses(platform({ homes: { US, EU: { regions: ["eu-west-1"] } } }));
    const after = addresses(
      platform({ homes: { US, EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] } } }),
    );

    // Ireland is entered through its own name at first and through a pair afterwards: nothing is taken away for that.
    // What leads people away from it, and keeps its names away, is where its data then are.
    const moved = [
      "aws_cloudwatch_log_group.recovery-leave-eu-west-1_log",
      "aws_cloudwatch_log_group.recovery-return-eu-west-1_log",
      "aws_cloudwatch_metric_alarm.alarms_kept-away-eu-west-1",
      "aws_sfn_state_machine.recovery-leave-eu-west-1_machine",
      "aws_sfn_state_machine.recovery-return-eu-west-1_machine",
    ];
    // With two machines less, the rest of them is watched by one alarm less.
    const gone = [...moved, "aws_cloudwatch_metric_alarm.alarms_recoveries-2"].sort();
    expect([...before].filter((address) => !after.has(address)).sort()).toEqual(
      gone.map((address) => `production/us-east-1/compute ${address}`),
    );
    for (const address of moved) expect(after).toContain(`production/eu-central-1/compute ${address}`);
  });
});

describe("a platform of one region", () => {
  const alone = () =>
    platform({
      environments: [
        { name: "development", account: "333333333333", slot: 2, regions: ["us-east-1"], protect: false },
      ],
    });

  it("has nothing that speaks of another region", () => {
    expect(idsOf(alone())).toEqual([
      "development/global",
      "development/certificates",
      "development/edge",
      "development/us-east-1/bootstrap",
      "development/us-east-1/network",
      "development/us-east-1/tables",
      "development/us-east-1/data",
      "development/us-east-1/compute",
      "development/traffic",
    ]);
    const text = canonicalJson(allStacks(alone()));
    for (const region of ["us-west-2", "eu-west-1", "eu-central-1"]) expect(text).not.toContain(region);
  });

  it("sends customers to it with no pair and no stand-in", () => {
    const traffic = stackNamed(allStacks(alone()), "development/traffic");
    expect(canonicalJson(traffic.configuration)).not.toContain("failover_routing_policy");
  });

  it("can be thrown away: nothing refuses deletion or keeps its name", () => {
    const text = canonicalJson(allStacks(alone()));
    expect(text).not.toMatch(/"(enable_)?deletion_protection(_enabled)?": true/);
    expect(text).toContain('"recovery_window_in_days": 0');
    expect(text).toContain('"force_destroy": true');
  });

  it("lives below the domain unless it is production", () => {
    const hosts = (of: Platform) =>
      allStacks(of)
        .flatMap(resourcesOf)
        .filter(({ type, body }) => type === "aws_route53_zone" && body.vpc === undefined)
        .map(({ body }) => body.name);
    expect(hosts(alone())).toEqual(["development.shop.example.com"]);
    expect(hosts(platform())).toEqual(["shop.example.com"]);
  });
});

describe("two homes of one region each", () => {
  const apart = () => platform({ homes: { US: { regions: ["us-east-1"] }, EU: { regions: ["eu-west-1"] } } });

  it("share what is global and keep their own databases and keys", () => {
    const stacks = allStacks(apart());
    expect(loosely(stacks)).toEqual([]);
    for (const [region, other] of [
      ["us-east-1", "orders-eu"],
      ["eu-west-1", "orders-us"],
    ]) {
      const data = stackNamed(stacks, `production/${region}/data`);
      expect(canonicalJson(data.configuration)).not.toContain(other);
      // Both keys are born: neither home's data can be read with the other's.
      expect(
        resourcesOf(stackNamed(stacks, `production/${region}/network`)).map(({ type }) => type),
      ).toContain("aws_kms_key");
    }
  });

  it("have nobody to stand in, so that each is judged by its own health", () => {
    const traffic = canonicalJson(stackNamed(allStacks(apart()), "production/traffic").configuration);
    expect(traffic).not.toContain("failover_routing_policy");
  });
});

describe("a customer's way in", () => {
  it("leads to a stand-in of the same home, and to no other home", () => {
    const of = platform();
    const homeOf = new Map(of.environments[0]?.regions.map(({ name, home }) => [name, home]));
    const pairs = resourcesOf(stackNamed(allStacks(of), "production/traffic")).filter(
      ({ body }) => body.failover_routing_policy !== undefined,
    );

    expect(pairs).toHaveLength(6);
    for (const { body } of pairs) {
      const [, entered = ""] = /^entry-(.*)\.shop\.example\.com$/.exec(String(body.name)) ?? [];
      expect(homeOf.get(String(body.set_identifier))).toBe(homeOf.get(entered));
      expect(homeOf.get(entered)).toBeDefined();
    }
  });
});

describe("the order of stacks", () => {
  it("puts a database's birth before its copies, whichever region comes first in its home", () => {
    const of = platform({
      stores: [
        {
          name: "orders",
          engine: "aurora-postgresql",
          data: "personal",
          partitionedBy: "home",
          partitions: { US: { birth: "us-west-2" } },
        },
      ],
      services: [{ name: "storefront", host: "www" }],
    });
    const data = idsOf(of).filter((id) => id.endsWith("/data"));
    expect(data.indexOf("production/us-west-2/data")).toBeLessThan(data.indexOf("production/us-east-1/data"));
  });

  it("fails when stacks wait for each other, rather than dropping any", () => {
    // given what no rule lets through
    const of = platform();
    const [environment] = of.environments;
    const [store] = environment?.stores ?? [];
    if (environment === undefined || store?.engine !== "aurora-postgresql") throw new Error("no database");
    const stores = [
      { ...store, id: "one", birth: "us-east-1", copies: ["us-west-2"] },
      { ...store, id: "two", birth: "us-west-2", copies: ["us-east-1"] },
    ];

    expect(() => allStacks({ ...of, environments: [{ ...environment, stores }] })).toThrow(
      "stacks wait for each other: production/us-east-1/data, production/us-west-2/data",
    );
  });
});

describe("any platform that the rules accept", () => {
  const HOMES = {
    US: { regions: ["us-east-1", "us-west-2"], recovery: ["us-east-2"] },
    EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] },
  };
  const AMERICAN = [...HOMES.US.regions, ...HOMES.US.recovery];
  const ALL = [...AMERICAN, ...HOMES.EU.regions, ...HOMES.EU.recovery];
  const placed = (name: string, engine: "aurora-postgresql" | "dynamodb" | "s3"): fc.Arbitrary<StoreInput> =>
    fc
      .record({ birth: fc.constantFrom(...AMERICAN), copies: fc.subarray(AMERICAN) })
      .map(({ birth, copies }) => ({
        name,
        engine,
        data: "internal",
        global: true,
        birth,
        copies: copies.filter((region) => region !== birth),
      }));

  it("hangs together: no input without a producer, no stack before one that it waits for", () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.subarray(ALL, { minLength: 1 }),
        fc.tuple(
          placed("orders", "aurora-postgresql"),
          placed("stock", "aurora-postgresql"),
          placed("cart", "dynamodb"),
          placed("media", "s3"),
        ),
        fc.boolean(),
        (regions, stores, protect) => {
          let of: Platform;
          try {
            of = platform({
              homes: HOMES,
              environments: [
                { name: "production", account: "111111111111", slot: 0, regions, protect, zones: 2 },
              ],
              stores,
              services: [{ name: "storefront", host: "www" }],
            });
          } catch (error) {
            // The rules' business: a copy without its birth, births that wait for each other.
            if (error instanceof InputError) return;
            throw error;
          }
          accepted++;
          expect(loosely(allStacks(of))).toEqual([]);
        },
      ),
      { numRuns: 30, seed: 7 },
    );
    expect(accepted).toBeGreaterThan(5);
  });
});
