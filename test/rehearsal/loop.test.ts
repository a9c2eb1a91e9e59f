import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RehearsalResult } from "../../src/actions/index.ts";
import { missingTools, trireme } from "./trireme.ts";

const missing = await missingTools();
const example = join(import.meta.dirname, "..", "..", "examples", "storefront");
const zero = { add: 0, change: 0, replace: 0, destroy: 0 };

describe.skipIf(missing !== undefined)(
  `the example loses us-east-1${missing === undefined ? "" : ` (SKIPPED: ${missing})`}`,
  () => {
    it("applies, fails over and fails back, and Terraform has nothing to do at any moment", async () => {
      // when
      const { exitCode, stdout, stderr } = await trireme("rehearse", example, "--json").ended;
      // then
      const result = JSON.parse(stdout) as RehearsalResult;
      expect(result.failures, stderr).toEqual([]);
      expect(result.notDone).toEqual([]);
      const { resources, plans, calls, writers } = result;
      expect(resources.emitted).toBeGreaterThan(300);
      expect(resources.validated).toBe(resources.emitted);
      expect(resources.applied).toBe(resources.emitted);
      expect(resources.notEmulated).toEqual([]);
      expect(plans.second, JSON.stringify(plans.second)).toMatchObject({ ...zero, unplannable: [] });
      expect(plans.afterFailover, JSON.stringify(plans.afterFailover)).toMatchObject(zero);
      expect(plans.afterFailback, JSON.stringify(plans.afterFailback)).toMatchObject({
        ...zero,
        unplannable: [],
      });
      // Every stack of the survivors was planned, but for copies of the tables that were born in the lost region.
      const planned = plans.afterFailover?.stacks.map(({ id }) => id) ?? [];
      for (const region of ["us-west-2", "eu-west-1", "eu-central-1"]) {
        for (const stack of ["network", "data", "compute", "links"]) {
          expect(planned).toContain(`production/${region}/${stack}`);
        }
      }
      expect(calls?.byFailover).toBeGreaterThan(0);
      expect(calls).toMatchObject({ toLostRegion: 0, toFallenControlPlanes: 0 });
      expect(writers["orders-us"]).toEqual({
        afterApply: "us-east-1",
        afterLoss: "us-east-1",
        afterFailover: "us-west-2",
        afterReturn: "us-west-2",
        afterFailback: "us-east-1",
      });
      expect(writers["orders-eu"]?.afterFailover).toBe("eu-west-1");
      expect(result.proven).toBe(true);
      expect(exitCode).toBe(0);
    });
  },
);
