import { Budgets, type CostAudience } from "../constructs/index.ts";
import type { EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";

/**
 * Where there is no organization, an environment has its account to itself and pays its own bill, so its budget stands
 * there and counts all of it. Where there is one, the account that pays has the budgets of all.
 */
export function environmentBudget(
  stack: EnvironmentStack,
  { platform, environment }: EnvironmentContext,
): void {
  const { budgets, organization } = platform;
  const amount = budgets?.environments.find(({ name }) => name === environment.name);
  if (budgets === undefined || amount === undefined || organization !== undefined) return;
  new Budgets(stack, "budgets", {
    naming: stack.naming,
    budgets: [{ id: "monthly", monthlyUsd: amount.monthlyUsd, scope: { kind: "all" } }],
    thresholds: budgets.thresholds,
    audience: audienceOf(budgets),
    tags: stack.tags,
  });
}

/** Who is told, without what else the section says. */
export function audienceOf({ emails, topicArn }: CostAudience): CostAudience {
  return { emails, ...(topicArn === undefined ? {} : { topicArn }) };
}
