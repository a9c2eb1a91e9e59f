import { availableParallelism } from "node:os";
import { chainLengths, type Dependent } from "./order.ts";

/** What one Terraform with one AWS provider takes at its peak (measured: 0.51 to 0.54 GB, provider 5.100, November 2026). */
const BYTES_PER_STACK = 0.65e9;
const SHARE_OF_MEMORY = 0.6;
const PLANS_PER_CORE = 2;

/** How many stacks may be at work at once in this much free memory, in bytes; at least 1. */
export function memoryBound(memory: number = process.availableMemory()): number {
  return Math.max(1, Math.floor((memory * SHARE_OF_MEMORY) / BYTES_PER_STACK));
}

/** Planning keeps a core busy, with pauses while AWS answers: twice as many as cores, within the memory bound. */
export function planningBound(
  memory: number = process.availableMemory(),
  cores: number = availableParallelism(),
): number {
  return Math.min(memoryBound(memory), cores * PLANS_PER_CORE);
}

/** How a piece of work ended, for those that wait for it. */
export type Ending = "done" | "blocked";

/**
 * Works through stacks, each as soon as all it depends on is done, at most
 * `concurrency` at once, those with the longest chain behind them first. `work`
 * must not reject. A stack behind a blocked one goes to `skip` instead, with the
 * ids of those that block it.
 */
export async function inDependencyOrder<T extends Dependent>(
  stacks: readonly T[],
  concurrency: number,
  work: (stack: T) => Promise<Ending>,
  skip: (stack: T, blockedBy: readonly string[]) => void,
): Promise<void> {
  const chains = chainLengths(stacks);
  const endings = new Map<string, Ending>();
  const ids = new Set(stacks.map((stack) => stack.id));
  const needs = (stack: T) => stack.dependsOn.filter((id) => ids.has(id));
  let waiting = stacks.toSorted((a, b) => (chains.get(b.id) ?? 0) - (chains.get(a.id) ?? 0));
  const running = new Map<string, Promise<void>>();

  const start = (stack: T) => {
    const job = work(stack).then((ending) => {
      endings.set(stack.id, ending);
      running.delete(stack.id);
    });
    running.set(stack.id, job);
  };
  const take = () => {
    const still: T[] = [];
    for (const stack of waiting) {
      const blockedBy = needs(stack).filter((id) => endings.get(id) === "blocked");
      if (blockedBy.length > 0) {
        endings.set(stack.id, "blocked");
        skip(stack, blockedBy);
      } else if (running.size < concurrency && needs(stack).every((id) => endings.get(id) === "done")) {
        start(stack);
      } else still.push(stack);
    }
    const progressed = still.length < waiting.length;
    waiting = still;
    return progressed;
  };

  while (waiting.length > 0 || running.size > 0) {
    while (take());
    if (running.size > 0) await Promise.race(running.values());
  }
}
