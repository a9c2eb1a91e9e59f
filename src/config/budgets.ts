import type { BudgetsSettings } from "./budgetsSchema.ts";

/** What may be spent, every default filled in. */
export interface Budgets {
  readonly environments: readonly Amount[];
  readonly costCentres: readonly Amount[];
  readonly owners: readonly Amount[];
  /** Of the whole organization. */
  readonly totalUsd?: number;
  /** Per cent. */
  readonly thresholds: readonly number[];
  /** At most ten; with none there is a topic. */
  readonly emails: readonly string[];
  readonly topicArn?: string;
  readonly anomalies: {
    readonly leastUsd: number;
    readonly leastPercent: number;
    readonly services: boolean;
  };
  /** AWS takes the bill apart by the tags. */
  readonly tagsActive: boolean;
}

export interface Amount {
  /** Of an environment, a cost centre or an owner. */
  readonly name: string;
  readonly monthlyUsd: number;
}

/** AWS takes so many mail addresses for one notification. Source: API_budgets_NotificationWithSubscribers. */
export const MOST_ADDRESSES = 10;

/** Those of the section, else those that get alarms. */
export function budgetEmails(
  settings: BudgetsSettings,
  alertEmails: readonly string[] | undefined,
): readonly string[] {
  return settings.email ?? alertEmails ?? [];
}

/** Undefined when the section is. */
export function budgetsOf(
  settings: BudgetsSettings | undefined,
  alertEmails: readonly string[],
): Budgets | undefined {
  if (settings === undefined) return undefined;
  const { total, thresholds, topic, anomalies, tagsActive } = settings;
  return {
    environments: amountsOf(settings.environments),
    costCentres: amountsOf(settings.costCentres),
    owners: amountsOf(settings.owners),
    ...(total === undefined ? {} : { totalUsd: total }),
    thresholds: [...thresholds].sort((a, b) => a - b),
    emails: budgetEmails(settings, alertEmails),
    ...(topic === undefined ? {} : { topicArn: topic }),
    anomalies,
    tagsActive,
  };
}

function amountsOf(amounts: Readonly<Record<string, number>>): readonly Amount[] {
  return Object.entries(amounts).map(([name, monthlyUsd]) => ({ name, monthlyUsd }));
}

/** Ends the name of a budget: what AWS and Terraform take of a tag's value. */
export function budgetId(kind: "environment" | "cost-centre" | "owner", name: string): string {
  return `${kind}-${name.replaceAll(/[^A-Za-z0-9_-]/g, "-")}`;
}
