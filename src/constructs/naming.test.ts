import { describe, expect, it } from "vitest";
import { bucketArn, bucketName, nameOf, roleArn, stateBucketName, tableArn } from "./naming.ts";
import { tagsOf } from "./tags.ts";
import { NAMING } from "./testing/synthesised.ts";

describe("names that we choose", () => {
  it("begin with platform and environment", () => {
    expect(nameOf(NAMING, "cart")).toBe("shop-production-cart");
    expect(roleArn(NAMING, "cart")).toBe("arn:aws:iam::111111111111:role/shop-production-cart");
    expect(tableArn(NAMING, "cart", "eu-west-1")).toBe(
      "arn:aws:dynamodb:eu-west-1:111111111111:table/shop-production-cart",
    );
  });

  it("say region and account where all of AWS shares one namespace", () => {
    expect(bucketName(NAMING, "media", "eu-west-1")).toBe("shop-production-media-eu-west-1-111111111111");
    expect(bucketArn(NAMING, "media", "eu-west-1")).toBe(
      `arn:aws:s3:::${bucketName(NAMING, "media", "eu-west-1")}`,
    );
    expect(stateBucketName(NAMING, "eu-west-1")).toBe("shop-production-tfstate-eu-west-1-111111111111");
  });
});

describe("tags", () => {
  it("say what a thing is for, whose it is and who pays, and the data's class where there is one", () => {
    const owner = { service: "cart", owner: "shop", costCentre: "c-1" };
    expect(tagsOf("x", owner)).toEqual({ Name: "x", service: "cart", owner: "shop", "cost-centre": "c-1" });
    expect(tagsOf("x", { ...owner, dataClass: "personal" })).toMatchObject({ "data-class": "personal" });
  });
});
