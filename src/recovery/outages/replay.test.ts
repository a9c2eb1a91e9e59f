import { describe, expect, it } from "vitest";
import { failureModes } from "../modes/modes.ts";
import { EAST, region, subject, WEST } from "../modes/testing/subjects.ts";
import { modelLosses } from "../simulation/results.ts";
import type { RecoverySubject } from "../subject/subject.ts";
import { OUTAGES, type Outage } from "./outages.ts";
import { covered, replayOutages } from "./replay.ts";

const replay = (given: RecoverySubject, outages: readonly Outage[] = OUTAGES) =>
  replayOutages(given, modelLosses(failureModes(given), { samples: 500 }), outages);
const only = (given: RecoverySubject, outage: Outage) => {
  const journey = replay(given, [outage])[0]?.journeys[0];
  if (journey === undefined) throw new Error("not replayed");
  return journey;
};
const outage = (...services: readonly (readonly [string, string, string])[]): Outage => ({
  id: "one",
  regions: ["us-east-1"],
  services: services.map(([service, from, to]) => ({
    service,
    from: `2025-01-01T${from}:00Z`,
    to: `2025-01-01T${to}:00Z`,
  })),
  sources: ["https://example.com"],
});

describe("an outage, replayed", () => {
  it("shuts a journey while what it leans on is down: DynamoDB on 2025-10-20, 06:48 to 09:40", () => {
    const [first] = replay(subject());
    expect(first).toMatchObject({ outage: "2025-10-20-us-east-1", region: "us-east-1" });
    expect(first?.journeys[0]).toMatchObject({
      name: "buy",
      down: ["DynamoDB"],
      withoutFailover: 172 * 60,
      missing: [{ service: "EC2 launches" }],
      degraded: (14 * 60 + 2) * 60,
    });
    expect(first?.notLeanedOn).toEqual(["NLB connection errors", "Redshift (last clusters)"]);
  });

  it("is shorter for those who leave, by as long as leaving takes", () => {
    const { withFailover, withoutFailover } = only(subject(), outage(["DynamoDB", "06:00", "12:00"]));
    expect(withoutFailover).toBe(6 * 3600);
    expect(withFailover.p50).toBeGreaterThan(600);
    expect(withFailover.p50).toBeLessThan(withFailover.p95);
    expect(withFailover.p95).toBeLessThan(withoutFailover);
  });

  it("is never longer for those who leave", () => {
    const { withFailover } = only(subject(), outage(["DynamoDB", "06:00", "06:01"]));
    expect(withFailover).toEqual({ p50: 60, p95: 60 });
  });

  it("lasts as long as without failover where there is nowhere to go", () => {
    const alone = subject({ regions: [region("us-east-1")] });
    expect(only(alone, outage(["DynamoDB", "06:00", "08:00"])).withFailover).toEqual({
      p50: 7200,
      p95: 7200,
    });
  });

  it("does not touch who does not lean on what failed", () => {
    const given = subject({ regions: [{ ...EAST, leansOn: ["rds"] }, WEST] });
    const { down, withoutFailover } = only(given, outage(["DynamoDB", "06:00", "08:00"]));
    expect([down, withoutFailover]).toEqual([[], 0]);
  });

  it("counts overlapping windows once, and keeps who left away: 06:00 to 09:00 and 10:00 to 11:00", () => {
    const struck = outage(
      ["DynamoDB", "06:00", "08:00"],
      ["RDS", "07:00", "09:00"],
      ["KMS", "10:00", "11:00"],
    );
    const { withoutFailover, withFailover } = only(subject(), struck);
    expect(withoutFailover).toBe(4 * 3600);
    expect(withFailover.p95).toBeLessThan(7200);
  });

  it("concerns only regions from which customers are served", () => {
    const given = subject({ regions: [{ ...EAST, role: "recovery" }, WEST] });
    expect(replay(given).map(({ region: struck }) => struck)).toEqual(["us-west-2"]);
  });
});

describe("covered", () => {
  it("is the length of the union", () => {
    const window = (from: string, to: string) => ({
      from: `2025-01-01T${from}Z`,
      to: `2025-01-01T${to}Z`,
    });
    expect(covered([])).toBe(0);
    expect(covered([window("01:00:00", "02:00:00"), window("00:00:00", "03:00:00")])).toBe(3 * 3600);
    expect(covered([window("02:00:00", "03:00:00"), window("00:00:00", "01:00:00")])).toBe(2 * 3600);
  });
});
