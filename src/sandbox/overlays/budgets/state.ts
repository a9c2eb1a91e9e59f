import { KeptTags } from "../keptTags.ts";
import { perSandbox } from "../perSandbox.ts";

/** As AWS has them, in the words of its API. */
export interface Notification {
  readonly NotificationType: string;
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly ThresholdType?: string;
}

export interface Subscriber {
  readonly SubscriptionType: string;
  readonly Address: string;
}

export interface Notified {
  readonly notification: Notification;
  subscribers: readonly Subscriber[];
}

export interface KeptBudget {
  budget: Readonly<Record<string, unknown>>;
  notified: readonly Notified[];
}

/** What one sandbox keeps of budgets, by account and name. */
export class BudgetsState {
  readonly budgets = new Map<string, KeptBudget>();
  readonly tags = new KeptTags();

  of(account: string): readonly KeptBudget[] {
    return [...this.budgets].filter(([key]) => key.startsWith(`${account} `)).map(([, budget]) => budget);
  }
}

export const budgetsStateOf = perSandbox(() => new BudgetsState());

/** A notification is known by what it says, not by a name. Percentages are what AWS takes for granted. */
export function same(one: Notification, other: Notification): boolean {
  return identity(one) === identity(other);
}

function identity(given: Notification): string {
  const { NotificationType, ComparisonOperator, Threshold, ThresholdType = "PERCENTAGE" } = given;
  return [NotificationType, ComparisonOperator, Threshold, ThresholdType].join(" ");
}
