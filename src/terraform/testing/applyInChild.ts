import { systemClock } from "../../lib/index.ts";
import { MemoryOutputStore } from "../outputStore.ts";
import { RealDriver } from "../realDriver.ts";
import { applyStacks } from "../rollout.ts";
import type { StackSource } from "../stack.ts";

/** What the parent asks of a process that it means to kill. */
export interface ApplyInChild {
  readonly binary: string;
  readonly workRoot: string;
  readonly stack: StackSource;
}

/** What the child says in the end, if it lives to. */
export interface ChildResult {
  readonly status: string;
  readonly code: string | undefined;
}

process.once("message", (message) => {
  const { binary, workRoot, stack } = message as ApplyInChild;
  const driver = new RealDriver({ binary, env: {}, clock: systemClock });
  applyStacks({ stacks: [stack], driver, workRoot, outputs: new MemoryOutputStore() })
    .then(({ results }) => {
      const [result] = results;
      const said: ChildResult = { status: result?.status ?? "none", code: result?.error?.code };
      process.send?.(said, () => process.disconnect());
    })
    .catch((error: unknown) => {
      process.exitCode = 1;
      process.send?.({ status: String(error), code: undefined }, () => process.disconnect());
    });
});
