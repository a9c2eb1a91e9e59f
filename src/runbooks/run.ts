import type { Clock } from "../lib/index.ts";
import type { Step, StepRecord } from "./step.ts";

export interface RunOptions {
  /** On a sandbox: its own clock, whose `sleep` moves modelled time instead of waiting. */
  readonly clock: Clock;
  /** Between two looks at whether a step has taken effect. @default 5000 */
  readonly pollMs?: number;
  readonly onStep?: (record: StepRecord) => void;
  readonly onStart?: (step: Step) => void;
  /** Aborted: no further step begins, and none is waited for. What was called stays called. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly completed: boolean;
  readonly steps: readonly StepRecord[];
}

/**
 * Runs steps in order and stops at the first that is not confirmed: a recovery that goes on past a
 * step it could not verify makes a second incident of the first.
 */
export async function runSteps(steps: readonly Step[], options: RunOptions): Promise<RunResult> {
  const records: StepRecord[] = [];
  for (const step of steps) {
    options.onStart?.(step);
    const startedAt = options.clock.now();
    const { outcome, detail } = await runStep(step, options);
    const record: StepRecord = {
      id: step.id,
      title: step.title,
      plane: step.plane,
      region: step.region,
      actions: step.actions,
      outcome,
      detail,
      startedAt,
      endedAt: options.clock.now(),
    };
    records.push(record);
    options.onStep?.(record);
    if (outcome !== "confirmed" && outcome !== "satisfied") return { completed: false, steps: records };
  }
  return { completed: true, steps: records };
}

async function runStep(step: Step, options: RunOptions): Promise<Pick<StepRecord, "outcome" | "detail">> {
  if (options.signal?.aborted) return { outcome: "stopped", detail: "interrupted before it began" };
  try {
    const guard = await step.guard();
    if (guard.kind === "satisfied") return { outcome: "satisfied", detail: guard.detail };
    if (guard.kind === "stop") return { outcome: "stopped", detail: guard.detail };
    await step.act?.();
    return await confirm(step, options);
  } catch (error) {
    return { outcome: "failed", detail: error instanceof Error ? error.message : String(error) };
  }
}

async function confirm(step: Step, { clock, pollMs = 5000, signal }: RunOptions) {
  const deadline = clock.now() + step.budgetSeconds * 1000;
  for (;;) {
    const { ok, detail } = await step.confirm();
    if (ok) return { outcome: "confirmed", detail } as const;
    if (clock.now() >= deadline) {
      return { outcome: "timed-out", detail: `after ${step.budgetSeconds} s: ${detail}` } as const;
    }
    if (signal?.aborted) {
      return { outcome: "stopped", detail: `interrupted before it was confirmed: ${detail}` } as const;
    }
    await clock.sleep(pollMs);
  }
}
