import type { SynthesizedStack } from "../../../stacks/index.ts";

/** The stacks that are wanted with all that they wait for, in the order in which they are applied. */
export function smallestSet(
  stacks: readonly SynthesizedStack[],
  isWanted: (stack: SynthesizedStack) => boolean,
): readonly SynthesizedStack[] {
  const needed = new Set<string>();
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const need = (stack: SynthesizedStack): void => {
    if (needed.has(stack.id)) return;
    needed.add(stack.id);
    for (const id of stack.dependsOn) {
      const other = byId.get(id);
      if (other !== undefined) need(other);
    }
  };
  for (const stack of stacks) if (isWanted(stack)) need(stack);
  return stacks.filter(({ id }) => needed.has(id));
}

/** Whether a stack makes a resource of one of the types in one of the regions, and says that name where it matters. */
export function makes(
  types: readonly string[],
  regions: readonly string[],
  named = "",
): (stack: SynthesizedStack) => boolean {
  return ({ scope, configuration }) =>
    scope.kind === "region" &&
    regions.includes(scope.region) &&
    Object.entries(configuration.resource ?? {}).some(
      ([type, made]) => types.includes(type) && JSON.stringify(made).includes(named),
    );
}
