import { describe, expect, it } from "vitest";
import { instanceMemoryGib } from "./instanceMemory.ts";

describe("the memory of a database class", () => {
  it.each([
    ["db.r6g.large", 16],
    ["db.r6g.xlarge", 32],
    ["db.r7g.16xlarge", 512],
    ["db.m6g.large", 8],
    ["db.m6g.4xlarge", 64],
    ["db.x2g.large", 32],
    ["db.t4g.medium", 4],
  ])("is known of %s", (instanceClass, gib) => {
    expect(instanceMemoryGib(instanceClass)).toBe(gib);
  });

  it.each(["db.z1d.large", "db.serverless", "db.r6g.metal", "large"])(
    "is not guessed of %s",
    (instanceClass) => {
      expect(instanceMemoryGib(instanceClass)).toBeUndefined();
    },
  );
});
