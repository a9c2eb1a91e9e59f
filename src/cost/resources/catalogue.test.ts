import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openProject, synthesizeUnit, unitsOf } from "../../actions/project.ts";
import { graphFromStacks, type ResourceGraph } from "../../graph/index.ts";
import { ManualClock } from "../../lib/index.ts";
import { estimate } from "../estimate/estimate.ts";
import { shippedBook } from "../prices/shipped.ts";
import { freeReason, PRICED, pricedType } from "./index.ts";
import { FREE } from "./types/free.ts";

const STOREFRONT = join(import.meta.dirname, "..", "..", "..", "examples", "storefront");
const PRICED_NAMES = PRICED.flatMap(({ types }) => types);
const FREE_NAMES = FREE.flatMap(({ types }) => types);

describe("the catalogue of resource types", () => {
  it("has every type once: priced, or free with a reason", () => {
    const all = [...PRICED_NAMES, ...FREE_NAMES];
    expect(all.filter((type, index) => all.indexOf(type) !== index)).toEqual([]);
    for (const { reason } of FREE) expect(reason.length).toBeGreaterThan(10);
  });

  it("names only items that the price book has, where a rule names one itself", () => {
    const book = shippedBook();
    const named = PRICED.flatMap(({ components }) => components.map(({ price }) => price)).filter(
      (price) => typeof price === "string",
    );
    expect(named.filter((item) => book.quote(item, "us-east-1") === undefined)).toEqual([]);
  });

  it("has usage defaults in order", () => {
    for (const { types, usage = {} } of PRICED) {
      for (const [key, { low, expected, high }] of Object.entries(usage)) {
        expect(low <= expected && expected <= high && low >= 0, `${types[0]} ${key}`).toBe(true);
      }
    }
  });

  it("has a name for each component of a type, each once where it can be charged at the same time", () => {
    for (const { types, components } of PRICED) {
      expect(components.length, types[0]).toBeGreaterThan(0);
      for (const { name } of components) expect(name).toMatch(/^\S/);
    }
  });
});

describe("the example platform", () => {
  let graph: ResourceGraph;
  beforeAll(async () => {
    const { platform } = await openProject(STOREFRONT, new ManualClock(Date.UTC(2026, 10, 1)));
    const stacks = unitsOf(platform).flatMap((unit) => synthesizeUnit(platform, unit).stacks);
    graph = graphFromStacks(stacks, { name: "all" });
  });

  it("is made of types that are all priced, or free with a reason", () => {
    const types = [
      ...new Set(graph.resources.filter(({ mode }) => mode === "managed").map(({ type }) => type)),
    ];
    expect(types.length).toBeGreaterThan(150);
    expect(types.filter((type) => pricedType(type) === undefined && freeReason(type) === undefined)).toEqual(
      [],
    );
  });

  it("has a price for everything in it, in every region", () => {
    const { resources, free, unpriced, monthly } = estimate(graph, { book: shippedBook() });
    expect(unpriced).toEqual([]);
    expect(resources.length + free.length).toBe(
      graph.resources.filter(({ mode }) => mode === "managed").length,
    );
    expect(monthly.low < monthly.expected && monthly.expected < monthly.high).toBe(true);
  });
});
