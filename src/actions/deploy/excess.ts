import type { ResourceChange, SavedPlan } from "../../terraform/index.ts";

/**
 * What a final plan would do beyond what was shown and approved. A provisional plan shows the same
 * addresses as the final one, for no address of ours depends on an input; so each change must have been
 * shown, as the same act or as a graver one. Fewer changes are no excess.
 */
export function excessOf(shown: SavedPlan | undefined, final: SavedPlan): readonly ResourceChange[] {
  const approved = new Map((shown?.changes ?? []).map(({ address, action }) => [address, action]));
  return final.changes.filter(({ address, action }) => {
    const before = approved.get(address);
    if (action === "read" || before === action) return false;
    // What was to be made and was then found, and taken over by import, is only changed.
    if (before === "create" && (action === "import" || action === "update")) return false;
    return !(action === "update" && before === "replace");
  });
}
