import type { Clock, InputProblem } from "../../lib/index.ts";
import type { Draft } from "../draft.ts";
import type { Placement } from "../placement.ts";

export interface RuleContext {
  readonly clock: Clock;
  /** Where the stores of the draft are kept. */
  readonly placements: readonly Placement[];
}

/** A problem without its code, which is the rule's. */
export type Complaint = Omit<InputProblem, "code"> & {
  /** Name of the environment, store or home that breaks a rule which takes exceptions. */
  readonly of?: string;
};

/** One thing that must hold between the parts of an input whose form is right. */
export interface Rule {
  /** Stable: `config/slot-taken`. */
  readonly code: string;
  /** Whether it may be broken on purpose, in writing; its complaints then name what they are `of`. */
  readonly takesExceptions?: boolean;
  check(draft: Draft, context: RuleContext): readonly Complaint[];
}
