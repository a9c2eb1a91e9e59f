import { GLOBAL_CONTROL_REGION, type SynthesizedStack } from "../../stacks/index.ts";

/**
 * Why a stack cannot be planned while `lost` is gone; undefined when it can. Terraform needs the
 * stack's state and everything its provider reads.
 */
export function whyUnplannable(stack: SynthesizedStack, lost: string): string | undefined {
  if (stack.scope.kind === "region" && stack.scope.region === lost) return `its region ${lost} is gone`;
  if (stack.scope.kind === "global" && GLOBAL_CONTROL_REGION === lost) {
    return `the control planes of global services are in ${lost}, which is gone`;
  }
  if (stack.stateRegion === lost) return `its state is in ${lost}, which is gone`;
  if (stack.alsoReads.includes(lost)) {
    return `its provider also reads ${lost}, where another copy of its global tables is; the tables here serve without it`;
  }
  return undefined;
}
