import type { Caller } from "../evaluation/caller.ts";
import type { ContextValues } from "../evaluation/context.ts";
import type { Policy } from "../policy/policy.ts";

/** Whether somebody may do something to something. */
export interface Question {
  readonly caller: Caller;
  /** The caller's own policies; undefined: the graph does not have them. */
  readonly own?: {
    readonly policies: readonly Policy[];
    readonly boundary?: Policy;
    /** `Resource.id`, for the caller's tags. */
    readonly id?: string;
  };
  /** `s3:GetObject`. */
  readonly action: string;
  /** An ARN, in which HOLE or nothing stands for what AWS chooses; `*` for actions that take no resource. */
  readonly resource: string;
  /** `Resource.id` of what is asked about, where its ARN alone does not tell it from others. */
  readonly resourceId?: string;
  /** What is known of the request beyond what follows from caller and resource. */
  readonly context?: ContextValues;
  /** Only the outcome matters, not which step of the evaluation gave it. @default false */
  readonly brief?: boolean;
  /** `Resource.id` of the VPC endpoint through which the request goes. */
  readonly endpoint?: string;
}
