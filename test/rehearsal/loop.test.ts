import { describe, expect, it } from "vitest";
import type { RehearsalResult } from "../../src/actions/index.ts";
import { folderWith, missingTools, TWO_REGIONS, trireme } from "./trireme.ts";

const missing = await missingTools();
const zero = { add: 0, change: 0, replace: 0, destroy: 0 };

describe.skipIf(missing !== undefined)(
  `a platform of two regions loses us-east-1${missing === undefined ? "" : ` (SKIPPED: ${missing})`}`,
  () => {
    it("applies, fails over and fails back, and Terraform has nothing to do at any moment", async () => {
      const folder = await folderWith(TWO_REGIONS);
      // when
      const { exitCode, stdout, stderr } = await trireme("rehearse", folder.dir, "--json").ended;
      await folder.remove();
      // then
      const result = JSON.parse(stdout) as RehearsalResult;
      expect(result.failures, stderr).toEqual([]);
      expect(result.notDone).toEqual([]);
      const { resources, plans, calls, writers } = result;
      expect(resources.emitted).toBeGreaterThan(400);
      expect(resources.validated).toBe(resources.emitted);
      expect(resources.applied).toBe(resources.emitted);
      expect(resources.notEmulated).toEqual([]);
      expect(plans.second, JSON.stringify(plans.second)).toMatchObject({ ...zero, unplannable: [] });
      expect(plans.afterFailover, JSON.stringify(plans.afterFailover)).toMatchObject(zero);
      expect(plans.afterFailback, JSON.stringify(plans.afterFailback)).toMatchObject({
        ...zero,
        unplannable: [],
      });
      // Every stack of the survivor was planned, but for its copies of the tables that were born in the lost region.
      const planned = plans.afterFailover?.stacks.map(({ id }) => id) ?? [];
      for (const stack of ["network", "data", "compute", "links"]) {
        expect(planned).toContain(`staging/us-west-2/${stack}`);
      }
      expect(result.lostWithRegion).toEqual(["sessions", "pages"]);
      expect(calls?.byFailover).toBeGreaterThan(0);
      expect(calls).toMatchObject({ toLostRegion: 0, toFallenControlPlanes: 0 });
      expect(writers["orders-us"]).toEqual({
        afterApply: "us-east-1",
        afterLoss: "us-east-1",
        afterFailover: "us-west-2",
        afterReturn: "us-west-2",
        afterFailback: "us-east-1",
      });
      expect(result.proven).toBe(true);
      expect(exitCode).toBe(0);
    });
  },
);
