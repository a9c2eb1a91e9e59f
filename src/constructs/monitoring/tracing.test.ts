import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { LogQueries } from "./logQueries.ts";
import { Tracing, type TracingProps } from "./tracing.ts";

function built(replace: Partial<TracingProps> = {}) {
  return synthesised((scope) => {
    new Tracing(scope, "traces", {
      naming: NAMING,
      keyArn: "arn:key",
      encrypts: true,
      slowMs: 200,
      journeys: [{ name: "buy", met: ["cart", "checkout"] }],
      critical: ["cart", "recommendations-and-m"],
      criticalPercent: 20,
      percent: 5,
      tags: TAGS,
      ...replace,
    });
    new LogQueries(scope, "queries", {
      naming: NAMING,
      groupNames: Array.from({ length: 60 }, (_, at) => `/g/${at}`),
    });
  });
}
const rules = () => Object.values(built().all("aws_xray_sampling_rule"));

describe("traces", () => {
  it("are recorded more often of critical services, which are asked first, and of all others a little", () => {
    expect(
      rules().map(({ service_name, priority, fixed_rate }) => [service_name, priority, fixed_rate]),
    ).toEqual([
      ["cart", 100, 0.2],
      ["recommendations-and-m", 101, 0.2],
      ["*", 9000, 0.05],
    ]);
  });

  it("keep to the 32 characters of X-Ray's names, and no two become one", () => {
    const cut = {
      naming: { ...NAMING, environment: "production-123456" },
      critical: ["recommendations-a", "recommendations-b"],
    };
    const names = Object.values(built(cut).all("aws_xray_sampling_rule")).map(({ rule_name }) =>
      String(rule_name),
    );
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(32);
  });

  it("are looked at by what went wrong or took long, and by journey", () => {
    const filters = Object.values(built().all("aws_xray_group")).map(
      ({ filter_expression }) => filter_expression,
    );
    expect(filters).toEqual(["fault = true OR responsetime > 0.2", 'service("cart") OR service("checkout")']);
  });

  it("are sealed by one of the environments that share an account, and by no other", () => {
    expect(built().only("aws_xray_encryption_config")).toMatchObject({ type: "KMS", key_id: "arn:key" });
    expect(built({ encrypts: false }).all("aws_xray_encryption_config")).toEqual({});
  });
});

describe("saved queries", () => {
  it("are few, under the environment's name, and read no more groups than Logs Insights does", () => {
    const queries = Object.values(built().all("aws_cloudwatch_query_definition"));
    expect(queries.map(({ name }) => name)).toEqual([
      "shop/production/1 errors by service",
      "shop/production/2 slowest by service",
      "shop/production/3 one request through all services",
    ]);
    for (const { log_group_names } of queries) expect(log_group_names).toHaveLength(50);
  });
});
