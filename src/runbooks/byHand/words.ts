import { keptName } from "../compile/index.ts";
import type { Condition } from "../runbook.ts";

/** A condition as a person reads it beside the facts that a command has shown. */
export function conditionWords(condition: Condition): string {
  if ("all" in condition)
    return condition.all.length === 0 ? "whatever is seen" : joined(condition.all, " and ");
  if ("any" in condition) {
    const values = valuesOf(condition.any);
    if (values !== undefined) return `${values.fact} is one of ${values.list}`;
    return joined(condition.any, " or ");
  }
  if ("not" in condition) return denied(condition.not);
  const fact = `\`${condition.fact}\``;
  if ("is" in condition) return `${fact} is \`${condition.is}\``;
  if ("has" in condition) return `${fact} has ${named(condition.has)}`;
  if ("above" in condition) return `${fact} is above ${condition.above}`;
  return condition.absent ? `${fact} is empty` : `${fact} is not empty`;
}

function denied(condition: Condition): string {
  if ("is" in condition) return `\`${condition.fact}\` is not \`${condition.is}\``;
  if ("has" in condition) return `\`${condition.fact}\` has no ${named(condition.has)}`;
  if ("above" in condition) return `\`${condition.fact}\` is not above ${condition.above}`;
  if ("absent" in condition) return conditionWords({ fact: condition.fact, absent: !condition.absent });
  if ("not" in condition) return conditionWords(condition.not);
  const values = "any" in condition ? valuesOf(condition.any) : undefined;
  if (values !== undefined) return `${values.fact} is none of ${values.list}`;
  return `not (${conditionWords(condition)})`;
}

/** What was kept stands in the shell's variable of that name. */
function named(value: string): string {
  const kept = keptName(value);
  return kept === undefined ? `\`${value}\`` : `what \`$${kept}\` holds`;
}

/** Several values of one fact. */
function valuesOf(conditions: readonly Condition[]): { fact: string; list: string } | undefined {
  const [first] = conditions;
  if (conditions.length < 2 || first === undefined || !("is" in first)) return undefined;
  const same = conditions.filter((each) => "is" in each && each.fact === first.fact);
  if (same.length < conditions.length) return undefined;
  const values = same.map((each) => ("is" in each ? `\`${each.is}\`` : ""));
  return { fact: `\`${first.fact}\``, list: values.join(", ") };
}

/** What is itself joined stands in brackets. */
function joined(conditions: readonly Condition[], by: string): string {
  if (conditions.length === 1 && conditions[0] !== undefined) return conditionWords(conditions[0]);
  return conditions
    .map((each) => {
      const words = conditionWords(each);
      return ("all" in each && each.all.length > 1) || ("any" in each && each.any.length > 1)
        ? `(${words})`
        : words;
    })
    .join(by);
}
