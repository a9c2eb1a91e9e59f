import { acquireRunLock, systemClock, TriremeError } from "../lib/index.ts";
import { interruptible } from "./interrupts.ts";
import { StackReporter } from "./progress.ts";
import { asTriremeError, type RolloutOptions } from "./rollout.ts";
import { inDependencyOrder, planningBound } from "./schedule.ts";
import { writeWorkspace } from "./workspace.ts";

export type ValidateOptions = Omit<RolloutOptions, "outputs" | "override">;

export interface ValidationResult {
  /** Ids of the stacks that Terraform and the provider accept. */
  readonly valid: readonly string[];
  readonly invalid: readonly { readonly stack: string; readonly reason: string; readonly code: string }[];
}

/**
 * Validates all stacks side by side: each configuration against Terraform and the provider's schema,
 * without an AWS. Never throws for a stack that is refused.
 *
 * @throws TriremeError `run-locked`
 */
export async function validateStacks(options: ValidateOptions): Promise<ValidationResult> {
  const clock = options.clock ?? systemClock;
  const lock = await acquireRunLock(options.workRoot, "validate", clock);
  const refused = new Map<string, TriremeError>();
  try {
    await interruptible(options.signal, (signal) =>
      inDependencyOrder(
        options.stacks.map((stack) => ({ id: stack.id, dependsOn: [], stack })),
        options.concurrency ?? planningBound(),
        async ({ id, stack }) => {
          const reporter = new StackReporter(id, clock, options.onProgress);
          try {
            if (signal.aborted) throw notBegun(id);
            reporter.started("validating");
            await options.driver.validate(await writeWorkspace(options.workRoot, stack), signal);
            reporter.done("valid");
          } catch (cause) {
            const error = asTriremeError(id, cause);
            refused.set(id, error);
            reporter.failed(error.message);
          }
          return "done";
        },
        () => undefined,
      ),
    );
  } finally {
    await lock.release();
  }
  const ids = options.stacks.map(({ id }) => id);
  return {
    valid: ids.filter((id) => !refused.has(id)),
    invalid: ids.flatMap((id) => {
      const error = refused.get(id);
      return error === undefined ? [] : [{ stack: id, reason: error.message, code: error.code }];
    }),
  };
}

function notBegun(stack: string): TriremeError {
  return new TriremeError(`${stack}: not validated because the run was interrupted`, {
    code: "interrupted",
    fault: "environment",
  });
}
