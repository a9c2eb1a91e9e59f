import { describe, expect, it } from "vitest";
import { nearestRegions, regionsWithoutRoundTrips } from "./distance.ts";
import { PLACES, ROUND_TRIPS } from "./roundTrips.ts";

describe("the table of round trips", () => {
  it("is whole: from each of its places to each", () => {
    expect(Object.keys(ROUND_TRIPS)).toEqual([...PLACES]);
    for (const row of Object.values(ROUND_TRIPS)) {
      expect(row).toHaveLength(PLACES.length);
      expect(row.every((milliseconds) => milliseconds > 0 && milliseconds < 500)).toBe(true);
    }
  });

  it("is about as long one way as the other", () => {
    PLACES.forEach((from, row) => {
      PLACES.forEach((to, column) => {
        const [there, back] = [ROUND_TRIPS[from]?.[column] ?? 0, ROUND_TRIPS[to]?.[row] ?? 0];
        expect(Math.abs(there - back), `${from} ${to}`).toBeLessThan(26);
      });
    });
  });
});

describe("nearestRegions", () => {
  it("knows who is far from Virginia, Oregon and Ireland: Sydney, Cape Town, Singapore", () => {
    const nearest = nearestRegions(["us-east-1", "us-west-2", "eu-west-1"]);
    const of = (place: string) => nearest.find((each) => each.place === place);
    expect(of("ap-southeast-2")).toEqual({
      place: "ap-southeast-2",
      region: "us-west-2",
      roundTripMs: 140.45,
    });
    expect(of("af-south-1")).toEqual({ place: "af-south-1", region: "eu-west-1", roundTripMs: 158.01 });
    expect(of("ap-southeast-1")).toEqual({
      place: "ap-southeast-1",
      region: "us-west-2",
      roundTripMs: 168.38,
    });
    expect(nearest[0]?.place).toBe("ap-southeast-1");
    expect(nearest.at(-1)?.roundTripMs).toBeLessThan(6);
  });

  it("says which regions it does not know, and nothing of them", () => {
    expect(regionsWithoutRoundTrips(["eu-west-1", "ap-southeast-7"])).toEqual(["ap-southeast-7"]);
    expect(nearestRegions(["ap-southeast-7"])).toEqual([]);
  });
});
