import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DrillResult } from "../../src/actions/index.ts";
import { folderWith, missingTools, ONE_REGION, trireme } from "./trireme.ts";

const missing = await missingTools();
const nothing = { add: 0, change: 0, replace: 0, destroy: 0, unplannable: [] };

describe.skipIf(missing !== undefined)(
  `parts of a region are lost on what Terraform made of it${missing === undefined ? "" : ` (SKIPPED: ${missing})`}`,
  () => {
    let folder: Awaited<ReturnType<typeof folderWith>>;
    // The second finds what the first has applied, and applies what it needs beside that.
    beforeAll(async () => {
      folder = await folderWith(ONE_REGION);
      await trireme("sandbox", "up", folder.dir).ended;
    });
    afterAll(async () => {
      await trireme("sandbox", "down", folder.dir).ended;
      await folder.remove();
    });

    const drilled = async (...args: string[]) => {
      const { exitCode, stdout, stderr } = await trireme("drill", ...args, folder.dir, "--json").ended;
      return { exitCode, stderr, drill: JSON.parse(stdout) as DrillResult };
    };

    it("a table is restored beside itself with every row, and Terraform sees nothing of it", async () => {
      const { exitCode, stderr, drill } = await drilled("restore", "cart-us");
      expect(drill.restored?.rows, stderr).toEqual({ lookedFor: 100, found: 100 });
      expect(drill.resources.applied).toBe(drill.resources.emitted);
      expect(drill.planAfterFailover?.survivors).toEqual(nothing);
      expect(drill.planAfterFailback).toEqual(nothing);
      expect([exitCode, drill.proven]).toEqual([0, true]);
    });

    it("a zone is left and used again, its database writes from another, and Terraform has nothing to do", async () => {
      const { exitCode, stderr, drill } = await drilled("zone", "us-east-1a");
      expect(drill.outcome, stderr).toBe("held");
      expect(drill.timeline.map(({ step }) => step)).toEqual(
        expect.arrayContaining(["shift-balancer", "move-inventory-us"]),
      );
      expect(drill.planAfterFailover?.survivors).toEqual(nothing);
      expect(drill.planAfterFailback).toEqual(nothing);
      expect(drill.dataLoss["inventory-us"]?.atEnd).toMatchObject({
        lost: { writes: 0 },
        diverged: { writes: 0 },
      });
      // Requests come by the balancer that Terraform made: those into the lost zone failed until it was shifted away.
      expect(drill.took.untilServed.checkout).toBeGreaterThan(30);
      expect([exitCode, drill.proven]).toEqual([0, true]);
    });
  },
);
