/** The part of the vocabulary that is about money: what may be spent, and who is told. */

/** What the business expects to pay AWS each month, before taxes of its own. A budget stops nothing: it tells. */
export interface BudgetsInput {
  /** US dollars a month by name of environment. @default none */
  readonly environments?: Readonly<Record<string, number>>;
  /** US dollars a month by cost centre. Needs an organization, and active tags. @default none */
  readonly costCentres?: Readonly<Record<string, number>>;
  /** US dollars a month by owner, as services name their teams. Needs an organization, and active tags. @default none */
  readonly owners?: Readonly<Record<string, number>>;
  /** US dollars a month for all accounts of the organization together. @default none */
  readonly total?: number;
  /** AWS bills in US dollars, and its budgets count in nothing else. Here so that a refusal can say so. @default "USD" */
  readonly currency?: string;
  /** Per cent of the amount at which somebody is told, once for what is spent and once for what is forecast; one to five. @default [50, 80, 100] */
  readonly thresholds?: readonly number[];
  /** Who is told by mail, ten at most. @default the addresses of `alerts` */
  readonly email?: readonly string[];
  /**
   * ARN of an SNS topic of yours in us-east-1 that is told as well, for a chat or a pager. Its policy must let
   * `budgets.amazonaws.com` and `costalerts.amazonaws.com` publish. @default none
   */
  readonly topic?: string;
  /** Spending that is unusual though inside its budget. Looked for where there is an organization. @default its own defaults */
  readonly anomalies?: AnomaliesInput;
  /**
   * Whether the bill is taken apart by the tags of resources: by cost centre, owner, service. AWS knows a tag up to 24
   * hours after a resource first carries it and refuses it before, so this becomes true a day after the first
   * deployment. Needs an organization. @default false
   */
  readonly tagsActive?: boolean;
}

/** How unusual spending must be before somebody is told: both bounds together. */
export interface AnomaliesInput {
  /** US dollars above what was expected. @default 100 */
  readonly leastUsd?: number;
  /** Per cent above what was expected. @default 20 */
  readonly leastPercent?: number;
  /**
   * Whether to make the monitor of all services, of which an account has one only. AWS makes one by itself when Cost
   * Explorer is first opened: then delete that one, or write false here. @default true
   */
  readonly services?: boolean;
}
