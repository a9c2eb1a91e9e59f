import {
  BudgetsBudget,
  type BudgetsBudgetCostFilter,
  type BudgetsBudgetNotification,
} from "@cdktn/provider-aws/lib/budgets-budget/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/**
 * What a budget counts. `account`: all of these accounts, with what cannot be tagged. `tag`: what carries the tag, from
 * the day on which the tag is activated for cost allocation. `all`: whatever the account that it stands in pays for.
 */
export type BudgetScope =
  | { readonly kind: "all" }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "tag"; readonly key: string; readonly value: string };

/** An amount for a month, and what is counted towards it. */
export interface Budget {
  /** Ends the budget's name: `environment-production`, `owner-payments-team`. Unique among the budgets. */
  readonly id: string;
  /** US dollars a month: the only currency that AWS bills in and that a budget counts in. */
  readonly monthlyUsd: number;
  /** What is counted towards it. */
  readonly scope: BudgetScope;
}

/** Who is told of money: at most ten addresses and one topic for each notification. */
export interface CostAudience {
  /** Mail addresses. None: the topic alone is told. */
  readonly emails: readonly string[];
  /**
   * ARN of a standard topic in us-east-1, whose policy lets `budgets.amazonaws.com` and `costalerts.amazonaws.com`
   * publish. @default none
   */
  readonly topicArn?: string;
}

export interface BudgetsProps {
  /** Of the account that the budgets stand in. */
  readonly naming: Naming;
  /** One resource of AWS each. None: nobody is told of anything. */
  readonly budgets: readonly Budget[];
  /** Per cent of the amount, each for what was spent and for what is forecast: five at most. */
  readonly thresholds: readonly number[];
  readonly audience: CostAudience;
  readonly tags: OwnerTags;
}

/**
 * A monthly budget each, which tells before the money is gone: actual spend says what has happened, the forecast what
 * will. The forecast keeps silent until AWS has seen about five weeks of an account (recalled). Credits and refunds are
 * left out: they end, and what they hid begins to be paid on that day.
 *
 * The service looks at the bill a few times a day: a budget does not stop anything.
 * Source: https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html, recalled; limits of
 * notifications and subscribers: API_budgets_NotificationWithSubscribers, read November 2026.
 */
export class Budgets extends Construct {
  constructor(scope: Construct, id: string, props: BudgetsProps) {
    super(scope, id);
    for (const budget of props.budgets) {
      const name = budgetName(props.naming, budget.id);
      new BudgetsBudget(this, budget.id, {
        name,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(budget.monthlyUsd),
        limitUnit: "USD",
        costFilter: filters(budget.scope),
        costTypes: { includeCredit: false, includeRefund: false },
        notification: props.thresholds.flatMap((threshold) =>
          (["ACTUAL", "FORECASTED"] as const).map((kind) => notification(kind, threshold, props.audience)),
        ),
        tags: tagsOf(name, props.tags),
      });
    }
  }
}

/** Names of budgets are unique in an account. */
function budgetName(naming: Naming, id: string): string {
  return nameOf(naming, `budget-${id}`);
}

/** A tag of the user's is spoken of as `user:<key>$<value>`. Source: API_budgets_Budget, `CostFilters`, recalled. */
function filters(scope: BudgetScope): BudgetsBudgetCostFilter[] {
  switch (scope.kind) {
    case "all":
      return [];
    case "account":
      return [{ name: "LinkedAccount", values: [scope.account] }];
    case "tag":
      return [{ name: "TagKeyValue", values: [`user:${scope.key}$${scope.value}`] }];
  }
}

function notification(
  notificationType: "ACTUAL" | "FORECASTED",
  threshold: number,
  { emails, topicArn }: CostAudience,
): BudgetsBudgetNotification {
  return {
    notificationType,
    comparisonOperator: "GREATER_THAN",
    threshold,
    thresholdType: "PERCENTAGE",
    ...(emails.length === 0 ? {} : { subscriberEmailAddresses: [...emails] }),
    ...(topicArn === undefined ? {} : { subscriberSnsTopicArns: [topicArn] }),
  };
}
