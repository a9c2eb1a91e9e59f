export { TRIES_AGAIN, tryAgain } from "./backoff.ts";
export { EVERY_SECONDS, looksWithin } from "./bounds.ts";
export { apart, compileChoices, type Told, type ToldRunbook } from "./choices.ts";
export { exclusionOf, LOCK } from "./lock.ts";
export { type CompiledRunbook, compileRunbook } from "./machine.ts";
export { keptName, keptNames, spelled, spelledAnswer } from "./spelling.ts";
export { isGoodEnd, type Names, type StepOutcome, type TaskMeaning } from "./states.ts";
export { HTTP_METHOD, urlOf } from "./tasks.ts";
