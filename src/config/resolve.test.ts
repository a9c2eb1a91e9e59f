import { describe, expect, it } from "vitest";
import { InputError, type InputProblem, ManualClock } from "../lib/index.ts";
import { NOON, platformInput } from "./fixture.ts";
import type { EnvironmentInput, PlatformInput, StoreInput } from "./input.ts";
import type { Environment, Platform } from "./platform.ts";
import { resolvePlatform } from "./resolve.ts";

function resolve(replace: Partial<PlatformInput> = {}): Platform {
  return resolvePlatform(platformInput(replace), { clock: NOON });
}

function environmentOf(replace: Partial<PlatformInput>): Environment {
  const [environment] = resolve(replace).environments;
  if (environment === undefined) throw new Error("no environment");
  return environment;
}

/** What is wrong with anything that a file may export. */
function problemsOf(input: unknown): readonly InputProblem[] {
  try {
    resolvePlatform(input, { clock: NOON });
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error("was not refused");
}

const production: EnvironmentInput = { name: "production", account: "111111111111", slot: 0 };
const orders: StoreInput = {
  name: "orders",
  engine: "aurora-postgresql",
  data: "personal",
  partitionedBy: "home",
};

describe("defaults", () => {
  it("promise what the documentation says", () => {
    expect(resolve().objectives).toEqual({
      rtoSeconds: 900,
      rpoSeconds: 3600,
      availabilityPercent: 99.9,
      latencyMs: 200,
      spikeFactor: 10,
      provisioningSeconds: 1800,
    });
  });

  it("put an environment into every region, three zones each, protected", () => {
    const environment = environmentOf({});
    expect(environment.protect).toBe(true);
    expect(environment.regions.map(({ name, home, role }) => `${home} ${name} ${role}`)).toEqual([
      "US us-east-1 active",
      "US us-west-2 active",
      "EU eu-west-1 active",
      "EU eu-central-1 recovery",
    ]);
    expect(environment.regions[0]?.zones).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
  });

  it("give a partition the first region of its home as birth and the others as copies", () => {
    const [us, eu] = environmentOf({}).stores;
    expect(us).toMatchObject({ id: "orders-us", partition: "US", birth: "us-east-1", copies: ["us-west-2"] });
    expect(eu).toMatchObject({
      id: "orders-eu",
      partition: "EU",
      birth: "eu-west-1",
      copies: ["eu-central-1"],
    });
  });

  it("copy a global store to every other region", () => {
    const catalogue = environmentOf({}).stores.at(-1);
    expect(catalogue).toMatchObject({ id: "catalogue", partition: undefined, birth: "us-east-1" });
    expect(catalogue?.copies).toEqual(["us-west-2", "eu-west-1", "eu-central-1"]);
  });

  it("give each engine its options, those of the others left out", () => {
    const stores = environmentOf({
      stores: [orders, { name: "media", engine: "s3", data: "public", global: true, birth: "us-east-1" }],
      services: [{ name: "storefront" }],
    }).stores;
    expect(stores[0]).toMatchObject({
      engineVersion: "16.6",
      instanceClass: "db.r6g.large",
      instancesPerRegion: 2,
      backupRetentionDays: 7,
    });
    expect(Object.keys(stores[2] ?? {}).sort()).toEqual(
      [
        ..."backup birth copies data engine id key noncurrentDays partition replicated store".split(" "),
      ].sort(),
    );
  });

  it("make a service public when it has a host, and the platform's owner its owner", () => {
    const [storefront, checkout] = resolve({
      services: [
        { name: "storefront", host: "www" },
        { name: "checkout", owner: "payments", costCentre: "pay-7" },
      ],
    }).services;
    expect(storefront).toEqual({
      name: "storefront",
      host: "www",
      public: true,
      runsOn: "nodes",
      stores: [],
      calls: [],
      critical: false,
      owner: "platform-team",
      costCentre: "shop-1001",
      healthPath: "/healthz",
      port: 8080,
    });
    expect(checkout).toMatchObject({ public: false, owner: "payments", costCentre: "pay-7" });
    expect(checkout).not.toHaveProperty("host");
  });
});

describe("sizes", () => {
  const small = { ...production, name: "development", size: "small" } as const;
  const sessions = { name: "sessions", engine: "redis", data: "internal" } as const;

  it("halve a small environment, and give it burstable classes where it keeps no copies", () => {
    const given = {
      stores: [orders, { ...sessions, regional: true } as const],
      services: [{ name: "shop" }],
    };
    const [alone, cache] = environmentOf({
      ...given,
      environments: [{ ...small, regions: ["us-east-1"] }],
    }).stores;
    const [global] = environmentOf({ ...given, environments: [small] }).stores;
    expect(alone).toMatchObject({ instanceClass: "db.t4g.medium", instancesPerRegion: 1 });
    expect(global).toMatchObject({ instanceClass: "db.r6g.large", instancesPerRegion: 1 });
    expect(cache).toMatchObject({ nodeType: "cache.t4g.small", nodesPerRegion: 1 });
  });

  it("leave what is written down as it is", () => {
    const written = { ...orders, instanceClass: "db.r7g.xlarge", instancesPerRegion: 3 };
    const given = { stores: [written], services: [{ name: "shop" }], environments: [small] };
    expect(environmentOf(given).stores[0]).toMatchObject({
      instanceClass: "db.r7g.xlarge",
      instancesPerRegion: 3,
    });
  });
});

describe("a cache of its own in each region", () => {
  it("is in every region of the environment, and nothing travels", () => {
    const sessions = { name: "sessions", engine: "redis", data: "personal", regional: true } as const;
    const given = { stores: [sessions], services: [{ name: "shop", stores: ["sessions"] }] };
    const regions = ["us-west-2", "eu-west-1"];
    const [cache] = environmentOf({ ...given, environments: [{ ...production, regions }] }).stores;
    expect(cache).toMatchObject({ id: "sessions", replicated: false, backup: false, partition: undefined });
    expect([cache?.birth, ...(cache?.copies ?? [])]).toEqual(regions);
  });
});

describe("an environment", () => {
  it("has the domain itself in production, a name below it elsewhere, and its own when it says so", () => {
    const named = (...environments: EnvironmentInput[]) =>
      resolve({ environments }).environments.map(({ domain, production: live }) => [domain, live]);
    expect(
      named(
        production,
        { ...production, name: "staging", slot: 1 },
        { ...production, name: "live", slot: 2, production: true, domain: "shop.example.net" },
      ),
    ).toEqual([
      ["shop.example.com", true],
      ["staging.shop.example.com", false],
      ["shop.example.net", true],
    ]);
  });

  it("takes the birth of a home's keys from the configuration, whatever the order of its regions", () => {
    const homes = { US: { regions: ["us-west-2", "us-east-1"], birth: "us-east-1" } };
    const { regions } = environmentOf({ homes, stores: [], services: [{ name: "shop" }] });
    expect(regions.map(({ keyBirth }) => keyBirth)).toEqual(["us-east-1", "us-east-1"]);
  });
});

describe("a journey", () => {
  it("takes in what its services call, and its own objectives before the platform's", () => {
    const { journeys } = resolve({
      services: [
        { name: "checkout", calls: ["payments"] },
        { name: "payments", calls: ["ledger", "checkout"] },
        { name: "ledger" },
      ],
      journeys: [{ name: "buy", services: ["checkout"], rto: "5m" }],
    });
    expect(journeys[0]?.services).toEqual(["checkout", "payments", "ledger"]);
    expect(journeys[0]?.objectives).toMatchObject({ rtoSeconds: 300, rpoSeconds: 3600 });
  });
});

describe("an environment with some of the regions", () => {
  it("holds the copies that are there, and no partition that is not", () => {
    const { stores } = environmentOf({ environments: [{ ...production, regions: ["us-east-1"] }] });
    expect(stores.map(({ id, copies }) => [id, copies])).toEqual([
      ["orders-us", []],
      ["catalogue", []],
    ]);
  });

  it("lists its regions in the order of the homes, whatever order it names them in", () => {
    const { regions } = environmentOf({
      environments: [{ ...production, regions: ["eu-west-1", "us-west-2", "us-east-1"] }],
    });
    expect(regions.map(({ name }) => name)).toEqual(["us-east-1", "us-west-2", "eu-west-1"]);
  });

  it("carries a transfer only where a copy is outside the home", () => {
    // given
    const transfer = { basis: "assessment 12", owner: "data-protection", expires: "2026-12-31" };
    const stores = [{ ...orders, partitions: { EU: { copies: ["eu-central-1", "us-west-2"], transfer } } }];
    const services = [{ name: "checkout", stores: ["orders"] }];
    const europeOnly = { ...production, regions: ["eu-west-1", "eu-central-1"] };

    // when
    const everywhere = environmentOf({ stores, services }).stores.find(({ id }) => id === "orders-eu");
    const europe = environmentOf({ stores, services, environments: [europeOnly] }).stores[0];

    // then
    expect(everywhere?.transfer).toEqual({ ...transfer, to: ["us-west-2"] });
    expect(europe).toMatchObject({ id: "orders-eu", copies: ["eu-central-1"] });
    expect(europe).not.toHaveProperty("transfer");
  });
});

describe("resolvePlatform", () => {
  it("gives equal platforms for equal inputs at different times", () => {
    const later = resolvePlatform(platformInput(), { clock: new ManualClock(Date.UTC(2031, 0, 1)) });
    expect(later).toEqual(resolve());
  });

  it("fails with all problems at once, those of form and those of the parts that are well formed", () => {
    // given three mistakes of form and three against rules
    const problems = problemsOf({
      ...platformInput(),
      name: "Shop",
      costCentre: undefined,
      environments: [
        { ...production, account: 111111111111 },
        { ...production, name: "staging", regions: ["us-east-1", "us-west-3"] },
      ],
      stores: [{ ...orders, partitions: { EU: { copies: ["us-west-2"] } } }],
      services: [{ name: "checkout", stores: ["order"] }],
    });

    // then
    expect(problems.map(({ code, where }) => `${code} ${where}`)).toEqual([
      "config/wrong-form name",
      "config/missing costCentre",
      "config/wrong-form environments[0].account",
      "config/unknown-region environments[1].regions[1]",
      "config/outside-residency stores[0].partitions.EU.copies[0]",
      "config/unknown-store services[0].stores[0]",
    ]);
  });

  it("fails once for a mistake, and not again where the mistaken part is used", () => {
    const problems = problemsOf({
      ...platformInput(),
      stores: [{ ...orders, engineVersion: "new" }],
      services: [{ name: "checkout", stores: ["orders"] }],
    });
    expect(problems.map(({ where }) => where)).toEqual(["stores[0].engineVersion"]);

    const noHome = problemsOf({
      ...platformInput({ environments: [{ ...production, regions: ["us-east-1", "eu-west-1"] }] }),
      homes: { US: { regions: ["us-east-1", "us-west-2"] }, EU: { regions: "eu-west-1" } },
    });
    expect(noHome.map(({ where }) => where)).toEqual(["homes.EU.regions"]);
  });

  it("names the source that the problems are in", () => {
    const attempt = () => resolvePlatform({}, { clock: NOON, source: "shop/trireme.config.ts" });
    expect(attempt).toThrow(/^shop\/trireme\.config\.ts: \d+ problems$/);
  });

  it.each([undefined, null, 3, "shop", [], () => platformInput()])("refuses %j with one problem", (input) => {
    const problems = problemsOf(input);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.where).toBe("the default export");
  });
});

describe("the form", () => {
  it.each([
    [
      "a misspelt word",
      { objectives: { rtp: "15m" } },
      "objectives.rtp",
      "Did you mean rto? Otherwise remove rtp.",
    ],
    ["a duration without a unit", { objectives: { rto: "15" } }, "objectives.rto", 'such as "15m"'],
    [
      "an objective of no time at all",
      { objectives: { rto: "0s" } },
      "objectives.rto",
      "longer than nothing",
    ],
    ["perfect availability", { objectives: { availability: 100 } }, "objectives.availability", "below 100"],
    [
      "a VPC that AWS does not take",
      { addresses: { vpcPrefix: 15 } },
      "addresses.vpcPrefix",
      "from 16 to 21",
    ],
    ["a name that is too short", { name: "ab" }, "name", "3 to 20"],
    ["a name with two hyphens in a row", { name: "my--shop" }, "name", "single hyphens"],
    ["no environment", { environments: [] }, "environments", "at least one"],
    [
      "a single zone",
      { environments: [{ ...production, zones: 1 }] },
      "environments[0].zones",
      "from 2 to 8",
    ],
    [
      "an account of 11 digits",
      { environments: [{ ...production, account: "1" }] },
      "environments[0].account",
      "12",
    ],
    ["a home without regions", { homes: { US: { regions: [] } } }, "homes.US.regions", "at least one"],
    [
      "a home's name that is no name",
      { homes: { "E U": { regions: ["eu-west-1"] } } },
      "homes.E U",
      "letters",
    ],
    [
      "an engine there is none of",
      { stores: [{ ...orders, engine: "mysql" }] },
      "stores[0].engine",
      "dynamodb",
    ],
    [
      "a class of data there is none of",
      { stores: [{ ...orders, data: "secret" }] },
      "stores[0].data",
      "personal",
    ],
    ["an option of another engine", { stores: [{ ...orders, sortKey: "x" }] }, "stores[0].sortKey", "Remove"],
    [
      "a store both global and partitioned",
      { stores: [{ ...orders, global: true, birth: "us-east-1" }] },
      "stores[0].partitionedBy",
      "Remove",
    ],
    [
      "a global store without a birth",
      { stores: [{ name: "media", engine: "s3", data: "public", global: true }] },
      "stores[0].birth",
      "Add stores[0].birth",
    ],
    [
      "a store that is nowhere",
      { stores: [{ name: "media", engine: "s3", data: "public" }] },
      "stores[0].partitionedBy",
      "Add",
    ],
    ["copies beside partitions", { stores: [{ ...orders, copies: [] }] }, "stores[0].copies", "Remove"],
    [
      "a transfer that expires on a day there is none of",
      {
        stores: [
          { ...orders, partitions: { EU: { transfer: { basis: "b", owner: "o", expires: "2026-02-30" } } } },
        ],
      },
      "stores[0].partitions.EU.transfer.expires",
      "YYYY-MM-DD",
    ],
  ])("refuses %s", (_says, replace, where, advice) => {
    // when
    const problems = problemsOf({ ...platformInput(), services: [{ name: "storefront" }], ...replace });

    // then
    expect(problems.map((problem) => problem.where)).toEqual([where]);
    expect(`${problems[0]?.wanted} ${problems[0]?.fix}`).toContain(advice);
    expect(problems[0]?.given).not.toBe("");
  });
});
