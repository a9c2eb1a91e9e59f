import type { Located } from "../draft.ts";

/** Each value that stands in more than one place: the later place, and the first one. */
export function duplicates<Value>(
  places: readonly Located<Value>[],
): readonly { where: string; value: Value; first: string }[] {
  const firstPlace = new Map<Value, string>();
  const found: { where: string; value: Value; first: string }[] = [];
  for (const { where, value } of places) {
    const first = firstPlace.get(value);
    if (first === undefined) firstPlace.set(value, where);
    else found.push({ where, value, first });
  }
  return found;
}
