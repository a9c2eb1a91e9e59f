import type { AwsClients } from "../../aws/index.ts";
import type { Environment } from "../../config/index.ts";
import type { Host } from "../../host/index.ts";
import { seededRandom } from "../../lib/index.ts";
import { type Runbook, type RunResult, runRunbook, type StepRecord } from "../../runbooks/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import type { Project } from "../project.ts";
import { SandboxTime } from "../recovery/sandboxTime.ts";
import { runbookNames } from "../recovery/scope.ts";

export interface RecoveryOptions {
  readonly project: Project;
  readonly environment: Environment;
  readonly sandbox: Sandbox;
  readonly clients: AwsClients;
  /** Folder of the journals. */
  readonly dir: string;
  readonly host: Host;
  readonly signal: AbortSignal | undefined;
}

/** Runs the runbooks of one recovery, each in its own region, and stops after the first that is not completed. */
export async function recover(
  runbooks: readonly Runbook[],
  { project, environment, sandbox, clients, dir, host, signal }: RecoveryOptions,
): Promise<Pick<RunResult, "completed" | "steps">> {
  const clock = await SandboxTime.of(sandbox);
  const steps: StepRecord[] = [];
  for (const runbook of runbooks) {
    const result = await runRunbook(runbook, runbookNames(project.platform, environment, runbook.runsIn), {
      dir,
      by: "the rehearsal",
      clients,
      // Behind CloudFront, what matters is the region that its edge is led to.
      resolve: async (name, clientRegion) => {
        const answer = await sandbox.resolveName({ name, type: "A", clientRegion });
        return answer.origin ?? answer;
      },
      clock,
      // Real time and what was skipped: it never jumps by itself.
      elapsed: () => clock.now(),
      random: seededRandom(runbook.name),
      // Nobody sits by a rehearsal. What would be asked is in the runbook's steps, to be read.
      ask: async () => ({ answer: "yes", by: "the rehearsal" }),
      onStep: (record) => tell(host, record),
      signal,
    });
    steps.push(...result.steps);
    if (!result.completed) return { completed: false, steps };
  }
  return { completed: true, steps };
}

function tell(host: Host, { title, outcome, detail, startedAt, endedAt }: StepRecord): void {
  host.notify({
    code: "step-ended",
    level: outcome === "confirmed" || outcome === "satisfied" ? "info" : "error",
    text: `  ${title}: ${outcome}, ${detail} (${((endedAt - startedAt) / 1000).toFixed(0)} s on the sandbox's clock)`,
  });
}
