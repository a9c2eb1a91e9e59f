import { acquireRunLock, systemClock, TriremeError } from "../lib/index.ts";
import type { SavedPlan } from "./driver.ts";
import { planOptions, resolveInputs } from "./inputs.ts";
import { interruptible } from "./interrupts.ts";
import { Journal } from "./journal.ts";
import { StackReporter } from "./progress.ts";
import { asTriremeError, type RolloutOptions } from "./rollout.ts";
import { inDependencyOrder, planningBound } from "./schedule.ts";
import type { StackSource } from "./stack.ts";
import { writeWorkspace } from "./workspace.ts";

export interface PlanStacksOptions extends RolloutOptions {
  /**
   * What to do with a stack whose inputs do not exist yet: plan it with placeholders,
   * which gives a plan that cannot be applied, or call it unplannable. Default `allow`.
   */
  readonly provisional?: "allow" | "refuse";
  /** Ask AWS for the present state first. Default true. */
  readonly refresh?: boolean;
  readonly destroy?: boolean;
}

export interface PlannedStack {
  readonly stack: string;
  readonly plan: SavedPlan;
  readonly seconds: number;
}

export interface PlansResult {
  readonly planned: readonly PlannedStack[];
  /** Stacks without a plan, each with the reason. Never silently left out. */
  readonly unplannable: readonly { readonly stack: string; readonly reason: string; readonly code: string }[];
  readonly seconds: number;
}

/**
 * Plans all stacks side by side; none waits for another. Never throws for a stack
 * that cannot be planned.
 *
 * @throws TriremeError `run-locked`, `stack-duplicate`
 */
export async function planStacks(options: PlanStacksOptions): Promise<PlansResult> {
  const clock = options.clock ?? systemClock;
  const begun = clock.now();
  const lock = await acquireRunLock(options.workRoot, "plan", clock);
  try {
    const journal = await Journal.open(options.workRoot, clock);
    try {
      const plans = await interruptible(options.signal, (signal) => plansOf({ ...options, signal }, journal));
      return { ...plans, seconds: (clock.now() - begun) / 1000 };
    } finally {
      await journal.close();
    }
  } finally {
    await lock.release();
  }
}

async function plansOf(
  options: PlanStacksOptions,
  journal: Journal,
): Promise<Pick<PlansResult, "planned" | "unplannable">> {
  const ids = options.stacks.map((stack) => stack.id);
  const planned = new Map<string, PlannedStack>();
  const unplannable = new Map<string, PlansResult["unplannable"][number]>();
  await journal.append({ type: "run-started", operation: "plan", stacks: ids });
  const independent = options.stacks.map((stack) => ({ id: stack.id, dependsOn: [], stack }));
  await inDependencyOrder(
    independent,
    options.concurrency ?? planningBound(),
    async ({ stack }) => {
      const reporter = new StackReporter(stack.id, options.clock ?? systemClock, options.onProgress);
      try {
        if (options.signal?.aborted) throw notBegun(stack);
        const plan = await onePlan(stack, options, journal, reporter);
        planned.set(stack.id, { stack: stack.id, plan, seconds: reporter.seconds() });
        reporter.done("planned");
      } catch (cause) {
        const error = asTriremeError(stack.id, cause);
        unplannable.set(stack.id, { stack: stack.id, reason: error.message, code: error.code });
        reporter.failed(error.message);
      }
      return "done";
    },
    () => undefined,
  );
  await journal.append({ type: "run-finished", failed: unplannable.size });
  return {
    planned: ids.flatMap((id) => planned.get(id) ?? []),
    unplannable: ids.flatMap((id) => unplannable.get(id) ?? []),
  };
}

function notBegun(stack: StackSource): TriremeError {
  return new TriremeError(`${stack.id}: not planned because the run was interrupted`, {
    code: "interrupted",
    fault: "environment",
  });
}

async function onePlan(
  stack: StackSource,
  options: PlanStacksOptions,
  journal: Journal,
  reporter: StackReporter,
): Promise<SavedPlan> {
  const { driver, signal, refresh = true, destroy = false } = options;
  reporter.started("initialising");
  const missing = destroy ? "allow" : (options.provisional ?? "allow");
  const inputs = await resolveInputs(stack, options.outputs, missing);
  const workspace = await writeWorkspace(options.workRoot, stack, options.override?.(stack));
  await driver.init(workspace, signal);
  reporter.running("planning");
  const asked = { ...planOptions(inputs, destroy), refresh };
  const plan = await driver.plan(workspace, asked, reporter.onEvent, signal);
  const { sha256, counts, provisional } = plan;
  await journal.append({ type: "planned", stack: stack.id, sha256, counts, provisional });
  return plan;
}
