export { looksWithin } from "./bounds.ts";
export { type CompiledRunbook, compileRunbook } from "./machine.ts";
export { spelledAnswer, spelledInput } from "./spelling.ts";
export { GOOD_ENDS, type Names, type StepOutcome, type TaskMeaning } from "./states.ts";
