import type { AwsClients } from "../../aws/index.ts";
import type { Environment } from "../../config/index.ts";
import type { Host } from "../../host/index.ts";
import { seededRandom } from "../../lib/index.ts";
import {
  isGoodEnd,
  type Runbook,
  type RunResult,
  runRunbook,
  type StepRecord,
} from "../../runbooks/index.ts";
import { CACHE_RESYNC_MS, type Sandbox } from "../../sandbox/index.ts";
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
  /** To whatever is asked. @default "yes" */
  readonly answer?: "yes" | "no";
  /** For runs that go on at the same time, which sleep through the same minutes. @default one of its own */
  readonly clock?: SandboxTime;
}

/** Runs the runbooks of one recovery, each in its own region, and stops after the first that is not completed. */
export async function recover(
  runbooks: readonly Runbook[],
  { project, environment, sandbox, clients, dir, host, signal, answer = "yes", ...more }: RecoveryOptions,
): Promise<Pick<RunResult, "completed" | "steps">> {
  const clock = more.clock ?? (await SandboxTime.of(sandbox));
  const steps: StepRecord[] = [];
  const begunAt = clock.now();
  for (const runbook of runbooks) {
    // On AWS it is asked whether the members are filled, and people look before they say so.
    if (runbook.name === "cache-return") await clock.sleep(CACHE_RESYNC_MS);
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
      ask: async () => ({ answer, by: "the rehearsal" }),
      onStart: ({ step }) => host.progress({ key: step.id, state: "started", text: step.title, seconds: 0 }),
      onStep: (record) => tell(host, record, begunAt),
      signal,
    });
    steps.push(...result.steps);
    if (!result.completed) return { completed: false, steps };
  }
  return { completed: true, steps };
}

/** A line of the timeline: when it ended since the recovery began, where it was called, on which plane, how it came out. */
function tell(host: Host, record: StepRecord, begunAt: number): void {
  const { id, title, outcome, detail, region, plane, startedAt, endedAt } = record;
  const good = isGoodEnd(outcome);
  const seconds = (endedAt - startedAt) / 1000;
  host.progress({
    key: id,
    state: good ? "done" : "failed",
    text: `${minutes((startedAt - begunAt) / 1000)} to ${minutes((endedAt - begunAt) / 1000)}  ${region}, ${plane} plane  ${title}: ${outcome}, ${detail}`,
    seconds,
  });
  host.notify({
    code: "step-ended",
    level: "debug",
    text: `  ${title}: ${outcome}, ${detail} (${seconds.toFixed(0)} s on the sandbox's clock)`,
    data: {
      step: id,
      region,
      plane,
      outcome,
      start: (startedAt - begunAt) / 1000,
      end: (endedAt - begunAt) / 1000,
    },
  });
}

/** `01:32`: minutes and seconds of the sandbox's clock. */
function minutes(seconds: number): string {
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}
