import { beforeAll, describe, expect, it } from "vitest";
import { allStacks, platform, resourcesOf, stackNamed } from "./testing/platforms.ts";

let stacks: ReturnType<typeof allStacks>;
beforeAll(() => {
  stacks = allStacks(
    platform({
      stores: [
        { name: "sessions", engine: "redis", data: "personal", partitionedBy: "home" },
        { name: "pages", engine: "redis", data: "public", regional: true },
      ],
      services: [{ name: "storefront", host: "www", stores: ["sessions", "pages"] }],
      functions: [{ name: "gate", stores: ["sessions", "pages"] }],
    }),
  );
}, 60_000);

const stack = (id: string) => stackNamed(stacks, `production/${id}`);
const names = () =>
  resourcesOf(stack("traffic"))
    .filter(({ type, body }) => type === "aws_route53_record" && String(body.name).includes(".internal."))
    .map(({ body }) => [String(body.name), (body.records as readonly string[])[0]] as const);

describe("names of caches", () => {
  it("stand for each member of what regions share, and lead to that member for ever", () => {
    const led = Object.fromEntries(names());
    expect(Object.keys(led)).toEqual([
      "sessions-eu.eu-central-1.internal.shop.example.com",
      "sessions-eu.eu-west-1.internal.shop.example.com",
      "sessions-us.us-east-1.internal.shop.example.com",
      "sessions-us.us-west-2.internal.shop.example.com",
    ]);
    for (const [name, target] of Object.entries(led)) {
      const [store = "", region = ""] = name.split(".");
      expect(target).toBe(
        `\${var.${region.replaceAll("-", "_")}_data_cache_${store.replaceAll("-", "_")}_endpoint}`,
      );
    }
  });

  it("lead to the endpoint that AWS gave the region's own group, which no failover changes", () => {
    for (const region of ["us-east-1", "us-west-2"]) {
      const outputs = stack(`${region}/data`).configuration.output as Record<
        string,
        { readonly value: string }
      >;
      expect(outputs.cache_sessions_us_endpoint?.value).toMatch(
        /^\$\{aws_elasticache_replication_group\.sessions-us_group[^}]*\.primary_endpoint_address\}$/,
      );
    }
  });

  it("are not there for caches of a region's own, which nobody elsewhere asks", () => {
    expect(
      names()
        .map(([name]) => name)
        .filter((name) => name.includes("pages")),
    ).toEqual([]);
    expect(stack("us-east-1/data").configuration.output ?? {}).not.toHaveProperty("cache_pages_endpoint");
  });

  it("are asked by users who may call ROLE, which Redis calls dangerous, and nothing else of that kind", () => {
    const users = resourcesOf(stack("us-east-1/data")).filter(({ type }) => type === "aws_elasticache_user");
    const rights = users
      .map(({ body }) => String(body.access_string))
      .filter((text) => text.startsWith("on "));
    expect(rights).toHaveLength(2);
    for (const text of rights) expect(text).toMatch(/ -@dangerous \+role$/);
  });

  it("are told to functions that use the cache, the name of their own region first", () => {
    const told = (region: string) => {
      const made = resourcesOf(stack(`${region}/compute`)).find(({ type }) => type === "aws_lambda_function");
      return (made?.body.environment as { variables: Record<string, string> } | undefined)?.variables ?? {};
    };
    const name = (region: string) => `sessions-us.${region}.internal.shop.example.com`;
    expect(told("us-east-1").SESSIONS_MEMBERS).toBe(`${name("us-east-1")},${name("us-west-2")}`);
    expect(told("us-west-2").SESSIONS_MEMBERS).toBe(`${name("us-west-2")},${name("us-east-1")}`);
    // Each region has its own, which nobody elsewhere asks.
    expect(Object.keys(told("us-east-1"))).not.toContain("PAGES_MEMBERS");
  });
});
