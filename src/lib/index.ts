export {
  type BooleanExpression,
  type BooleanLanguage,
  evaluateBoolean,
  parseBoolean,
  termsOf,
} from "./booleanExpression.ts";
export { type Clock, ManualClock, systemClock } from "./clock.ts";
export { formatDuration, parseDuration } from "./duration.ts";
export { EXIT_CODES, type Fault, InputError, type InputProblem, TriremeError } from "./errors.ts";
export { given } from "./given.ts";
export { GRADES, type Grade } from "./grade.ts";
export { combineIntervals, exactly, type Interval, mapInterval, sumIntervals } from "./interval.ts";
export { canonicalJson, type Json, type JsonObject } from "./json.ts";
export {
  charge,
  type MicroUsd,
  type PicoUsd,
  unitPrice,
  unitPriceText,
  usd,
  usdPerUnit,
  usdText,
} from "./money.ts";
export { identify, lifeOf, type ProcessIdentity } from "./processIdentity.ts";
export { type RandomSource, type RandomStreams, seededRandom, seededStreams } from "./random.ts";
export { acquireRunLock, type RunLock } from "./runLock.ts";
export { type StatesProblem, statesProblems } from "./statesLanguage.ts";
export { type TetherOptions, tethered } from "./tethered.ts";
export { packageVersion } from "./version.ts";
export { writeWhole } from "./writeWhole.ts";
