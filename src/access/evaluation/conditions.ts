import type { Match } from "../matching/pattern.ts";
import { all, any, NO, not, type Truth, truthOf, unknownFor, YES } from "../matching/truth.ts";
import type { Condition, PolicyDocument } from "../policy/document.ts";
import type { RequestContext } from "./context.ts";
import { type Operator, operatorOf } from "./operators.ts";

/** Whether all conditions of a statement hold: operators and keys are joined by and, values by or. */
export function conditionsHold(
  conditions: readonly Condition[],
  document: Pick<PolicyDocument, "variables">,
  context: RequestContext,
): Truth {
  return all(conditions.map((condition) => conditionHolds(condition, document.variables, context)));
}

interface Comparison {
  readonly operator: Operator;
  readonly condition: Condition;
  readonly variable: ((name: string) => string | undefined) | undefined;
}

/**
 * A key that the request does not have fails an operator and satisfies a negated one; `IfExists` is satisfied by it,
 * so is `ForAllValues`, and `ForAnyValue` never.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function conditionHolds(condition: Condition, variables: boolean, context: RequestContext): Truth {
  const [, set, base = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i.exec(condition.operator) ?? [];
  const found = context.key(condition.key);
  if (base.toLowerCase() === "null") {
    if (found.is === "unknown") return unknownKey(condition.key);
    return any(condition.values.map((value) => truthOf((found.is === "absent") === (value === "true"))));
  }
  const operator = operatorOf(base);
  if (operator === undefined) return unknownFor(`operator ${condition.operator}`);
  if (found.is === "unknown") return unknownKey(condition.key);
  const setName = set?.toLowerCase();
  if (found.is === "absent") {
    if (ifExists !== undefined || setName === "forallvalues") return YES;
    return setName === "foranyvalue" ? NO : truthOf(operator.negated);
  }
  const comparison: Comparison = {
    operator,
    condition,
    variable: variables ? (name) => context.variable(name) : undefined,
  };
  const holds = found.values.map((given) => valueHolds(given, comparison));
  if (setName === "forallvalues") return all(holds);
  if (setName === "foranyvalue") return any(holds);
  // A key of many values without a set operator: one of them suffices, or none of them may be among the excluded.
  return operator.negated ? all(holds) : any(holds);
}

function valueHolds(given: string, { operator, condition, variable }: Comparison): Truth {
  const equal = any(
    condition.values.map((wanted) => matched(operator.compare(wanted, given, variable), condition)),
  );
  return operator.negated ? not(equal) : equal;
}

function matched(match: Match, { operator, key }: Condition): Truth {
  return match === "maybe" ? unknownFor(`a value under ${operator} ${key}`) : truthOf(match === "yes");
}

function unknownKey(key: string): Truth {
  return unknownFor(`key ${key}`);
}
