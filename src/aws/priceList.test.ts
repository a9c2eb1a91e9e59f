import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PriceList } from "./priceList.ts";
import { FakePriceList } from "./testing/fakePriceList.ts";
import { DOCUMENTED, RECORDED } from "./testing/recordedPrices.ts";

const CREDENTIALS = { accessKeyId: "111111111111", secretAccessKey: "sandbox" };

describe("the AWS Price List, asked through its SDK (recorded shape; never run on AWS)", () => {
  let fake: FakePriceList;
  let list: PriceList;
  beforeEach(async () => {
    fake = new FakePriceList([...RECORDED, DOCUMENTED]);
    const endpoint = await fake.start();
    list = new PriceList({ endpoint, credentials: CREDENTIALS, appId: "trireme-planning", attempts: 1 });
  });
  afterEach(async () => {
    list.destroy();
    await fake.stop();
  });

  it("gives every page of the products that have all attributes asked for", async () => {
    const products = await list.products("AmazonVPC", { regionCode: "us-east-1" });
    expect(products.map((text) => JSON.parse(text).product.sku)).toEqual([
      "4GQUNXTFWVSGPUZK",
      "EN2N5TATXE673A3B",
      "DQYYEZBCWSW5XS2R",
    ]);
    expect(fake.asked.map(({ action }) => action)).toEqual(["GetProducts", "GetProducts"]);
    expect(fake.asked[0]?.question).toMatchObject({
      ServiceCode: "AmazonVPC",
      Filters: [{ Type: "TERM_MATCH", Field: "regionCode", Value: "us-east-1" }],
    });
    expect(list.calls).toBe(2);
  });

  it("gives the values of an attribute", async () => {
    expect(await list.values("AmazonEC2", "regionCode")).toContain("eu-west-1");
  });

  it("calls a refusal what it is, says what is needed, and asks nobody else", async () => {
    fake.refusedFrom = 1;
    await expect(list.products("AmazonVPC", {})).rejects.toMatchObject({
      code: "price-list-failed",
      fault: "environment",
      fix: expect.stringContaining("pricing:GetProducts"),
    });
    expect(fake.asked).toHaveLength(1);
  });

  it("asks the next of the regions that have it where nobody answers, and says so when all are silent", async () => {
    await fake.stop();
    await expect(list.products("AmazonVPC", {})).rejects.toMatchObject({ fault: "environment" });
    expect(list.calls).toBe(3);
  });
});
