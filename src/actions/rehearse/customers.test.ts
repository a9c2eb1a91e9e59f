import { describe, expect, it } from "vitest";
import type { Environment, Platform } from "../../config/index.ts";
import { RecordingHost } from "../../host/index.ts";
import type { RegionScope } from "../../runbooks/index.ts";
import type { ClientsOptions, ClientsReport, Sandbox } from "../../sandbox/index.ts";
import { Customers, clientsOf, customersSummary } from "./customers.ts";

const none = { writes: 0, seconds: 0 };
const LOST_AT = 1_000_000;

function report(more: Partial<ClientsReport> = {}): ClientsReport {
  return {
    startedAt: LOST_AT - 60_000,
    now: LOST_AT + 400_000,
    stores: [
      {
        store: "orders-us",
        engine: "aurora-postgresql",
        acknowledged: 100,
        found: 97,
        lost: { writes: 3, seconds: 0.2 },
        diverged: none,
        late: none,
        lagSeconds: 0.3,
        writers: [
          { region: "us-east-1", from: LOST_AT - 60_000, to: LOST_AT + 90_000 },
          { region: "us-west-2", from: LOST_AT + 90_000 },
        ],
        fences: [
          {
            oldWriter: "us-east-1",
            newWriter: "us-west-2",
            cutAt: LOST_AT,
            at: undefined,
            how: "silent",
            acknowledgedAfterCut: 0,
          },
        ],
      },
    ],
    services: [
      {
        service: "checkout",
        near: "us-east-1",
        requests: 10,
        served: 7,
        unserved: [
          { from: LOST_AT + 200, to: LOST_AT + 92_000, why: ["no answer"] },
          { from: LOST_AT + 300_000, to: LOST_AT + 360_000, why: ["the writer is moving"] },
        ],
      },
      { service: "checkout", near: "us-west-2", requests: 10, served: 10, unserved: [] },
    ],
    ...more,
  };
}

const scope = {
  region: "us-east-1",
  account: "111111111111",
  hosts: ["www.shop.example.com"],
  clientRegions: ["us-east-1", "us-west-2"],
  stores: [
    {
      id: "orders-us",
      engine: "aurora-postgresql",
      regions: ["us-east-1", "us-west-2"],
      name: "shop-orders-us",
      nameIn: (region: string) => `shop-orders-us-${region}`,
    },
  ],
  caches: [
    {
      id: "sessions",
      regions: ["us-east-1", "us-west-2"],
      replicated: false,
      groupIn: () => "shop-sessions",
    },
    {
      id: "baskets-us",
      regions: ["us-east-1", "us-west-2"],
      replicated: true,
      groupIn: (region: string) => `shop-baskets-us-${region}`,
    },
  ],
} satisfies RegionScope;

const service = (name: string, more: object = {}) => ({ name, public: true, stores: [], calls: [], ...more });
const platform = {
  name: "shop",
  services: [
    service("storefront", { host: "www", calls: ["basket"] }),
    service("basket", { public: false, calls: ["checkout"] }),
    service("checkout", { public: false, stores: ["orders", "sessions"] }),
    service("admin", { host: "@", stores: ["orders"] }),
    service("search", { host: "find", stores: ["sessions"] }),
    service("basket-api", { host: "basket", stores: ["baskets", "sessions"] }),
  ],
} as unknown as Platform;
const environment = {
  name: "production",
  domain: "shop.example.com",
  regions: [
    { name: "us-east-1", network: { zones: [{ data: "10.0.16.0/21" }, { data: "10.0.48.0/21" }] } },
    { name: "us-west-2", network: { zones: [{ data: "10.1.16.0/21" }] } },
  ],
  stores: [
    { id: "orders-us", store: "orders", birth: "us-east-1", copies: ["us-west-2"], replicated: true },
    { id: "sessions", store: "sessions", birth: "us-east-1", copies: ["us-west-2"], replicated: false },
    { id: "baskets-us", store: "baskets", birth: "us-east-1", copies: ["us-west-2"], replicated: true },
    { id: "pages", store: "pages", birth: "eu-west-1", copies: [], replicated: false },
  ],
} as unknown as Environment;

describe("the customers of a platform", () => {
  it("reach each service by its own name or by the name of the public one that leads to it", () => {
    const { services, clientRegions, stores } = clientsOf(platform, environment, scope);
    // A cache of each region's own is written to by none of them: what is in it may be gone at any moment.
    expect(services).toEqual([
      { name: "checkout", host: "www.shop.example.com", stores: ["orders-us"] },
      { name: "admin", host: "shop.example.com", stores: ["orders-us"] },
      { name: "basket-api", host: "basket.shop.example.com", stores: ["baskets-us"] },
    ]);
    expect(clientRegions).toEqual(["us-east-1", "us-west-2"]);
    expect(stores[0]?.members).toEqual({
      "us-east-1": "shop-orders-us-us-east-1",
      "us-west-2": "shop-orders-us-us-west-2",
    });
    expect(stores[1]).toEqual({
      id: "baskets-us",
      engine: "redis",
      name: "baskets-us",
      members: { "us-east-1": "shop-baskets-us-us-east-1", "us-west-2": "shop-baskets-us-us-west-2" },
      ranges: { "us-east-1": ["10.0.16.0/21", "10.0.48.0/21"], "us-west-2": ["10.1.16.0/21"] },
    });
  });

  it("write for a minute before the loss, and are let go at the end", async () => {
    const done: string[] = [];
    let started: ClientsOptions | undefined;
    const sandbox = {
      startClients: async (options: ClientsOptions) => {
        started = options;
        done.push("started");
      },
      advanceClock: async (seconds: number) => void done.push(`${seconds} s`),
      status: async () => ({ now: new Date(LOST_AT).toISOString() }),
      clients: async () => report(),
      stopClients: async () => void done.push("let go"),
    } as unknown as Sandbox;
    const host = new RecordingHost();
    const customers = await Customers.begin({ platform, environment, scope, sandbox, host });
    await customers.lose();
    await customers.failedOver();
    const summary = await customers.end();
    expect(started?.seed).toBe("shop production");
    expect(done).toEqual(["started", "60 s", "120 s", "120 s", "let go"]);
    expect(summary?.stores[0]?.afterFailover?.found).toBe(97);
    // Said, not counted as a loss; a cache of other regions is not spoken of.
    expect(Object.keys(summary?.notCounted ?? {})).toEqual(["sessions"]);
    expect(summary?.notCounted?.sessions).toContain("costs time, and no data");
    expect(host.messages.map(({ text }) => text)).toEqual([
      "  orders-us: 97 of 100 acknowledged writes found; 3 of the last 0.2 s are gone (modelled)",
    ]);
  });
});

describe("what they saw", () => {
  const seen = (given: ClientsReport, backAt = LOST_AT + 200_000) =>
    customersSummary(given, { lostAt: LOST_AT, backAt, afterFailover: undefined });

  it("counts in seconds from the loss", () => {
    const [store] = seen(report()).stores;
    expect(store?.writers).toEqual([
      { region: "us-east-1", start: -60, end: 90 },
      { region: "us-west-2", start: 90 },
    ]);
    expect(store?.fences).toEqual([
      { oldWriter: "us-east-1", newWriter: "us-west-2", cutAt: 0, how: "silent", acknowledgedAfterCut: 0 },
    ]);
    expect(store).not.toHaveProperty("afterFailover");
  });

  it("takes the last customer to be served again as the service's time, and the failback's apart", () => {
    expect(seen(report()).services).toEqual([
      {
        service: "checkout",
        servedBefore: true,
        unservedSeconds: 92,
        servedAgain: true,
        near: "us-east-1",
        why: ["no answer"],
        unservedAfterReturnSeconds: 60,
      },
    ]);
  });

  it("does not take a service that was not served before for one that nobody missed", () => {
    const unserved = [{ from: LOST_AT - 59_000, why: ["www.shop.example.com does not answer"] }];
    const services = [{ service: "checkout", near: "us-east-1", requests: 10, served: 0, unserved }];
    expect(seen(report({ services })).services).toMatchObject([{ servedBefore: false, servedAgain: false }]);
  });

  it("says when somebody is not served at all", () => {
    const unserved = [{ from: LOST_AT + 100, why: ["no answer"] }];
    const services = [{ service: "checkout", near: "us-east-1", requests: 10, served: 1, unserved }];
    expect(seen(report({ services })).services).toMatchObject([{ servedAgain: false, unservedSeconds: 400 }]);
  });
});
