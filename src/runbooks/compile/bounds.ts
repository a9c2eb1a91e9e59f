/** Seconds between two looks when a step does not say. */
export const EVERY_SECONDS = 5;

/** How often a call of unknown effect is made again before a step gives up. */
export const MOST_DOUBTS = 3;

/** Looks that fit into a budget, the last of them at its end. */
export function looksWithin(budgetSeconds: number, everySeconds: number): number {
  return Math.ceil(budgetSeconds / everySeconds) + 1;
}
