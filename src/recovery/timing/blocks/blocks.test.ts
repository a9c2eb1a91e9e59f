import { describe, expect, it } from "vitest";
import { durationSlices, SLICES } from "../lognormal.ts";
import collected from "../testing/recoveryTimings.json" with { type: "json" };
import type { RecoveryTiming } from "./block.ts";
import { COMPUTE, DATA, TRAFFIC } from "./index.ts";

const isTiming = (value: unknown): value is RecoveryTiming =>
  typeof value === "object" && value !== null && "origin" in value;
const TIMINGS = [...Object.values(DATA), ...Object.values(COMPUTE), ...Object.values(TRAFFIC)].filter(
  isTiming,
);
const entry = (id: string) =>
  (collected as Record<string, unknown>)[id] as
    | { readonly range?: readonly number[]; readonly seconds?: number; readonly kind: string }
    | undefined;

describe("the timings of recoveries", () => {
  it("have each figure once, in order, with where it comes from", () => {
    const ids = TIMINGS.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(20);
    expect(ids).toEqual([...new Set(ids)]);
    for (const { id, typical, pessimistic, origin } of TIMINGS) {
      expect(typical, id).toBeGreaterThan(0);
      expect(pessimistic, id).toBeGreaterThan(typical);
      expect(origin.note, id).toMatch(/\S/);
      if (origin.kind === "read") expect(URL.parse(origin.url)?.protocol, id).toBe("https:");
    }
  });

  it("are those that were collected, and none is called read that was recalled", () => {
    const compared = TIMINGS.filter(({ id }) => entry(id)?.range !== undefined);
    expect(compared.length).toBeGreaterThanOrEqual(12);
    for (const { id, typical, pessimistic, origin } of compared) {
      expect([typical, pessimistic], id).toEqual(entry(id)?.range);
      expect(entry(id)?.kind.startsWith(origin.kind), id).toBe(true);
    }
    const { creation } = collected;
    expect([COMPUTE.CLUSTER_MADE.typical, COMPUTE.CLUSTER_MADE.pessimistic]).toEqual(
      creation.aws_eks_cluster,
    );
  });

  it("keep to what is promised of single figures", () => {
    expect(TRAFFIC.ROUTE53_CONTROL_PLANE.pessimistic).toBe(entry(TRAFFIC.ROUTE53_CONTROL_PLANE.id)?.seconds);
    expect(DATA.OBJECT_PROMISE.seconds).toBe(entry(DATA.OBJECT_LAG.id)?.seconds);
    // Nearly all objects within the promise: the slice below its share is below it, the last above.
    const slices = durationSlices(DATA.OBJECT_LAG);
    expect(slices[SLICES - 1]).toBeGreaterThan(500);
    expect(slices[SLICES - 1]).toBeLessThan(DATA.OBJECT_PROMISE.seconds);
  });

  it("detect by interval and threshold, which AWS gives", () => {
    const { values } = collected.route53_health_check_interval;
    const { default: threshold } = collected.route53_health_check_failure_threshold;
    const seconds = values.map((interval) => TRAFFIC.healthCheckDetection(interval, threshold).typical);
    expect(seconds).toEqual([30, 90]);
  });
});
