import { acquireRunLock, type Clock, type Json, systemClock, TriremeError } from "../lib/index.ts";
import {
  type AppliedStack,
  isUnchanged,
  type Override,
  type SavedPlan,
  type TerraformDriver,
  type Workspace,
} from "./driver.ts";
import { Gate } from "./gate.ts";
import { planOptions, resolveInputs } from "./inputs.ts";
import { interruptible } from "./interrupts.ts";
import { type InDoubt, Journal } from "./journal.ts";
import { chainLengths, reversed } from "./order.ts";
import type { OutputStore } from "./outputStore.ts";
import { type OnStackProgress, StackReporter } from "./progress.ts";
import { type Ending, inDependencyOrder, memoryBound, planningBound } from "./schedule.ts";
import type { StackSource } from "./stack.ts";
import { writeWorkspace } from "./workspace.ts";

export interface RolloutOptions {
  readonly stacks: readonly StackSource[];
  readonly driver: TerraformDriver;
  /** Folder that holds a workspace for each stack, the journal and the run lock. One run at a time. */
  readonly workRoot: string;
  readonly outputs: OutputStore;
  /** Sandbox settings to merge into a stack; undefined for none. */
  readonly override?: (stack: StackSource) => Override | undefined;
  readonly onProgress?: OnStackProgress;
  /** Stacks at work at once. Default: `memoryBound()` to apply, which mostly waits; `planningBound()` to plan. */
  readonly concurrency?: number;
  /** Aborted: nothing new starts, Terraform is asked to stop where it is, and what it did is kept. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

export interface ApplyOptions extends RolloutOptions {
  /** Take everything away instead, what depends on others before those. Default false. */
  readonly destroy?: boolean;
  /**
   * Plans that were made before, by stack: applied just as they are. A provisional one, and one of a stack
   * that depends on something which this run changed, is made anew and goes through `approve`.
   */
  readonly plans?: ReadonlyMap<string, SavedPlan>;
  /**
   * Asked before each plan that would change something; what it throws is why the stack failed.
   * Default: every plan is approved.
   */
  readonly approve?: (plan: SavedPlan) => Promise<boolean>;
}

export interface StackResult {
  readonly stack: string;
  /** `skipped` was not begun or was declined; `reason` says why. */
  readonly status: "applied" | "unchanged" | "failed" | "skipped";
  readonly plan?: SavedPlan;
  readonly applied?: AppliedStack;
  /** Present when applied or unchanged. */
  readonly outputs?: Readonly<Record<string, Json>>;
  readonly error?: TriremeError;
  readonly reason?: string;
  /** When work on it began and ended, milliseconds since the epoch. Absent when it was never begun. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly seconds: number;
}

export interface RolloutResult {
  /** One for each stack, in the order in which they were given. */
  readonly results: readonly StackResult[];
  /** Applies that an earlier run began here and of whose end nothing was known; each was planned anew. */
  readonly inDoubt: readonly InDoubt[];
  readonly seconds: number;
}

/**
 * Plans and applies stacks, each as soon as those it depends on are done. What
 * fails stops only its dependents. Never throws for a failed stack.
 *
 * @throws TriremeError `run-locked`, `stack-cycle`, `stack-duplicate`
 */
export async function applyStacks(options: ApplyOptions): Promise<RolloutResult> {
  const clock = options.clock ?? systemClock;
  const begun = clock.now();
  const lock = await acquireRunLock(options.workRoot, operationOf(options), clock);
  try {
    const journal = await Journal.open(options.workRoot, clock);
    try {
      const results = await interruptible(options.signal, (signal) =>
        applied({ ...options, signal }, journal, clock),
      );
      const { inDoubt } = journal;
      return { results, inDoubt, seconds: (clock.now() - begun) / 1000 };
    } finally {
      await journal.close();
    }
  } finally {
    await lock.release();
  }
}

function operationOf({ destroy }: ApplyOptions): "apply" | "destroy" {
  return destroy === true ? "destroy" : "apply";
}

async function applied(options: ApplyOptions, journal: Journal, clock: Clock): Promise<StackResult[]> {
  const results = new Map<string, StackResult>();
  const stackIds = options.stacks.map((stack) => stack.id);
  const stacks = options.destroy === true ? reversed(options.stacks) : options.stacks;
  await journal.append({ type: "run-started", operation: operationOf(options), stacks: stackIds });
  const gate = new Gate(planningBound());
  const chains = chainLengths(stacks);
  const moved = new Set<string>();
  await inDependencyOrder(
    stacks,
    options.concurrency ?? memoryBound(),
    async (stack): Promise<Ending> => {
      const reporter = new StackReporter(stack.id, clock, options.onProgress);
      const planned: Gated = (work) => gate.run(chains.get(stack.id) ?? 0, work);
      const overtaken = options.destroy !== true && stack.dependsOn.some((id) => moved.has(id));
      const ready = overtaken ? undefined : options.plans?.get(stack.id);
      const result = await oneStack(stack, options, { journal, reporter, planned, ready });
      results.set(stack.id, result);
      if (overtaken || result.status === "applied") moved.add(stack.id);
      return result.status === "applied" || result.status === "unchanged" ? "done" : "blocked";
    },
    (stack, blockedBy) => {
      const reason = skipReason(blockedBy, results, operationOf(options));
      new StackReporter(stack.id, clock, options.onProgress).skipped(reason);
      results.set(stack.id, { stack: stack.id, status: "skipped", reason, seconds: 0 });
    },
  );
  const ordered = stackIds.flatMap((id) => results.get(id) ?? []);
  const failed = ordered.filter((result) => result.status === "failed").length;
  await journal.append({ type: "run-finished", failed });
  return ordered;
}

/** Runs the part of the work that plans when its turn has come. */
type Gated = <Result>(work: () => Promise<Result>) => Promise<Result>;

interface Station {
  readonly journal: Journal;
  readonly reporter: StackReporter;
  readonly planned: Gated;
  /** A plan made before that still holds. */
  readonly ready: SavedPlan | undefined;
}

async function oneStack(stack: StackSource, options: ApplyOptions, station: Station): Promise<StackResult> {
  const { journal, reporter } = station;
  const { driver, signal } = options;
  let plan: SavedPlan | undefined;
  let intended = false;
  const ended = (status: StackResult["status"], more: Partial<StackResult>): StackResult => ({
    stack: stack.id,
    status,
    ...(plan === undefined ? {} : { plan }),
    ...more,
    ...reporter.span(),
  });
  try {
    if (signal?.aborted) return skippedBy(reporter, "the run was interrupted", ended);
    const doubt = journal.inDoubt.find((found) => found.stack === stack.id);
    reporter.started(
      doubt === undefined ? "initialising" : `an apply begun at ${doubt.since} was cut off: planning anew`,
    );
    const workspace = await writeWorkspace(options.workRoot, stack, options.override?.(stack));
    plan = await readyOrNew(stack, workspace, options, station);
    const { sha256 } = plan;
    if (isUnchanged(plan)) {
      // Asked of the state and not of the store: an apply that was cut off may have left the store behind.
      const outputs = options.destroy === true ? {} : await driver.outputs(workspace);
      await keep(stack, outputs, options);
      if (doubt !== undefined) {
        await journal.append({ type: "doubt-settled", stack: stack.id });
      }
      reporter.done("unchanged");
      return ended("unchanged", { outputs });
    }
    if (options.approve !== undefined && !(await options.approve(plan))) {
      return skippedBy(reporter, "its plan was declined", ended);
    }
    await journal.append({ type: "apply-intended", stack: stack.id, sha256 });
    intended = true;
    reporter.running(options.destroy === true ? "destroying" : "applying");
    const result = await driver.apply(workspace, plan, reporter.onEvent, signal);
    await keep(stack, result.outputs, options);
    await journal.append({ type: "apply-succeeded", stack: stack.id, seconds: reporter.seconds() });
    reporter.done(options.destroy === true ? "destroyed" : "applied");
    return ended("applied", { applied: result, outputs: result.outputs });
  } catch (cause) {
    const error = asTriremeError(stack.id, cause);
    if (intended) await journal.append({ type: "apply-failed", stack: stack.id, code: error.code });
    reporter.failed(error.message);
    return ended("failed", { error });
  }
}

/** The plan that was made before, if it can still be applied; else a new one. */
async function readyOrNew(
  stack: StackSource,
  workspace: Workspace,
  options: ApplyOptions,
  { journal, reporter, planned, ready }: Station,
): Promise<SavedPlan> {
  const { driver, outputs: store, signal, destroy = false } = options;
  if (ready !== undefined && !ready.provisional) {
    await driver.init(workspace, signal);
    return ready;
  }
  const plan = await planned(async () => {
    await driver.init(workspace, signal);
    reporter.running("planning");
    const inputs = await resolveInputs(stack, store, destroy ? "allow" : "refuse");
    return driver.plan(workspace, planOptions(inputs, destroy), reporter.onEvent, signal);
  });
  const { sha256, counts, provisional } = plan;
  await journal.append({ type: "planned", stack: stack.id, sha256, counts, provisional });
  return plan;
}

async function keep(
  stack: StackSource,
  outputs: Readonly<Record<string, Json>>,
  options: ApplyOptions,
): Promise<void> {
  if (options.destroy === true) await options.outputs.remove(stack.id);
  else await options.outputs.write(stack.id, outputs);
}

function skippedBy(
  reporter: StackReporter,
  reason: string,
  ended: (status: "skipped", more: Partial<StackResult>) => StackResult,
): StackResult {
  reporter.skipped(reason);
  return ended("skipped", { reason });
}

function skipReason(
  blockedBy: readonly string[],
  results: ReadonlyMap<string, StackResult>,
  operation: "apply" | "destroy",
): string {
  const done = operation === "apply" ? "applied" : "destroyed";
  const causes = blockedBy.map((id) =>
    results.get(id)?.status === "failed" ? `${id} failed` : `${id} was not ${done}`,
  );
  return `not started because ${causes.join(" and ")}`;
}

/** A defect of ours must not take the other stacks with it; it is reported as what it is. */
export function asTriremeError(stack: string, cause: unknown): TriremeError {
  if (cause instanceof TriremeError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new TriremeError(`${stack}: ${message}`, { code: "unexpected", fault: "ours", cause });
}
