import type { JsonSchema } from "../../config/index.ts";

/** Keys in the order of the vocabulary, which says more than the alphabet. */
export function schemaText(made: JsonSchema): string {
  return `${JSON.stringify(made, null, 2)}\n`;
}
