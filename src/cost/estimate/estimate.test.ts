import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Resource, ResourceGraph } from "../../graph/index.ts";
import type { JsonObject } from "../../lib/index.ts";
import { PriceBook } from "../prices/book.ts";
import { tiersOf } from "../prices/price.ts";
import { shippedBook } from "../prices/shipped.ts";
import { known } from "../resources/amount.ts";
import { breakdown } from "./breakdown.ts";
import { chargeQuote } from "./charge.ts";
import { estimateDocument } from "./document.ts";
import { estimate } from "./estimate.ts";

const BOOK = shippedBook();

function resource(type: string, known: JsonObject = {}, more: Partial<Resource> = {}): Resource {
  const id = more.id ?? `${type}.one`;
  return {
    id,
    address: id,
    mode: "managed",
    type,
    name: "one",
    module: "",
    provider: "registry.terraform.io/hashicorp/aws",
    region: "us-east-1",
    instances: "one",
    values: { known, unknown: {}, sensitive: [] },
    tags: {},
    ...more,
  };
}

function graphOf(...resources: Resource[]): ResourceGraph {
  return new ResourceGraph({ source: { kind: "plan", name: "test" }, resources, edges: [], notices: [] });
}

function of(...resources: Resource[]) {
  return estimateDocument(estimate(graphOf(...resources), { book: BOOK }));
}

describe("an estimate", () => {
  it("counts a month as 730 hours and says what is assumed", () => {
    const { resources, monthly, currency } = of(resource("aws_nat_gateway"));
    expect(currency).toBe("USD");
    const [nat] = resources;
    expect(nat).toMatchObject({
      address: "aws_nat_gateway.one",
      type: "aws_nat_gateway",
      region: "us-east-1",
    });
    expect(nat?.components[0]).toMatchObject({
      name: "NAT gateway",
      unit: "hours",
      quantity: 730,
      unitPrice: 0.045,
      monthly: { low: 32.85, expected: 32.85, high: 32.85 },
      assumed: false,
    });
    expect(nat?.components[1]).toMatchObject({ assumed: true, quantityRange: { low: 10, high: 1000 } });
    expect(monthly).toEqual({ low: 33.3, expected: 41.85, high: 77.85 });
  });

  it("puts every managed resource into exactly one list", () => {
    const result = of(
      resource("aws_kms_key"),
      resource("aws_iam_role"),
      resource("aws_quantum_ledger"),
      resource("aws_acm_certificate", { domain_name: "a.example" }),
      resource("aws_kms_key", {}, { id: "data.one", mode: "data" }),
    );
    expect(result.resources.map(({ type }) => type)).toEqual(["aws_kms_key"]);
    expect(result.free.map(({ type }) => type)).toEqual(["aws_iam_role", "aws_acm_certificate"]);
    expect(result.unpriced).toMatchObject([{ type: "aws_quantum_ledger", code: "cost/unknown-type" }]);
  });

  it("lists what has no price, and never takes it for nothing", () => {
    const result = of(
      resource("aws_instance", { instance_type: "m99.gigantic" }, { id: "unheard-of" }),
      resource("aws_instance", { instance_type: "m5.large" }, { id: "elsewhere", region: "af-south-1" }),
      resource(
        "aws_instance",
        {},
        {
          id: "later",
          values: { known: {}, unknown: { instance_type: "computed" }, sensitive: [] },
        },
      ),
    );
    expect(
      result.unpriced.filter(({ component }) => component === "Instance, Linux, on demand"),
    ).toMatchObject([
      { address: "unheard-of", code: "cost/unknown-item" },
      { address: "elsewhere", code: "cost/no-price-in-region" },
      { address: "later", code: "cost/value-not-known" },
    ]);
  });

  it("refuses an amount that nobody can mean", () => {
    const result = of(resource("aws_ebs_volume", { size: 1e30, type: "gp3" }));
    expect(result.resources).toEqual([]);
    expect(result.unpriced).toMatchObject([{ code: "cost/absurd-quantity" }]);
  });

  it("leaves out what a plan deletes, and keeps what it replaces", () => {
    const change = (...actions: ("create" | "delete")[]) => ({ change: { actions, replacedBy: [] } });
    const result = of(
      resource("aws_kms_key", {}, { id: "gone", ...change("delete") }),
      resource("aws_kms_key", {}, { id: "new", ...change("delete", "create") }),
    );
    expect(result.resources.map(({ address }) => address)).toEqual(["new"]);
  });

  it("says that it priced in a region that nobody named, and as one what is of unknown number", () => {
    const { region: _, ...homeless } = resource("aws_eip");
    const result = of({ ...homeless, instances: "unknown" });
    expect(result.notices).toHaveLength(2);
    expect(result.resources[0]?.components[0]?.assumed).toBe(true);
    const said = estimate(graphOf(homeless), { book: BOOK, region: "eu-west-1" });
    expect([said.resources[0]?.region, said.notices]).toEqual(["eu-west-1", []]);
  });

  it("marks what is priced after another region", () => {
    const [node] = of(
      resource(
        "aws_elasticache_cluster",
        { node_type: "cache.r7g.large", num_cache_nodes: 1 },
        { region: "eu-central-1" },
      ),
    ).resources;
    const [component] = node?.components ?? [];
    expect(component?.borrowed).toMatchObject({ from: "us-east-1", basis: "elasticache/*" });
    expect(component?.monthly.low).toBeLessThan(component?.monthly.high ?? 0);
  });

  it("takes usage from the first source that knows it", () => {
    const made = estimate(graphOf(resource("aws_nat_gateway")), {
      book: BOOK,
      usage: [() => undefined, () => known(1000), () => known(1)],
    });
    expect(made.resources[0]?.components[1]).toMatchObject({ assumed: false, quantity: { expected: 1000 } });
  });

  it("adds up to the same however it is taken apart", () => {
    const made = estimate(
      graphOf(
        resource("aws_kms_key", {}, { id: "a", tags: { service: "cart", environment: "production" } }),
        resource("aws_eip", {}, { id: "b", region: "eu-west-1" }),
      ),
      { book: BOOK },
    );
    for (const by of [
      "environment",
      "region",
      "service",
      "owner",
      "cost-centre",
      "type",
      "resource",
    ] as const) {
      const sum = breakdown(made, by).reduce((all, { monthly }) => all + monthly.expected, 0n);
      expect(sum, by).toBe(made.monthly.expected);
    }
    expect(breakdown(made, "service").map(({ name }) => name)).toContain("(none)");
  });
});

describe("tiers", () => {
  const book = new PriceBook([
    {
      item: "x/y",
      unit: "GB",
      region: "us-east-1",
      tiers: tiersOf("0:10 1:20 0.5"),
      source: { id: "s", date: "2026-01-01", grade: "listed", text: "t" },
    },
  ]);
  const quote = book.quote("x/y", "us-east-1");
  if (quote === undefined) throw new Error("no price");

  it.each([
    [0, 0],
    [10, 0],
    [15, 5],
    [20, 10],
    [30, 15],
  ])("charge for %s what stands in each: %s", (quantity, dollars) => {
    expect(Number(chargeQuote(quote, { low: quantity, expected: quantity, high: quantity }).expected)).toBe(
      dollars * 1e6,
    );
  });

  it("charge no less for more", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (a, b) => {
          const { low, high } = chargeQuote(quote, { low: a, expected: a, high: a + b });
          expect(high >= low).toBe(true);
        },
      ),
    );
  });
});
