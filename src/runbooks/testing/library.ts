import type { Runbook } from "../runbook.ts";
import { LIBRARY_CASES } from "./cases.ts";

/** Every runbook of the library, of a platform with a store of every engine. */
export function everyRunbook(): readonly (Runbook & { readonly case: string })[] {
  return LIBRARY_CASES.flatMap(({ name, runbooks }) => runbooks.map((each) => ({ ...each, case: name })));
}
