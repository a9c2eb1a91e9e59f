import { beforeAll, describe, expect, it } from "vitest";
import type { PlatformInput } from "../config/input.ts";
import { allStacks, platform, type Resource, resourcesOf, stackNamed } from "./testing/platforms.ts";

const POOLED: Partial<PlatformInput> = {
  stores: [
    { name: "orders", engine: "aurora-postgresql", data: "personal", partitionedBy: "home", proxy: true },
    { name: "stock", engine: "rds-postgresql", data: "internal", partitionedBy: "home", proxy: true },
    { name: "bills", engine: "aurora-postgresql", data: "internal", partitionedBy: "home" },
  ],
  services: [{ name: "checkout", stores: ["orders", "bills"] }],
  functions: [
    { name: "gate", stores: ["orders", "bills"] },
    { name: "counter", stores: ["stock"] },
  ],
};

let stacks: ReturnType<typeof allStacks>;
beforeAll(() => {
  stacks = allStacks(platform(POOLED));
}, 60_000);

const stack = (id: string) => resourcesOf(stackNamed(stacks, `production/${id}`));
const body = (resources: readonly Resource[], address: string) =>
  resources.find((each) => each.address === address)?.body;

describe("proxies before databases", () => {
  it("stand in every region of the store, and are the same whichever of them writes", () => {
    const proxies = ["us-east-1", "us-west-2"].map(
      (region) =>
        body(stack(`${region}/data`), "aws_db_proxy.orders-us-proxy_proxy") as Record<string, unknown>,
    );
    for (const proxy of proxies) {
      expect(proxy).toMatchObject({ name: "shop-production-orders-us", require_tls: true });
    }
    expect(stack("eu-west-1/data").filter(({ type }) => type === "aws_db_proxy")).toHaveLength(2);
    expect(stack("eu-west-1/data").map(({ address }) => address)).not.toContain(
      "aws_db_proxy.bills-eu-proxy_proxy",
    );
  });

  it("have the passwords of their users where the store was born, and read the copy elsewhere", () => {
    const secrets = (region: string) =>
      stack(`${region}/data`)
        .filter(({ type, address }) => type === "aws_secretsmanager_secret" && address.includes("-user-"))
        .map(({ body: { name } }) => name);
    expect(secrets("us-east-1")).toEqual([
      "shop-production-proxy/orders-us/gate",
      "shop-production-proxy/stock-us/counter",
    ]);
    expect(secrets("us-west-2")).toEqual([]);
    const west = body(stack("us-west-2/data"), "aws_db_proxy.orders-us-proxy_proxy");
    const [auth] = (west?.auth ?? []) as readonly { readonly secret_arn: string }[];
    expect(auth?.secret_arn).toBe(
      [
        "$",
        '{replace(var.us_east_1_data_proxy_orders_us_gate_secret_arn, ":us-east-1:", ":us-west-2:")}',
      ].join(""),
    );
  });

  it("are what functions may reach, by a user of each function's own; services go to the database", () => {
    const policy = (address: string) => String(body(stack("global"), address)?.policy);
    const gate = policy("aws_iam_role_policy.serverless_function-gate-policy");
    expect(gate).toContain("arn:aws:rds-db:us-west-2:111111111111:dbuser:prx-*/orders_us_gate");
    expect(gate).toContain("arn:aws:rds-db:us-west-2:111111111111:dbuser:*/bills_us_gate");
    expect(policy("aws_iam_role_policy.clusters_pod-checkout_policy")).toContain(
      ":dbuser:*/orders_us_checkout",
    );
    expect(policy("aws_iam_role_policy.proxies_policy")).toContain(":secret:shop-production-proxy/*");
  });

  it("are told to functions, their own region's first, by names that lead to them", () => {
    const variables = (region: string, name: string) => {
      const made = body(stack(`${region}/compute`), `aws_lambda_function.function-${name}_function`);
      return (made?.environment as { variables: Record<string, string> } | undefined)?.variables ?? {};
    };
    expect(variables("us-west-2", "gate")).toMatchObject({
      ORDERS_PROXIES:
        "proxy.orders-us.us-west-2.internal.shop.example.com,proxy.orders-us.us-east-1.internal.shop.example.com",
      ORDERS_READS: "reads.orders-us.us-west-2.internal.shop.example.com",
      ORDERS_USER: "orders_us_gate",
    });
    expect(variables("eu-west-1", "counter")).not.toHaveProperty("STOCK_READS");
    expect(Object.keys(variables("us-west-2", "gate"))).not.toContain("BILLS_PROXIES");
    const records = stack("traffic").map(({ body: { name } }) => name);
    expect(records).toContain("proxy.orders-us.us-west-2.internal.shop.example.com");
    expect(records).toContain("proxy.stock-eu.eu-central-1.internal.shop.example.com");
  });

  it("are not there when no store asks for one", () => {
    const none = allStacks(platform());
    expect(none.flatMap(resourcesOf).filter(({ type }) => type.startsWith("aws_db_proxy"))).toEqual([]);
  });
});
