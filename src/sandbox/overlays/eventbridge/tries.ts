/** Longest pause between two tries: a day's 185 tries, evenly spaced. */
const LONGEST_MS = (86_400_000 / 185) | 0;

/** A second or so on its way, and the pause after the first try that fails. */
const FIRST_MS = 1000;

/**
 * When EventBridge delivers what is put at `putAt` to a target that can be reached from `from` on, milliseconds. It says that
 * it tries for a day and 185 times, with pauses that grow and are not the same for everybody, and not how they grow: here
 * each is twice the last, up to the day's even share, which is 467 s. A target that was away for some minutes hears after
 * as long again at most.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html (a day, 185 tries); the rest is
 * modelled.
 */
export function firstTry(putAt: number, from: number): number {
  let tried = putAt + FIRST_MS;
  for (let pause = FIRST_MS; tried < from; pause = Math.min(LONGEST_MS, pause * 2)) tried += pause;
  return tried;
}
