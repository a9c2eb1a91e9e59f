import type { Origin } from "../figure.ts";
import type { Durations } from "../lognormal.ts";

/** How long one building block of a recovery takes, or how far a copy is behind. Seconds. */
export interface RecoveryTiming extends Durations {
  /** Unique: `aurora_global_unplanned_failover`. */
  readonly id: string;
  /** What takes so long, in words. */
  readonly what: string;
  readonly origin: Origin;
}

export function block(
  id: string,
  what: string,
  [typical, pessimistic]: readonly [number, number],
  origin: Origin,
): RecoveryTiming {
  return { id, what, typical, pessimistic, origin };
}
