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
    expect(faults.lostRegions()).toEqual(["eu-west-1"]);

    faults.restoreRegion("eu-west-1");
    faults.restoreRegion("us-west-2");
    expect(faults.regionChangedAt("eu-west-1")).toBe(150);
    expect(faults.regionChangedAt("us-west-2")).toBeUndefined();
    expect(faults.lostRegions()).toEqual([]);
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
});
