import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DeployResult, DestroyResult, PlanResult } from "../../src/actions/index.ts";
import { folderWith, missingTools, SMALL_PLATFORM, trireme } from "./trireme.ts";

const missing = await missingTools();
const UNPROTECTED = SMALL_PLATFORM.replace("slot: 0,", "slot: 0, protect: false,");

describe.skipIf(missing !== undefined)(
  `an environment on a sandbox that stays up${missing === undefined ? "" : ` (SKIPPED: ${missing})`}`,
  () => {
    let folder: Awaited<ReturnType<typeof folderWith>>;
    beforeAll(async () => {
      folder = await folderWith(UNPROTECTED);
      await trireme("sandbox", "up", folder.dir).ended;
    });
    afterAll(async () => {
      await trireme("sandbox", "down", folder.dir).ended;
      await folder.remove();
    });

    const verb = async (name: string, ...more: string[]) => {
      const run = trireme(name, folder.dir, "--env", "staging", "--json", ...more);
      const { exitCode, stdout, stderr } = await run.ended;
      return { exitCode, stderr, document: JSON.parse(stdout) as unknown };
    };

    it("is deployed after a kill -9 in the middle, has nothing to do then, and is destroyed whole", async () => {
      // given a deploy that is killed while it applies
      const killed = trireme("deploy", folder.dir, "--env", "staging", "--yes");
      await killed.seen("staging/global  applied");
      killed.child.kill("SIGKILL");
      await killed.ended;
      // when
      const deployed = await verb("deploy", "--yes");
      // then
      const deploy = deployed.document as DeployResult;
      expect(deploy.outcome, deployed.stderr).toBe("done");
      expect(deploy.resumed).toMatchObject({ operation: "apply", ended: false });
      expect(deploy.resumed?.done).toContain("staging/global");
      expect(deploy.stacks.find(({ id }) => id === "staging/global")?.status).toBe("unchanged");

      const planned = await verb("plan", "--detailed-exitcode");
      expect(planned.exitCode, planned.stderr).toBe(0);
      expect(planned.document as PlanResult).toMatchObject({ changesPending: false, unplannable: [] });

      const destroyed = await verb("destroy", "--confirm", "staging");
      expect((destroyed.document as DestroyResult).outcome, destroyed.stderr).toBe("done");
      expect((destroyed.document as DestroyResult).remains[0]?.what).toContain("tfstate");
      const again = await verb("destroy", "--confirm", "staging");
      expect(again.document as DestroyResult).toMatchObject({ outcome: "nothing-to-do" });
    });
  },
);
