import { describe, expect, it } from "vitest";
import { AWS_REGIONS, awsRegion, REGION_PLACES } from "./regions.ts";

describe("the catalogue of regions", () => {
  it("keeps every region at the place at which it was first published", () => {
    // Addresses follow from the place: lines may be added below, none may change.
    expect(
      AWS_REGIONS.map(({ name, place, zoneLetters }) => `${name} ${place} ${zoneLetters}`).slice(0, 34),
    ).toEqual([
      "me-south-1 0 abc",
      "af-south-1 1 abc",
      "us-east-1 2 abcdef",
      "us-east-2 3 abc",
      "us-west-1 4 ab",
      "us-west-2 5 abcd",
      "ca-central-1 6 abd",
      "ca-west-1 7 abc",
      "eu-west-1 8 abc",
      "eu-west-2 9 abc",
      "eu-west-3 10 abc",
      "eu-central-1 11 abc",
      "eu-central-2 12 abc",
      "eu-north-1 13 abc",
      "eu-south-1 14 abc",
      "eu-south-2 15 abc",
      "ap-northeast-1 16 acd",
      "ap-northeast-2 17 abcd",
      "ap-northeast-3 18 abc",
      "ap-southeast-1 19 abc",
      "ap-southeast-2 20 abc",
      "ap-southeast-3 21 abc",
      "ap-southeast-4 22 abc",
      "ap-southeast-5 23 abc",
      "ap-southeast-7 24 abc",
      "ap-east-1 25 abc",
      "ap-east-2 26 abc",
      "ap-south-1 27 abc",
      "ap-south-2 28 abc",
      "sa-east-1 29 abc",
      "il-central-1 30 abc",
      "me-central-1 31 abc",
      "mx-central-1 0 abc",
      "ap-southeast-6 1 abc",
    ]);
  });

  it("has each region once, with at least two zones and letters that have a place", () => {
    expect(new Set(AWS_REGIONS.map(({ name }) => name)).size).toBe(AWS_REGIONS.length);
    for (const region of AWS_REGIONS) {
      expect(region.zoneLetters).toMatch(/^[a-h]{2,8}$/);
      expect(region.place).toBeLessThan(REGION_PLACES);
      expect(awsRegion(region.name)).toBe(region);
    }
  });

  it("fails to find what is not a commercial region", () => {
    expect(awsRegion("us-gov-west-1")).toBeUndefined();
    expect(awsRegion("us-east-1a")).toBeUndefined();
  });
});
