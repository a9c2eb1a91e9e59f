import { describe, expect, it } from "vitest";
import { PriceBook, tierPrices } from "./book.ts";
import { type Price, type PriceSource, tiersOf } from "./price.ts";
import { shippedBook, shippedPrices } from "./shipped.ts";

const SOURCE: PriceSource = { id: "test", date: "2026-01-02", grade: "listed", text: "made up" };
const price = (item: string, region: string, text: string): Price => ({
  item,
  unit: "hours",
  region,
  tiers: tiersOf(text),
  source: SOURCE,
});

describe("tiers", () => {
  it("are read from lowest to the last without an end", () => {
    expect(tiersOf("0.09:10240 0.085")).toEqual([
      { price: 90_000_000_000n, upTo: 10_240 },
      { price: 85_000_000_000n },
    ]);
  });

  it.each(["", "x", "0.1:5", "0.1 0.2", "0.1:5 0.2:5 0.3", "0.1:-1 0.2"])("refuses %j", (text) => {
    expect(() => tiersOf(text)).toThrow(RangeError);
  });
});

describe("a price book", () => {
  const book = new PriceBook([
    price("ec2/m.small", "us-east-1", "0.1"),
    price("ec2/m.large", "us-east-1", "0.2"),
    price("ec2/m.huge", "us-east-1", "0.4"),
    price("ec2/m.small", "eu-west-1", "0.11"),
    price("ec2/m.large", "eu-west-1", "0.24"),
    price("ec2/c.large", "us-east-1", "1"),
    price("ec2/c.large", "eu-west-1", "2"),
    price("dns/zone", "global", "0.5"),
  ]);

  it("gives a region's own price as it is", () => {
    expect(book.quote("ec2/m.large", "eu-west-1")).toEqual({
      price: price("ec2/m.large", "eu-west-1", "0.24"),
    });
  });

  it("gives what is sold without regions in every region", () => {
    expect(book.quote("dns/zone", "sa-east-1")?.price.region).toBe("global");
  });

  it("borrows a missing price, says so, and widens it by what its series differs", () => {
    const quote = book.quote("ec2/m.huge", "eu-west-1");
    expect(quote?.borrowed).toMatchObject({ from: "us-east-1", basis: "ec2/m.*", pairs: 2 });
    const [tier] = quote?.price.tiers ?? [];
    const { low, expected, high } = tierPrices(tier?.price ?? 0n, quote?.borrowed);
    expect([low, expected, high].map(Number)).toEqual([0.44e12, 0.48e12, 0.48e12]);
  });

  it("widens by the whole family where the series says nothing", () => {
    const wider = new PriceBook([
      ...["a", "b", "c"].map((name) => price(`db/${name}.one`, "us-east-1", "1")),
      price("db/a.one", "eu-west-1", "1.1"),
      price("db/b.one", "eu-west-1", "1.3"),
    ]);
    expect(wider.quote("db/c.one", "eu-west-1")?.borrowed).toMatchObject({
      basis: "db/*",
      low: 1.1,
      high: 1.3,
    });
  });

  it("guesses nothing for a region of which it knows nothing, and nothing for an item that it does not know", () => {
    expect(book.quote("ec2/m.large", "af-south-1")).toBeUndefined();
    expect(book.quote("ec2/unheard-of", "us-east-1")).toBeUndefined();
    expect([book.has("ec2/m.large"), book.has("ec2/unheard-of")]).toEqual([true, false]);
  });

  it("has the date of its newest list", () => {
    expect(book.date).toBe("2026-01-02");
  });
});

describe("the price book that is shipped", () => {
  const prices = shippedPrices();

  it("has each item once in a region, with a source, a day and a grade", () => {
    const keys = prices.map(({ item, region }) => `${item} ${region}`);
    expect(keys.length).toBeGreaterThan(4000);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { source } of prices) {
      expect(source.date).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(["listed", "recalled"]).toContain(source.grade);
      expect(source.text).toMatch(/\S/);
    }
  });

  it("has one unit for an item, wherever it is sold", () => {
    for (const [item, list] of Map.groupBy(prices, (each) => each.item)) {
      expect(new Set(list.map(({ unit }) => unit)).size, item).toBe(1);
    }
  });

  it("is no more than a few times dearer or cheaper between regions: a slip of a point would show", () => {
    for (const [item, list] of Map.groupBy(prices, (each) => each.item)) {
      const last = list.map(({ tiers }) => Number(tiers.at(-1)?.price));
      expect(Math.max(...last) / Math.min(...last), item).toBeLessThan(2.5);
    }
  });

  it("knows the trap: on-demand DynamoDB is at the price since November 2024", () => {
    const { tiers, source } = shippedBook().quote("dynamodb/write", "us-west-2")?.price ?? {};
    expect(tiers).toEqual(tiersOf("0.000000625"));
    expect(source?.id).toBe("dynamodb-2025");
  });
});
