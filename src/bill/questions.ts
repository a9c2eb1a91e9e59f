import type { Dialect } from "./dialect.ts";
import { literal } from "./sqlText.ts";

/** By what a bill is taken apart: a column, one of the tags that every resource of ours carries, or any other tag. */
export type BillDimension =
  | "aws-service"
  | "category"
  | "region"
  | "account"
  | "month"
  | "charge"
  | "resource"
  | AllocationTag
  | `tag:${string}`;

/** Tags of ours that say whose a charge is. */
const ALLOCATION_TAGS = ["environment", "service", "owner", "cost-centre"] as const;
type AllocationTag = (typeof ALLOCATION_TAGS)[number];

/** What is known of the accounts on a bill, where there is a configuration. */
export interface BillAccounts {
  /** Accounts that are one environment's alone: all that they cost is its, tagged or not. */
  readonly environments: Readonly<Record<string, string>>;
  /** Accounts of the organization itself: what they cost untagged is everybody's. */
  readonly shared: readonly string[];
}

export const NO_ACCOUNTS: BillAccounts = { environments: {}, shared: [] };

/** Which charges are asked about. */
export interface Selection {
  readonly currency: string;
  /** `2026-10`. @default all months */
  readonly month?: string;
  /** Of this environment, told by its account or its tag. @default all */
  readonly environment?: string;
}

/**
 * Whose a charge is that carries no tag: what is levied on all is shared and shown as that, the rest is untagged.
 * Names of AWS's support plans as a service: recalled.
 */
function unclaimed(accounts: BillAccounts): string {
  const ofOrganization =
    accounts.shared.length === 0 ? "FALSE" : `SubAccountId IN (${accounts.shared.map(literal).join(", ")})`;
  return `CASE WHEN ChargeCategory = 'Tax' THEN 'shared: tax'
    WHEN ServiceName LIKE 'AWS%Support%' THEN 'shared: support'
    WHEN ChargeCategory IN ('Credit', 'Adjustment') THEN 'shared: credits and adjustments'
    WHEN ChargeCategory = 'Purchase' THEN 'shared: purchases'
    WHEN SubAccountId IS NULL THEN 'shared: no account'
    WHEN ${ofOrganization} THEN 'shared: organization'
    ELSE 'untagged' END`;
}

/** A tag as activated by a user. AWS writes the key as it is, or with `user:` or `user_` before it in older exports. */
function tagged(dialect: Dialect, key: string): string {
  const names = [key, `user:${key}`, `user_${key}`];
  return `COALESCE(${names.map((name) => `NULLIF(${dialect.entry("Tags", name)}, '')`).join(", ")})`;
}

/** The name that a charge has in that dimension, as SQL; null where it has none. */
export function named(dialect: Dialect, by: BillDimension, accounts: BillAccounts): string {
  switch (by) {
    case "aws-service":
      return "ServiceName";
    case "category":
      return "ServiceCategory";
    case "region":
      return "RegionId";
    case "account":
      return "SubAccountId";
    case "month":
      return dialect.month;
    case "charge":
      return "ChargeCategory";
    case "resource":
      return "ResourceId";
    case "environment": {
      const own = Object.entries(accounts.environments);
      const byTag = tagged(dialect, "environment");
      if (own.length === 0) return byTag;
      const cases = own.map(([account, name]) => `WHEN ${literal(account)} THEN ${literal(name)}`);
      return `COALESCE(CASE SubAccountId ${cases.join(" ")} END, ${byTag})`;
    }
    default:
      return tagged(dialect, by.startsWith("tag:") ? by.slice("tag:".length) : by);
  }
}

/** Whether what has no name of that kind is somebody's who did not sign: of a tag it is, of a column it is how things are. */
export function isTag(by: BillDimension): boolean {
  return by.startsWith("tag:") || (ALLOCATION_TAGS as readonly string[]).includes(by);
}

/** Why a charge has no name in that dimension, as SQL; null where it has one. */
export function claimed(by: BillDimension, name: string, accounts: BillAccounts): string {
  return `CASE WHEN ${name} IS NULL THEN ${isTag(by) ? unclaimed(accounts) : "'none'"} END`;
}

export function where(
  dialect: Dialect,
  { currency, month, environment }: Selection,
  accounts: BillAccounts = NO_ACCOUNTS,
): string {
  return [
    `BillingCurrency = ${literal(currency)}`,
    ...(month === undefined ? [] : [dialect.inMonth(month)]),
    ...(environment === undefined
      ? []
      : [`${named(dialect, "environment", accounts)} = ${literal(environment)}`]),
  ].join(" AND ");
}

function sums(dialect: Dialect): string {
  return (["BilledCost", "EffectiveCost"] as const)
    .map(
      (column) =>
        `CAST(SUM(${dialect.money(column)}) AS VARCHAR) AS ${column === "BilledCost" ? "billed" : "effective"}`,
    )
    .join(", ");
}

/** `name`, `claim` (null where there is a name), `billed`, `effective`, `charges`. */
export function breakdownQuery(
  dialect: Dialect,
  by: BillDimension,
  selection: Selection,
  accounts: BillAccounts = NO_ACCOUNTS,
): string {
  const name = named(dialect, by, accounts);
  return `SELECT ${name} AS name, ${claimed(by, name, accounts)} AS claim, ${sums(dialect)}, COUNT(*) AS charges
FROM ${dialect.table}
WHERE ${where(dialect, selection, accounts)}
GROUP BY 1, 2`;
}

/** The whole, asked for by itself: what the parts must add up to. */
export function totalQuery(dialect: Dialect, selection: Selection): string {
  return `SELECT ${sums(dialect)}, COUNT(*) AS charges
FROM ${dialect.table}
WHERE ${where(dialect, selection)}`;
}

/** `currency`, `month`, sums and charges; of charges without a currency or a period the name is null. */
export function currenciesQuery(dialect: Dialect, month?: string): string {
  return `SELECT BillingCurrency AS currency, ${dialect.month} AS "month", ${sums(dialect)}, COUNT(*) AS charges
FROM ${dialect.table}${month === undefined ? "" : `\nWHERE ${dialect.inMonth(month)}`}
GROUP BY 1, 2`;
}
