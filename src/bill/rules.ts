import { FOCUS_COLUMNS, type FocusColumn } from "./columns.ts";
import { literal } from "./sqlText.ts";

/** A rule of the specification over one row. `broken` is SQL over the columns of the bill, true where the rule is broken. */
export interface RowRule {
  /** Stable: `bill/not-null`. */
  readonly code: string;
  readonly column: string;
  readonly broken: string;
  readonly wanted: string;
  readonly fix: string;
  /**
   * `error`: a figure is wrong or missing by it. `warning`: the specification is broken and the figures stand.
   * `note`: broken, and AWS documents that its exports do.
   */
  readonly severity: "error" | "warning" | "note";
}

/** Any part of a figure: what cannot be read of them is missing from a sum. */
const FIGURES = new Set([
  "BilledCost",
  "EffectiveCost",
  "BillingCurrency",
  "BillingPeriodStart",
  "BillingPeriodEnd",
  "ChargeCategory",
]);

/**
 * Null in exports of AWS though the specification wants a value.
 * Source: https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-2-aws-conformance.html, read
 * November 2026.
 */
const AWS_LEAVES_OUT = new Set([
  "ContractedUnitPrice",
  "InvoiceIssuerName",
  "ListUnitPrice",
  "PricingUnit",
  "PublisherName",
  "SkuId",
  "SkuPriceId",
]);

const VALUES: Readonly<Record<string, readonly string[]>> = {
  ChargeCategory: ["Usage", "Purchase", "Tax", "Credit", "Adjustment"],
  ChargeClass: ["Correction"],
  ChargeFrequency: ["One-Time", "Recurring", "Usage-Based"],
  PricingCategory: ["Standard", "Dynamic", "Committed", "Other"],
  CommitmentDiscountCategory: ["Spend", "Usage"],
  CommitmentDiscountStatus: ["Used", "Unused"],
  CapacityReservationStatus: ["Used", "Unused"],
  ServiceCategory: [
    "AI and Machine Learning",
    "Analytics",
    "Business Applications",
    "Compute",
    "Databases",
    "Developer Tools",
    "Multicloud",
    "Identity",
    "Integration",
    "Internet of Things",
    "Management and Governance",
    "Media",
    "Migration",
    "Mobile",
    "Networking",
    "Security",
    "Storage",
    "Web",
    "Other",
  ],
};

/** Codes of ISO 4217, as this Node's Unicode data have them. */
const CURRENCIES = Intl.supportedValuesOf("currency");

const ASK = "Ask whoever made the export, or export it anew.";
const USUAL = "(ChargeCategory IN ('Usage', 'Purchase') AND ChargeClass IS DISTINCT FROM 'Correction')";

/** Rules between columns, in the words of the specification's columns of the same name. */
const BETWEEN: readonly (readonly [
  column: string,
  needs: readonly string[],
  broken: string,
  wanted: string,
])[] = [
  [
    "BillingPeriodStart",
    [],
    "BillingPeriodStart >= BillingPeriodEnd",
    "a billing period that starts before it ends",
  ],
  [
    "ChargePeriodStart",
    [],
    "ChargePeriodStart >= ChargePeriodEnd",
    "a charge period that starts before it ends",
  ],
  [
    "ChargePeriodStart",
    ["ChargeClass"],
    "ChargeCategory = 'Usage' AND ChargeClass IS DISTINCT FROM 'Correction' AND (ChargePeriodStart < BillingPeriodStart OR ChargePeriodStart >= BillingPeriodEnd)",
    "usage that begins within the billing period, unless it is a correction of an earlier one",
  ],
  [
    "ChargeFrequency",
    ["ChargeFrequency"],
    "ChargeCategory = 'Purchase' AND ChargeFrequency = 'Usage-Based'",
    "a purchase that is One-Time or Recurring",
  ],
  [
    "PricingCategory",
    ["PricingCategory"],
    "ChargeCategory = 'Tax' AND PricingCategory IS NOT NULL",
    "no pricing category where the charge is a tax",
  ],
  [
    "PricingCategory",
    ["PricingCategory", "ChargeClass"],
    `${USUAL} AND PricingCategory IS NULL`,
    "a pricing category for usage and purchases",
  ],
  [
    "CommitmentDiscountStatus",
    ["CommitmentDiscountId", "CommitmentDiscountStatus"],
    "ChargeCategory = 'Usage' AND CommitmentDiscountId IS NOT NULL AND CommitmentDiscountStatus IS NULL",
    "Used or Unused where usage is under a commitment",
  ],
  ...["CommitmentDiscountStatus", "CommitmentDiscountCategory", "CommitmentDiscountType"].map(
    (column) =>
      [
        column,
        ["CommitmentDiscountId", column],
        `CommitmentDiscountId IS NULL AND ${column} IS NOT NULL`,
        "null where there is no CommitmentDiscountId",
      ] as const,
  ),
  ...["CommitmentDiscountCategory", "CommitmentDiscountType"].map(
    (column) =>
      [
        column,
        ["CommitmentDiscountId", column],
        `CommitmentDiscountId IS NOT NULL AND ${column} IS NULL`,
        "a value where there is a CommitmentDiscountId",
      ] as const,
  ),
  [
    "CapacityReservationStatus",
    ["CapacityReservationId", "CapacityReservationStatus"],
    "(CapacityReservationId IS NULL) <> (CapacityReservationStatus IS NULL) AND (CapacityReservationId IS NULL OR ChargeCategory = 'Usage')",
    "Used or Unused where usage is under a capacity reservation, else null",
  ],
  ...["PricingUnit", "PricingQuantity", "ListUnitPrice", "ContractedUnitPrice", "SkuId", "SkuPriceId"].map(
    (column) =>
      [
        column,
        [column, "ChargeClass"],
        `${USUAL} AND ${column} IS NULL`,
        "a value for usage and purchases that are no corrections",
      ] as const,
  ),
];

/** The rules that can be judged on a bill of these columns. */
export function rowRules(there: ReadonlySet<string>): readonly RowRule[] {
  return [
    ...FOCUS_COLUMNS.filter(({ name }) => there.has(name)).flatMap(ofColumn),
    ...BETWEEN.filter(([, needs]) => needs.every((name) => there.has(name))).map(
      ([column, , broken, wanted]): RowRule => ({
        code: broken.endsWith(`${column} IS NULL`) ? "bill/not-null" : "bill/between-columns",
        column,
        broken,
        wanted,
        fix: ASK,
        severity: AWS_LEAVES_OUT.has(column) ? "note" : "warning",
      }),
    ),
  ];
}

function ofColumn(column: FocusColumn): readonly RowRule[] {
  const { name, kind, nullable } = column;
  const severity = FIGURES.has(name) ? "error" : "warning";
  const values = VALUES[name];
  return [
    ...(kind === "string"
      ? []
      : [
          {
            code: "bill/unreadable",
            column: name,
            broken: unreadable(name),
            wanted: {
              decimal: "a number, such as 0.0116",
              time: "a time, such as 2026-10-01T00:00:00Z",
              map: "a JSON object or a map of texts",
            }[kind],
            fix: "Export it anew, without a spreadsheet in between: those rewrite numbers and dates.",
            severity: name === "Tags" ? "error" : severity,
          } as const,
        ]),
    ...(nullable
      ? []
      : [
          {
            code: "bill/not-null",
            column: name,
            broken: `${name} IS NULL AND NOT ${unreadable(name)}`,
            wanted: "a value in every row",
            fix: ASK,
            severity: AWS_LEAVES_OUT.has(name) ? "note" : severity,
          } as const,
        ]),
    ...(values === undefined
      ? []
      : [
          {
            code: "bill/value",
            column: name,
            broken: `${name} NOT IN (${values.map(literal).join(", ")})`,
            wanted: `one of ${values.join(", ")}`,
            fix: ASK,
            severity,
          } as const,
        ]),
    ...(name === "BillingCurrency"
      ? [
          {
            code: "bill/currency",
            column: name,
            broken: `${name} NOT IN (${CURRENCIES.map(literal).join(", ")})`,
            wanted: "a code of ISO 4217, such as USD",
            fix: ASK,
            severity,
          } as const,
        ]
      : []),
  ];
}

/** Column of ours: there was text, and it was no value of the column's type. */
function unreadable(name: string): string {
  return FOCUS_COLUMNS.find((column) => column.name === name)?.kind === "string"
    ? "FALSE"
    : `"unreadable ${name}"`;
}
