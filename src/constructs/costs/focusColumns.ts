/** Columns of the bill with their types in the catalogue of Athena. */
export interface BillColumn {
  /** As FOCUS writes it. Athena and DuckDB both take it in any case. */
  readonly name: string;
  readonly type: string;
}

/** Table of AWS Data Exports that the bill comes from. */
export const FOCUS_TABLE = "FOCUS_1_2_AWS";

const STRINGS =
  "AvailabilityZone BillingAccountId BillingAccountName BillingAccountType BillingCurrency CapacityReservationId CapacityReservationStatus ChargeCategory ChargeClass ChargeDescription ChargeFrequency CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName CommitmentDiscountStatus CommitmentDiscountType CommitmentDiscountUnit ConsumedUnit InvoiceId InvoiceIssuerName PricingCategory PricingCurrency PricingUnit ProviderName PublisherName RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName ServiceSubcategory SkuId SkuMeter SkuPriceId SubAccountId SubAccountName SubAccountType x_Operation x_ServiceCode";
const NUMBERS =
  "BilledCost CommitmentDiscountQuantity ConsumedQuantity ContractedCost ContractedUnitPrice EffectiveCost ListCost ListUnitPrice PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice PricingQuantity";
const TIMES = "BillingPeriodEnd BillingPeriodStart ChargePeriodEnd ChargePeriodStart";

/**
 * Every column of FOCUS 1.2 as AWS exports it, with the three of its own, by name. FOCUS 1.0 has all but the newer
 * ones under the same names, so a query that asks for none of those runs on either.
 * Names, `double` and timestamps: https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-2-aws-columns.html,
 * read November 2026; types of the three maps recalled.
 */
export const FOCUS_COLUMNS: readonly BillColumn[] = [
  ...STRINGS.split(" ").map((name) => ({ name, type: "string" })),
  ...NUMBERS.split(" ").map((name) => ({ name, type: "double" })),
  ...TIMES.split(" ").map((name) => ({ name, type: "timestamp" })),
  { name: "SkuPriceDetails", type: "map<string,string>" },
  { name: "Tags", type: "map<string,string>" },
  { name: "x_Discounts", type: "map<string,double>" },
].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
