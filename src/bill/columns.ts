/**
 * The columns of FOCUS as data. Mandatory columns, types and which columns may be null are the same in 1.0, 1.1 and 1.2;
 * each version adds columns.
 * Source: https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec, tags v1.0, v1.1 and v1.2, `specification/columns`,
 * read November 2026.
 */
export interface FocusColumn {
  readonly name: string;
  readonly kind: "string" | "decimal" | "time" | "map";
  /** The version that brought it. */
  readonly since: FocusVersion;
  /** It must be there whatever the provider supports. */
  readonly mandatory: boolean;
  readonly nullable: boolean;
}

export type FocusVersion = "1.0" | "1.1" | "1.2";

/** A mark before the name: `!` mandatory; after it: `?` may be null. */
const COLUMNS: Readonly<Record<FocusVersion, Readonly<Record<FocusColumn["kind"], string>>>> = {
  "1.0": {
    string:
      "AvailabilityZone? !BillingAccountId !BillingAccountName? !BillingCurrency !ChargeCategory !ChargeClass? !ChargeDescription? ChargeFrequency CommitmentDiscountCategory? CommitmentDiscountId? CommitmentDiscountName? CommitmentDiscountStatus? CommitmentDiscountType? ConsumedUnit? !InvoiceIssuerName PricingCategory? !PricingUnit? !ProviderName !PublisherName RegionId? RegionName? ResourceId? ResourceName? ResourceType? !ServiceCategory !ServiceName SkuId? SkuPriceId? SubAccountId? SubAccountName?",
    decimal:
      "!BilledCost ConsumedQuantity? !ContractedCost ContractedUnitPrice? !EffectiveCost !ListCost ListUnitPrice? !PricingQuantity?",
    time: "!BillingPeriodEnd !BillingPeriodStart !ChargePeriodEnd !ChargePeriodStart",
    map: "Tags?",
  },
  "1.1": {
    string:
      "CapacityReservationId? CapacityReservationStatus? CommitmentDiscountUnit? ServiceSubcategory SkuMeter?",
    decimal: "CommitmentDiscountQuantity?",
    time: "",
    map: "SkuPriceDetails?",
  },
  "1.2": {
    string: "BillingAccountType InvoiceId? PricingCurrency? SubAccountType?",
    decimal:
      "PricingCurrencyContractedUnitPrice? PricingCurrencyEffectiveCost? PricingCurrencyListUnitPrice?",
    time: "",
    map: "",
  },
};

export const FOCUS_COLUMNS: readonly FocusColumn[] = Object.entries(COLUMNS).flatMap(([since, kinds]) =>
  Object.entries(kinds).flatMap(([kind, names]) =>
    names
      .split(" ")
      .filter((name) => name !== "")
      .map((name) => ({
        name: name.replaceAll(/[!?]/g, ""),
        kind: kind as FocusColumn["kind"],
        since: since as FocusVersion,
        mandatory: name.startsWith("!"),
        nullable: name.endsWith("?"),
      })),
  ),
);

/** Without one of these there is no figure to be had: how much, in what, when, for what. */
export const NEEDED_COLUMNS = [
  "BilledCost",
  "EffectiveCost",
  "BillingCurrency",
  "BillingPeriodStart",
  "BillingPeriodEnd",
  "ChargePeriodStart",
  "ChargePeriodEnd",
  "ChargeCategory",
  "ServiceName",
] as const;

/** The oldest version that has all of them. `names` in any case. */
export function versionOf(names: readonly string[]): FocusVersion {
  const there = new Set(names.map((name) => name.toLowerCase()));
  const has = (version: FocusVersion) =>
    FOCUS_COLUMNS.some(({ since, name }) => since === version && there.has(name.toLowerCase()));
  return has("1.2") ? "1.2" : has("1.1") ? "1.1" : "1.0";
}
