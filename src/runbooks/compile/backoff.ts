/** Backs off, each time by a chance part of a longer pause, so that many who were refused do not come back at once. */
export const BACKOFF = {
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 20,
  JitterStrategy: "FULL",
} as const;

/** How often a call is made again: a runbook has nobody behind it, a watch looks again in a minute. */
export const TRIES_AGAIN = { runbook: 5, watch: 3 } as const;

/** Any failure of a call that changes nothing, or nothing more the second time. */
export function tryAgain(times: number) {
  return { ErrorEquals: ["States.TaskFailed", "States.Timeout"], MaxAttempts: times, ...BACKOFF };
}
