import { describe, expect, it } from "vitest";
import { DOCUMENTED, priceDocument, RECORDED } from "../../../aws/testing/recordedPrices.ts";
import { tiersText } from "../price.ts";
import { shippedBook } from "../shipped.ts";
import { compileAnswer } from "./compile.ts";
import { NotListed, readProduct, tiersOfRates } from "./product.ts";
import { PRICE_RULES, PRICED_SERVICES, questionsOf } from "./questions.ts";
import { renewal } from "./renewal.ts";

const DAY = "2026-11-26";
const book = shippedBook();

/** Answers as the list would give them: to each question those documents that meet it. */
function answered(documents: readonly string[], regions = ["us-east-1"]) {
  return questionsOf(regions).map((question) =>
    compileAnswer(
      {
        ...question,
        products: documents.filter((text) => {
          if (!text.startsWith("{")) return question.service === "AmazonECR";
          const { serviceCode, product } = JSON.parse(text);
          const values = { ...product.attributes, productFamily: product.productFamily };
          return (
            serviceCode === question.service &&
            Object.entries(question.filters).every(([name, value]) => values[name] === value)
          );
        }),
      },
      book,
      DAY,
    ),
  );
}
const pricesOf = (documents: readonly string[]) =>
  Object.fromEntries(
    answered(documents)
      .flatMap(({ prices }) => prices)
      .map(({ item, tiers }) => [item, tiersText(tiers)]),
  );
const problemsOf = (documents: readonly string[]) => answered(documents).flatMap(({ problems }) => problems);

describe("a document of the AWS Price List", () => {
  it("is read as AWS documents it", () => {
    const product = readProduct(DOCUMENTED, DAY);
    expect(product).toMatchObject({
      sku: "3MKHN58N7RDDVGKJ",
      service: "AmazonEC2",
      family: "Storage",
      version: "20180808005701",
      published: "2018-08-08",
      effective: "2018-08-01",
      rates: [{ unit: "GB-Mo", from: 0, usd: "0.1380000000" }],
    });
    expect(tiersText(tiersOfRates(product.rates, 1))).toBe("0.138");
  });

  it.each(["", "[]", "null", "{}", '{"product":{}}', "{"])("refuses %j", (text) => {
    expect(() => readProduct(text, DAY)).toThrow(NotListed);
  });

  it("of several terms takes the one that holds today, not the one that is announced", () => {
    const document = JSON.parse(RECORDED[0] ?? "");
    const [key = "", term] = Object.entries<Record<string, unknown>>(document.terms.OnDemand)[0] ?? [];
    const dearer = JSON.parse(JSON.stringify(term).replaceAll("0.0450000000", "9"));
    document.terms.OnDemand = {
      [key]: term,
      announced: { ...dearer, effectiveDate: "2027-01-01T00:00:00Z" },
      past: { ...dearer, effectiveDate: "2020-01-01T00:00:00Z" },
    };
    expect(readProduct(JSON.stringify(document), DAY).rates).toMatchObject([{ usd: "0.0450000000" }]);
  });

  it.each([
    [
      "a gap",
      [
        { unit: "GB", from: 0, upTo: 5, usd: "1" },
        { unit: "GB", from: 6, usd: "2" },
      ],
    ],
    ["no beginning", [{ unit: "GB", from: 5, usd: "1" }]],
    ["no end", [{ unit: "GB", from: 0, upTo: 5, usd: "1" }]],
    ["no dollars", [{ unit: "GB", from: 0 }]],
    ["no price", [{ unit: "GB", from: 0, usd: "free" }]],
    ["nothing", []],
  ])("refuses tiers with %s", (_, rates) => {
    expect(() => tiersOfRates(rates, 1)).toThrow(NotListed);
  });

  it("has prices with exponents, and by larger units, exactly", () => {
    expect(tiersText(tiersOfRates([{ unit: "x", from: 0, usd: "2.0E-7" }], 1))).toBe("0.0000002");
    expect(tiersText(tiersOfRates([{ unit: "x", from: 0, usd: "40.96" }], 1024))).toBe("0.04");
    expect(tiersText(tiersOfRates([{ unit: "x", from: 0, usd: "0.0000000000014" }], 1))).toBe(
      "0.000000000001",
    );
  });
});

describe("answers of the AWS Price List", () => {
  it("become prices of the items that they are of, in our units and with their tiers", () => {
    expect(pricesOf(RECORDED)).toMatchObject({
      "nat/hour": "0.045",
      "vpc/endpoint-data": "0.01:1048576 0.006:5242880 0.004",
      "lb/application-lcu": "0.008",
      "fargate/vcpu": "0.04048",
      "rds/postgres/db.t4g.micro": "0.016",
      "rds/storage-gp3": "0.115",
      "rds/backup": "0.095",
      "backup/rds": "0.095",
      "kms/requests": "0.000003",
      "secrets/requests": "0.000005",
      "cloudwatch/vended-ingestion": "0.5:10240 0.25:30720 0.1:51200 0.05",
      "transfer/internet": "0.09:10240 0.085:51200 0.07:153600 0.05",
      "ec2/m7g.large": "0.0816",
      "ebs/gp3-throughput": "0.04",
    });
    const [nat] = answered(RECORDED).flatMap(({ prices }) => prices);
    expect(nat).toMatchObject({
      region: "us-east-1",
      effective: "2026-10-01",
      source: {
        id: "aws-AmazonEC2-20261007165408",
        date: "2026-10-07",
        grade: "listed",
        text: expect.stringContaining("asked for on 2026-11-26"),
      },
    });
  });

  it("do not give an account's allowance to every resource", () => {
    expect(pricesOf(RECORDED)["dynamodb/storage"]).toBe("0.25");
  });

  it("are not taken where the list counts in another unit than the book", () => {
    const changed = priceDocument({
      service: "AmazonEC2",
      family: "NAT Gateway",
      sku: "A",
      usagetype: "NatGateway-Bytes",
      unit: "TB",
      rates: [["0", "45"]],
    });
    expect(problemsOf([changed])).toMatchObject([
      {
        item: "nat/data",
        region: "us-east-1",
        code: "cost/list-unit",
        reason: expect.stringContaining("TB"),
      },
    ]);
  });

  it("are not taken where several products meet a rule at different prices, and are where those are the same", () => {
    const gateway = (sku: string, usd: string) =>
      priceDocument({
        service: "AmazonEC2",
        family: "NAT Gateway",
        sku,
        usagetype: "NatGateway-Hours",
        unit: "Hrs",
        rates: [["0", usd]],
      });
    expect(problemsOf([gateway("A", "0.045"), gateway("B", "0.09")])).toMatchObject([
      { item: "nat/hour", code: "cost/several-prices", reason: expect.stringContaining("B 0.09") },
    ]);
    expect(pricesOf([gateway("A", "0.045"), gateway("B", "0.0450")])["nat/hour"]).toBe("0.045");
  });

  it("are counted where they are no documents", () => {
    const unreadable = answered(["not a document"]).flatMap((each) => each.unreadable);
    expect(unreadable).toEqual([expect.stringContaining("AmazonECR, us-east-1: it is no JSON")]);
  });
});

describe("what answers do to the book", () => {
  const renewed = (documents: readonly string[], regions = ["us-east-1"]) =>
    renewal(answered(documents, regions), { book, regions });
  const nat = (usd: string) =>
    priceDocument({
      service: "AmazonEC2",
      family: "NAT Gateway",
      sku: "A",
      usagetype: "NatGateway-Hours",
      unit: "Hrs",
      rates: [["0", usd]],
    });

  it("is a change with what it was, and by how much", () => {
    expect(renewed([nat("0.05")]).changed).toEqual([
      { item: "nat/hour", region: "us-east-1", unit: "hours", before: "0.045", after: "0.05", percent: 11.1 },
    ]);
    expect(renewed([nat("0.045")])).toMatchObject({ changed: [], confirmed: 1 });
  });

  it.each([
    ["0", "it would cost nothing"],
    ["0.45", "it would cost 10 times what the book has"],
    ["0.0045", "it would cost 10 per cent of what the book has"],
  ])("is doubted where an hour of a gateway costs %s", (usd, reason) => {
    const { changed, doubtful } = renewed([nat(usd)]);
    expect(changed).toEqual([]);
    expect(doubtful).toMatchObject([{ item: "nat/hour", reason }]);
  });

  it("renews or accounts for every price of the book in the regions asked for", () => {
    const regions = ["us-east-1", "eu-west-1"];
    const { prices, notRenewed } = renewed(RECORDED, regions);
    const there = book.prices.filter(({ region }) => region === "global" || regions.includes(region));
    const told = new Set([...prices, ...notRenewed].map(({ item, region }) => `${item} ${region}`));
    expect(there.filter(({ item, region }) => !told.has(`${item} ${region}`))).toEqual([]);
    expect(new Set(notRenewed.map(({ code }) => code))).toEqual(
      new Set(["cost/no-rule", "cost/not-in-list"]),
    );
  });
});

describe("the rules", () => {
  it("have units of the book, for items that the book has", () => {
    for (const { item, unit } of PRICE_RULES) {
      const known =
        typeof item === "string"
          ? book.listedAnywhere(item)
          : book.prices.find((price) => price.item.startsWith(item.of));
      expect(known?.unit, JSON.stringify(item)).toBe(unit);
    }
  });

  it("price an item once, and most prices of the book", () => {
    const names = PRICE_RULES.flatMap(({ item }) => (typeof item === "string" ? [item] : []));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    const { notRenewed } = renewal([], { book, regions: ["us-east-1"] });
    const withRule = notRenewed.filter(({ code }) => code !== "cost/no-rule").length;
    expect(withRule / notRenewed.length).toBeGreaterThan(0.85);
    expect(PRICED_SERVICES.length).toBeGreaterThan(25);
  });
});
