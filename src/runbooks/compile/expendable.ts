import type { Step } from "../runbook.ts";
import type { Machine, Names } from "./states.ts";
import { notifyTask } from "./tasks.ts";

/**
 * Adds what follows a bad end of a step that its lane does without: those on call are told, and the lane goes on whether
 * that reaches them or not. Returns the first state; undefined for a step whose bad end is its lane's.
 * @throws RangeError for a step with nothing behind it: its bad end would be taken for a good one
 */
export function goneBy(
  machine: Machine,
  { id, budgetSeconds, expendable }: Step,
  names: Names,
  next: string | undefined,
): string | undefined {
  if (expendable === undefined) return undefined;
  if (next === undefined) throw new RangeError(`${id} is the last of its lane, which cannot do without it`);
  const { severity, says } = expendable;
  // Between the quotes of an intrinsic function.
  if (/['\\{}]/.test(says)) throw new RangeError(`no apostrophe, backslash or brace may stand in: ${says}`);
  const words = `${id}: done without, words`;
  const tell = `${id}: done without`;
  machine.add(words, {
    Type: "Pass",
    Parameters: { "text.$": `States.Format('{}: {}. ${says}', $.last.step, $.last.says)` },
    ResultPath: "$.asks",
    Next: tell,
  });
  machine.addTask(
    tell,
    {
      ...notifyTask(names, severity),
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: next }],
      Next: next,
    },
    { step: id, part: "notification", firstWait: 0, everyWait: 0, budgetSeconds },
  );
  return words;
}
