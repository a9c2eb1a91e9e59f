import { describe, expect, it } from "vitest";
import type { DrillResult } from "../../src/actions/index.ts";
import { folderWith, missingTools, TWO_REGIONS, trireme } from "./trireme.ts";

const missing = await missingTools();
const zero = { add: 0, change: 0, replace: 0, destroy: 0 };
const LOST = "us-east-1";

describe.skipIf(missing !== undefined)(
  `a platform of two regions loses us-east-1${missing === undefined ? "" : ` (SKIPPED: ${missing})`}`,
  () => {
    it("applies, fails over and fails back, Terraform has nothing to do at any moment, and no write is lost that had left", async () => {
      const folder = await folderWith(TWO_REGIONS);
      // when
      const { exitCode, stdout, stderr } = await trireme("drill", "region", LOST, folder.dir, "--json").ended;
      const kept = await trireme("drill", "history", folder.dir, "--json").ended;
      await folder.remove();
      // then
      const drill = JSON.parse(stdout) as DrillResult;
      expect(drill.outcome, stderr).toBe("held");
      // Beside what no drill can do, nothing was left out.
      expect(drill.notDone.map(({ code }) => code)).toEqual(["drill-rows"]);
      expect(drill.resources.emitted).toBeGreaterThan(400);
      expect(drill.resources.applied).toBe(drill.resources.emitted);

      const { planBefore, planAfterFailover, planAfterFailback } = drill;
      expect(planBefore, JSON.stringify(planBefore)).toEqual({ ...zero, unplannable: [] });
      expect(planAfterFailover?.survivors, JSON.stringify(planAfterFailover)).toMatchObject(zero);
      expect(planAfterFailover?.global).toMatchObject(zero);
      expect(planAfterFailover?.lostAfterReturn).toEqual({ ...zero, unplannable: [] });
      expect(planAfterFailback, JSON.stringify(planAfterFailback)).toEqual({ ...zero, unplannable: [] });
      // Every stack of the survivor was planned, but for its copies of the tables that were born in the lost region.
      const unplanned = planAfterFailover?.survivors.unplannable.map(({ id }) => id) ?? [];
      expect(unplanned.filter((id) => !id.includes(`/${LOST}/`))).toEqual(["staging/us-west-2/replicas"]);

      expect(drill.calls?.byFailover).toBeGreaterThan(0);
      expect(drill.calls).toMatchObject({ toLostRegion: 0, toFallenControlPlanes: 0 });
      expect(drill.writers["orders-us"]).toEqual({
        afterApply: LOST,
        afterLoss: LOST,
        afterFailover: "us-west-2",
        afterReturn: "us-west-2",
        afterFailback: LOST,
      });

      // The customers saw the same writers, and none took a write that another should have taken.
      expect(drill.writersOverTime["orders-us"]?.map(({ region }) => region)).toEqual([
        LOST,
        "us-west-2",
        LOST,
      ]);
      expect(drill.fenced["orders-us"]).toMatchObject([
        { oldWriter: LOST, newWriter: "us-west-2", acknowledgedAfterCut: 0, at: expect.any(Number) },
      ]);
      // RDS fences nobody: the names kept away while its old writer was back, and it was stopped before they led there again.
      const { "inventory-us": inventory } = drill.dataLoss;
      expect(inventory?.atEnd.lookedFor).toBeGreaterThan(500);
      expect(inventory?.atEnd.diverged.writes).toBe(0);
      expect(drill.fenced["inventory-us"]).toMatchObject([
        { oldWriter: LOST, newWriter: "us-west-2", acknowledgedAfterCut: 0, at: expect.any(Number) },
      ]);
      expect(drill.writers["inventory-us"]).toMatchObject({
        afterReturn: `${LOST} and us-west-2`,
        afterFailback: "us-west-2",
      });
      const { "orders-us": orders, "cart-us": cart } = drill.dataLoss;
      expect(orders?.atEnd.lookedFor).toBeGreaterThan(500);
      expect(orders?.atEnd.lost.seconds).toBeLessThanOrEqual(orders?.lagSeconds ?? 0);
      expect(orders?.atEnd.diverged.writes).toBe(0);
      expect(orders?.atEnd.found).toBe((orders?.atEnd.lookedFor ?? 0) - (orders?.atEnd.lost.writes ?? 0));
      expect(cart?.afterFailover?.late.seconds).toBeLessThanOrEqual(cart?.lagSeconds ?? 0);
      expect(cart?.atEnd).toMatchObject({ found: cart?.atEnd.lookedFor, late: { writes: 0 } });
      // Health checks, the failover and the resolvers' time: minutes, not hours and not nothing.
      expect(drill.took.untilServed.checkout).toBeGreaterThan(30);
      expect(drill.took.untilServed.checkout).toBeLessThan(600);

      expect(drill.proven).toBe(true);
      expect(exitCode).toBe(0);
      expect((JSON.parse(kept.stdout) as { drills: unknown[] }).drills).toHaveLength(1);
    });
  },
);
