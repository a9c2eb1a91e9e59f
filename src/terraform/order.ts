import { TriremeError } from "../lib/index.ts";

/** What the order of work is derived from; a `StackSource` is one. */
export interface Dependent {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/**
 * Stacks by wave: each wave needs only those before it. For showing the order;
 * an apply does not wait for whole waves. Dependencies outside the list count as met.
 *
 * @throws TriremeError `stack-cycle`, `stack-duplicate`
 */
export function waves<T extends Dependent>(stacks: readonly T[]): T[][] {
  const left = byId(stacks);
  const result: T[][] = [];
  while (left.size > 0) {
    const wave = [...left.values()].filter((stack) => !stack.dependsOn.some((id) => left.has(id)));
    if (wave.length === 0) throw cycleAmong(left);
    for (const stack of wave) left.delete(stack.id);
    result.push(wave);
  }
  return result;
}

/**
 * For each stack, how many stacks stand on the longest chain that begins with it
 * and goes on through its dependents. The longest first keeps the end near.
 */
export function chainLengths(stacks: readonly Dependent[]): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const wave of waves(stacks).toReversed()) {
    for (const stack of wave) {
      const behind = stacks.filter((other) => other.dependsOn.includes(stack.id));
      lengths.set(stack.id, 1 + Math.max(0, ...behind.map((other) => lengths.get(other.id) ?? 0)));
    }
  }
  return lengths;
}

/** The order in which things are taken away: each waits for those that depend on it. */
export function reversed<T extends Dependent>(stacks: readonly T[]): T[] {
  return stacks.map((stack) => ({
    ...stack,
    dependsOn: stacks.filter((other) => other.dependsOn.includes(stack.id)).map(({ id }) => id),
  }));
}

function byId<T extends Dependent>(stacks: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const stack of stacks) {
    if (map.has(stack.id)) {
      throw new TriremeError(`two stacks have the id ${stack.id}`, {
        code: "stack-duplicate",
        fault: "ours",
      });
    }
    map.set(stack.id, stack);
  }
  return map;
}

/** Every stack left waits for another one left: walking along dependencies must come round. */
function cycleAmong(left: ReadonlyMap<string, Dependent>): TriremeError {
  const path: string[] = [];
  let at = left.keys().next().value;
  while (at !== undefined && !path.includes(at)) {
    path.push(at);
    at = left.get(at)?.dependsOn.find((id) => left.has(id));
  }
  const round = at === undefined ? path : [...path.slice(path.indexOf(at)), at];
  return new TriremeError(`stacks depend on each other in a circle: ${round.join(" -> ")}`, {
    code: "stack-cycle",
    fault: "input",
    fix: "Remove one of these dependencies.",
  });
}
