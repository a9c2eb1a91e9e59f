import type { Unit } from "../../config/index.ts";
import { InputError } from "../../lib/index.ts";
import { type SynthesizedStack, stateCopyRegion } from "../../stacks/index.ts";

/**
 * The stacks with their states in another region wherever they would be in one of `copied`. The approved
 * configuration stays as it is: where a state is read and written is an override's business.
 *
 * Throws InputError when a region is none of the unit's or its states have no copy.
 */
export function withStatesInCopies(
  stacks: readonly SynthesizedStack[],
  unit: Unit,
  copied: readonly string[],
  file: string,
): readonly SynthesizedStack[] {
  const problems = copied
    .filter((region) => stateCopyRegion(unit, region) === undefined)
    .map((region) => ({
      code: "option/no-copy-of-states",
      where: "--states-from-copies",
      given: region,
      wanted: `a region of ${unit.name} whose states are copied to another: ${copiedRegions(unit)}`,
      fix: "Name such a region, or leave the option out.",
    }));
  if (problems.length > 0) throw new InputError(file, problems);
  return stacks.map((stack) => {
    const copy = copied.includes(stack.stateRegion) ? stateCopyRegion(unit, stack.stateRegion) : undefined;
    return copy === undefined ? stack : { ...stack, stateRegion: copy };
  });
}

function copiedRegions(unit: Unit): string {
  const names = unit.regions.map(({ name }) => name);
  const found = names.filter((name) => stateCopyRegion(unit, name) !== undefined);
  return found.length === 0 ? "there is none" : found.join(", ");
}
