import type { Clock, InputProblem } from "../lib/index.ts";
import type { Draft } from "./draft.ts";
import { show } from "./draft.ts";
import type { Complaint, Rule } from "./rules/index.ts";
import type { ExceptionSettings } from "./schema.ts";

const DAY_MS = 86_400_000;

/** What is left of the rules' complaints when the written exceptions are taken off. */
export interface Judgement {
  readonly problems: readonly InputProblem[];
  /** Those that a rule made use of. */
  readonly granted: readonly ExceptionSettings[];
}

/**
 * Takes what is broken on purpose off the complaints. An exception that has expired, that no rule takes or that
 * nothing needs is a problem of its own: nobody should believe in one that does nothing.
 */
export function judge(
  draft: Draft,
  complaints: readonly { readonly rule: Rule; readonly complaint: Complaint }[],
  rules: readonly Rule[],
  clock: Clock,
): Judgement {
  const granted = new Set<ExceptionSettings>();
  const problems = complaints.flatMap(({ rule, complaint }): InputProblem[] => {
    const { of, ...problem } = complaint;
    const exception = draft.exceptions.find(({ value }) => value.rule === rule.code && value.of === of);
    if (rule.takesExceptions !== true || of === undefined) return [{ code: rule.code, ...problem }];
    if (exception === undefined) {
      const offer = `Or write it down: exceptions: [{ rule: "${rule.code}", of: "${of}", reason, owner, expires }].`;
      return [{ code: rule.code, ...problem, fix: `${problem.fix} ${offer}` }];
    }
    granted.add(exception.value);
    return [];
  });
  const found = draft.exceptions.flatMap(({ where, value }) => {
    if (granted.has(value)) return expired(where, value, clock);
    return unused(where, value, rules);
  });
  return { problems: [...problems, ...found], granted: [...granted] };
}

/** The last day counts in full, UTC. */
function expired(where: string, exception: ExceptionSettings, clock: Clock): readonly InputProblem[] {
  if (Date.parse(`${exception.expires}T00:00:00Z`) + DAY_MS > clock.now()) return [];
  return [
    {
      code: "config/exception-expired",
      where: `${where}.expires`,
      given: `${exception.expires}, for ${exception.rule} of ${exception.of}`,
      wanted: `a date that has not passed; today is ${new Date(clock.now()).toISOString().slice(0, 10)}`,
      fix: `Ask ${exception.owner} whether it still holds, or keep the rule.`,
    },
  ];
}

function unused(
  where: string,
  exception: ExceptionSettings,
  rules: readonly Rule[],
): readonly InputProblem[] {
  const open = rules.filter(({ takesExceptions }) => takesExceptions === true).map(({ code }) => code);
  const known = open.includes(exception.rule);
  return [
    {
      code: known ? "config/exception-for-nothing" : "config/exception-not-possible",
      where: known ? where : `${where}.rule`,
      given: known ? `an exception for ${exception.of}, which keeps ${exception.rule}` : show(exception.rule),
      wanted: known
        ? "exceptions for what breaks a rule only"
        : `a rule that takes exceptions: ${open.join(", ")}`,
      fix: "Remove it.",
    },
  ];
}
