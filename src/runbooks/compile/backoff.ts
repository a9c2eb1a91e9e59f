/** Backs off, each time by a chance part of a longer pause, so that many who were refused do not come back at once. */
const BACKOFF = {
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 20,
  JitterStrategy: "FULL",
} as const;

/**
 * How often a call is made again: a runbook has nobody behind it, a watch looks again in a minute. What AWS says that it
 * turned away is tried for some five minutes, as at home: on the day on which everybody leaves a region, the one that they go
 * to turns many away. What failed without a name of its own, which may be that or a refusal, for one minute and a half; where
 * it may also mean that all is as it should be, only for seconds, until it is read back. A lock that does not answer holds up
 * what it guards, and a person can be asked in its place.
 */
export const TRIES_AGAIN = { turnedAway: 30, runbook: 10, readBack: 2, watch: 3, lock: 3 } as const;

/** Any failure of a call that changes nothing, or nothing more the second time. */
export function tryAgain(times: number) {
  return { ErrorEquals: ["States.TaskFailed", "States.Timeout"], MaxAttempts: times, ...BACKOFF };
}

/**
 * Retriers of a runbook's call. `look`: any failure may be tried again. `safe`: so may those of `unnamed`. `once`: only what
 * says that it was turned away. The first that fits counts. `most`: tries of what failed without a name.
 */
export function retriers(
  tries: "look" | "safe" | "once",
  {
    turnedAway,
    unnamed,
    most = TRIES_AGAIN.runbook,
  }: { readonly turnedAway: readonly string[]; readonly unnamed: readonly string[]; readonly most?: number },
) {
  const patient = { ErrorEquals: [...turnedAway], MaxAttempts: TRIES_AGAIN.turnedAway, ...BACKOFF };
  if (tries === "once") return [patient];
  if (tries === "look") return [patient, tryAgain(TRIES_AGAIN.runbook)];
  return [patient, { ErrorEquals: [...unnamed], MaxAttempts: most, ...BACKOFF }];
}
