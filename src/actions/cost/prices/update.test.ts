import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PriceList } from "../../../aws/index.ts";
import { FakePriceList } from "../../../aws/testing/fakePriceList.ts";
import { priceDocument, RECORDED } from "../../../aws/testing/recordedPrices.ts";
import { RecordingHost } from "../../../host/index.ts";
import { ManualClock } from "../../../lib/index.ts";
import { folderWith, SMALL } from "../../testing/configurations.ts";
import { costEstimate } from "../estimate.ts";
import { bookFrom } from "./book.ts";
import { costPricesList, costPricesShow } from "./show.ts";
import { type CostPricesUpdateOptions, costPricesUpdate } from "./update.ts";

const clock = new ManualClock(Date.UTC(2026, 10, 26));
const gateway = (usd: string) =>
  priceDocument({
    service: "AmazonEC2",
    family: "NAT Gateway",
    sku: "A",
    usagetype: "NatGateway-Hours",
    unit: "Hrs",
    rates: [["0", usd]],
  });

let fake: FakePriceList;
let endpoint: string;
let folder: string;
beforeEach(async () => {
  fake = new FakePriceList(RECORDED);
  fake.pageSize = 100;
  endpoint = await fake.start();
  folder = await mkdtemp(join(tmpdir(), "trireme-prices-"));
});
afterEach(async () => {
  await fake.stop();
  await rm(folder, { recursive: true, force: true });
});

function update(options: Partial<CostPricesUpdateOptions> = {}, host = new RecordingHost()) {
  const credentials = { accessKeyId: "111111111111", secretAccessKey: "sandbox" };
  const list = new PriceList({ endpoint, credentials, appId: "trireme-planning", attempts: 1 });
  return costPricesUpdate({ out: folder, regions: ["us-east-1"], clock, list, ...options }, host);
}

describe("the renewal of prices (recorded shape; never run on AWS)", () => {
  it("writes one file of prices, each with source, list's day and since when it holds", async () => {
    const result = await update();
    expect(result).toMatchObject({ written: true, doubtful: [], lost: [], unreadable: [] });
    expect(result.prices).toBe(result.changed.length + result.confirmed);
    expect(await readdir(folder)).toEqual(["aws-price-list.json"]);
    const { sources, prices } = JSON.parse(await readFile(result.file, "utf8"));
    expect(prices.find(({ item }: { item: string }) => item === "nat/hour")).toEqual({
      item: "nat/hour",
      unit: "hours",
      region: "us-east-1",
      price: "0.045",
      source: "aws-AmazonEC2-20261007165408",
      effective: "2026-10-01",
    });
    expect(sources["aws-AmazonEC2-20261007165408"]).toMatchObject({ date: "2026-10-07", grade: "listed" });
    const book = await bookFrom(folder);
    expect(book.listed("nat/hour", "us-east-1")?.source.id).toBe("aws-AmazonEC2-20261007165408");
    expect(book.listed("nat/hour", "us-west-2")?.source.id).toBe("offer-2026-09");
  });

  it("gives the same bytes for the same answers, and counts what it did not renew", async () => {
    const first = await readFile((await update()).file, "utf8");
    const again = await update();
    expect(await readFile(again.file, "utf8")).toBe(first);
    expect(again).toMatchObject({ changed: [], lost: [] });
    expect(again.confirmed).toBe(again.prices);
    expect(again.notRenewed.length).toBeGreaterThan(1000);
  });

  it("takes nothing where it is refused on its way: the file stays as it was", async () => {
    const { file } = await update();
    const before = await readFile(file, "utf8");
    fake.documents.splice(0, fake.documents.length, gateway("0.05"));
    fake.refusedFrom = fake.asked.length + 20;
    await expect(update()).rejects.toMatchObject({ code: "price-list-failed" });
    expect(await readFile(file, "utf8")).toBe(before);
    expect(await readdir(folder)).toEqual(["aws-price-list.json"]);
  });

  it("asks about a price that is nothing or leaps, keeps the old one, and takes it where it is named", async () => {
    fake.documents.splice(0, fake.documents.length, gateway("0.9"), RECORDED[1] ?? "");
    const host = new RecordingHost();
    const refused = await update({}, host);
    expect(refused.doubtful).toMatchObject([{ item: "nat/hour", after: "0.9", taken: false }]);
    expect(JSON.stringify(host)).toContain("20 times what the book has");
    expect((await bookFrom(folder)).listed("nat/hour", "us-east-1")?.source.id).toBe("offer-2026-09");

    expect((await update({ accept: ["nat/hour"] })).doubtful).toMatchObject([{ taken: true }]);
    const { regions } = await costPricesShow({ prices: folder, item: "nat/hour", clock });
    expect(regions.find(({ region }) => region === "us-east-1")).toMatchObject({
      price: "0.9",
      grade: "listed",
    });
  });

  it("says which prices it had from the list before and does not find any more, and keeps them", async () => {
    await update();
    fake.documents.splice(0, 1);
    const { lost, file } = await update();
    expect(lost).toMatchObject([{ item: "nat/hour", region: "us-east-1", code: "cost/not-in-list" }]);
    expect(await readFile(file, "utf8")).toContain('"nat/hour"');
  });

  it("asks for the services that are named only", async () => {
    const { notRenewed, prices } = await update({ services: ["awskms"] });
    expect(prices).toBe(1);
    expect(notRenewed.find(({ item }) => item === "nat/hour")).toMatchObject({ code: "cost/not-asked" });
    expect(new Set(fake.asked.map(({ question }) => question.ServiceCode))).toEqual(
      new Set(["AmazonEC2", "awskms"]),
    );
  });

  it("writes nothing where the list answers with nothing that is known", async () => {
    fake.documents.length = 0;
    expect(await update()).toMatchObject({ written: false, prices: 0 });
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuses regions and services that the list does not have, and a file that holds no prices", async () => {
    await expect(update({ regions: ["mars-1"] })).rejects.toMatchObject({
      problems: [{ where: "--region", given: "mars-1", wanted: expect.stringContaining("eu-west-1") }],
    });
    await expect(update({ services: ["AmazonEC3"] })).rejects.toMatchObject({
      problems: [{ where: "--service", given: "AmazonEC3" }],
    });
    await writeFile(join(folder, "aws-price-list.json"), "{}");
    await expect(update()).rejects.toMatchObject({ fault: "input" });
  });
});

describe("a project's own prices", () => {
  let project: string;
  beforeAll(async () => {
    project = await folderWith(SMALL);
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  it("are asked for of the configuration's regions, lie beside it, and count in its estimate with their day", async () => {
    const before = await costEstimate({ path: project, environment: "development", clock });
    fake.documents.splice(0, 1, gateway("0.09"));
    const credentials = { accessKeyId: "111111111111", secretAccessKey: "sandbox" };
    const list = new PriceList({ endpoint, credentials, appId: "trireme-planning", attempts: 1 });
    const renewed = await costPricesUpdate({ path: project, clock, list }, new RecordingHost());
    expect(renewed.regions).toEqual(["eu-west-1", "us-east-1", "us-west-2"]);
    expect(renewed.file).toBe(join(project, "prices", "aws-price-list.json"));

    const after = await costEstimate({ path: project, environment: "development", clock });
    const natOf = ({ document }: typeof after) =>
      document.resources
        .filter(({ type }) => type === "aws_nat_gateway")
        .flatMap(({ components }) => components)
        .find(({ item }) => item === "nat/hour");
    expect(natOf(before)?.unitPrice).toBe(0.045);
    expect(natOf(after)?.unitPrice).toBe(0.09);
    expect(after.document.priceBook.sources.map(({ id }) => id)).toContain("aws-AmazonEC2-20261007165408");
    const { sources, recalled } = await costPricesList({ path: project, clock });
    expect(sources.find(({ id }) => id === "aws-AmazonEC2-20261007165408")).toMatchObject({ days: 50 });
    expect(recalled).toBeGreaterThan(100);
  });

  it.each([
    ["a price twice", { prices: ["0.1", "0.2"], unit: "hours", source: "own" }, "prices.1"],
    ["tiers that go down", { prices: ["0.1:5 0.2:3 0.3"], unit: "hours", source: "own" }, "prices.0.price"],
    [
      "a unit that the item is not counted in",
      { prices: ["0.1"], unit: "days", source: "own" },
      "prices.0.unit",
    ],
    [
      "a source that it does not name",
      { prices: ["0.1"], unit: "hours", source: "other" },
      "prices.0.source",
    ],
  ])("are refused with %s, with the place", async (_, { prices, unit, source }, where) => {
    const file = join(folder, "own.json");
    await writeFile(
      file,
      JSON.stringify({
        version: 1,
        currency: "USD",
        sources: { own: { date: "2026-11-01", grade: "listed", text: "our contract" } },
        prices: prices.map((price) => ({ item: "nat/hour", unit, region: "us-east-1", price, source })),
      }),
    );
    await expect(bookFrom(file)).rejects.toMatchObject({ fault: "input", problems: [{ where }] });
  });
});
