import { describe, expect, it } from "vitest";
import { ManualClock } from "../lib/index.ts";
import type { AwsCall } from "./call.ts";
import { Faults } from "./faults.ts";

function call(change: Partial<AwsCall>): AwsCall {
  return {
    id: 1,
    at: 0,
    account: "123456789012",
    service: "rds",
    signedRegion: "us-west-2",
    homeRegion: "us-west-2",
    global: false,
    action: "DescribeDBClusters",
    caller: "other",
    method: "POST",
    target: "/",
    headers: {},
    body: Buffer.alloc(0),
    ...change,
  };
}

describe("Faults", () => {
  it("strikes the calls of a lost region and no others", () => {
    const faults = new Faults(new ManualClock());
    faults.loseRegion("us-east-1");

    expect(faults.strike(call({ homeRegion: "us-east-1" }))?.effect.kind).toBe("reset");
    expect(
      faults.strike(call({ homeRegion: "us-east-1", signedRegion: "us-west-2", global: true })),
    ).toBeDefined();
    expect(faults.strike(call({ homeRegion: "us-west-2" }))).toBeUndefined();
  });

  it("strikes a change of a bucket's settings elsewhere that needs the lost region", () => {
    const faults = new Faults(new ManualClock());
    faults.loseRegion("us-east-1");

    expect(faults.strike(call({ service: "s3", action: "PutBucketPolicy" }))).toBeDefined();
    expect(faults.strike(call({ service: "s3", action: "PutObject" }))).toBeUndefined();
  });

  it("remembers when a region was lost and given back", () => {
    const clock = new ManualClock(100);
    const faults = new Faults(clock);
    expect(faults.regionChangedAt("eu-west-1")).toBeUndefined();

    faults.loseRegion("eu-west-1");
    clock.advance(50);
    faults.loseRegion("eu-west-1");
    expect(faults.regionChangedAt("eu-west-1")).toBe(100);
    expect(faults.regions().map(({ region }) => region)).toEqual(["eu-west-1"]);

    faults.restoreRegion("eu-west-1");
    faults.restoreRegion("us-west-2");
    expect(faults.regionChangedAt("eu-west-1")).toBe(150);
    expect(faults.regionChangedAt("us-west-2")).toBeUndefined();
    expect(faults.regions().map(({ region }) => region)).toEqual([]);
  });

  it("takes a fault of one action of one service in one region as data", () => {
    const faults = new Faults(new ManualClock());
    const match = { region: "us-west-2", service: "rds", action: "FailoverGlobalCluster" };
    faults.set({ id: "rds-stuck", match, effect: { kind: "reset" } });

    expect(faults.strike(call({ action: "FailoverGlobalCluster" }))?.id).toBe("rds-stuck");
    expect(faults.strike(call({}))).toBeUndefined();
    faults.clear("rds-stuck");
    expect(faults.strike(call({ action: "FailoverGlobalCluster" }))).toBeUndefined();
  });

  describe("of a control plane that is gone", () => {
    it("leave the data plane alone, and the region within the others' reach", () => {
      const faults = new Faults(new ManualClock());
      faults.loseRegion("us-west-2", "control-plane-gone");

      expect(faults.strike(call({ action: "ModifyDBCluster" }))?.effect.kind).toBe("reset");
      expect(faults.strike(call({ service: "dynamodb", action: "PutItem" }))).toBeUndefined();
      expect(faults.strike(call({ service: "dynamodb", action: "UpdateTable" }))).toBeDefined();
      expect(faults.isCutOff("us-west-2")).toBe(false);
      expect(faults.regionChangedAt("us-west-2")).toBeUndefined();
    });
  });

  describe("of a partition", () => {
    it("strike those who are outside, and leave those who are inside to go on", () => {
      const faults = new Faults(new ManualClock());
      faults.loseRegion("us-west-2", "partitioned");
      const inside = (region: string) =>
        call({ headers: { "user-agent": `trireme-application-in-${region}` } });

      expect(faults.strike(call({}))).toBeDefined();
      expect(faults.strike(inside("us-east-1"))).toBeDefined();
      expect(faults.strike(inside("us-west-2"))).toBeUndefined();
      expect(faults.strike(call({ homeRegion: "us-east-1" }))).toBeUndefined();
      expect(faults.isCutOff("us-west-2")).toBe(true);
      expect(faults.isGone("us-west-2")).toBe(false);
    });
  });

  it("take the place of each other in a region, and end with it", () => {
    const clock = new ManualClock(100);
    const faults = new Faults(clock);
    faults.loseRegion("us-west-2", "partitioned");
    clock.advance(50);
    faults.loseRegion("us-west-2", "gone");

    expect(faults.regions()).toEqual([{ region: "us-west-2", fault: "gone" }]);
    expect(faults.list()).toHaveLength(1);
    expect(faults.regionChangedAt("us-west-2")).toBe(100);
    faults.restoreRegion("us-west-2");
    expect(faults.list()).toEqual([]);
    expect(faults.regionChangedAt("us-west-2")).toBe(150);
  });

  it("strike so many calls and no more", () => {
    const faults = new Faults(new ManualClock());
    faults.set({ id: "slow", match: { service: "rds" }, effect: { kind: "throttle" }, times: 2 });

    expect([1, 2, 3].map(() => faults.strike(call({}))?.id)).toEqual(["slow", "slow", undefined]);
    expect(faults.clear("slow")).toBe(false);
  });
});
