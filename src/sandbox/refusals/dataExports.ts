import type { Refusal, RefusedCall } from "../overlay.ts";
import { bucketPolicy } from "../overlays/s3/index.ts";
import { jsonBody } from "../wire/index.ts";

const GUIDE = "https://docs.aws.amazon.com/cur/latest/userguide";
const ACTIONS = ["CreateExport", "UpdateExport"];

function invalid(message: string): RefusedCall {
  return { status: 400, code: "ValidationException", message };
}

interface Export {
  readonly Name?: string;
  readonly DataQuery?: { readonly QueryStatement?: string };
  readonly DestinationConfigurations?: { readonly S3Destination?: { readonly S3Bucket?: string } };
}

function exportIn(call: Parameters<Refusal["check"]>[0]): Export {
  return (jsonBody(call).Export ?? {}) as Export;
}

/**
 * Columns of FOCUS 1.2, by which a query is checked. Other tables are taken as they come.
 * Source: table-dictionary-focus-1-2-aws-columns of the guide, read November 2026.
 */
const FOCUS_1_2: ReadonlySet<string> = new Set(
  `AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingAccountType BillingCurrency BillingPeriodEnd
  BillingPeriodStart CapacityReservationId CapacityReservationStatus ChargeCategory ChargeClass ChargeDescription
  ChargeFrequency ChargePeriodEnd ChargePeriodStart CommitmentDiscountCategory CommitmentDiscountId
  CommitmentDiscountName CommitmentDiscountQuantity CommitmentDiscountStatus CommitmentDiscountType
  CommitmentDiscountUnit ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost InvoiceId
  InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingCurrency PricingCurrencyContractedUnitPrice
  PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice PricingQuantity PricingUnit ProviderName PublisherName
  RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName ServiceSubcategory SkuId SkuMeter
  SkuPriceDetails SkuPriceId SubAccountId SubAccountName SubAccountType Tags x_Discounts x_Operation x_ServiceCode`.split(
    /\s+/,
  ),
);

const columns: Refusal = {
  id: "bcm-export-unknown-column",
  service: "bcm-data-exports",
  actions: ACTIONS,
  rule: "An export asks for columns that its table has.",
  source: `${GUIDE}/table-dictionary-focus-1-2-aws-columns.html`,
  async check(call) {
    const query = exportIn(call).DataQuery?.QueryStatement ?? "";
    const [, asked, table] = /^\s*SELECT\s+(.+?)\s+FROM\s+(\w+)/is.exec(query) ?? [];
    if (asked === undefined || table === undefined)
      return invalid(`Query statement cannot be parsed: ${query}`);
    if (table !== "FOCUS_1_2_AWS" || asked === "*") return undefined;
    const wrong = asked.split(/\s*,\s*/).filter((column) => !FOCUS_1_2.has(column));
    return wrong.length === 0
      ? undefined
      : invalid(`Columns are not a subset of table ${table}: ${wrong.join(", ")}`);
  },
};

const exportName: Refusal = {
  id: "bcm-export-name",
  service: "bcm-data-exports",
  actions: ACTIONS,
  rule: "The name of an export is letters, digits, hyphens and underscores, 128 at most.",
  source: "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_DataExports_Export.html",
  async check(call) {
    const name = exportIn(call).Name ?? "";
    return /^[0-9A-Za-z\-_]{1,128}$/.test(name)
      ? undefined
      : invalid(`Value '${name}' at 'export.name' failed to satisfy constraint`);
  },
};

const writableBucket: Refusal = {
  id: "bcm-export-bucket-not-writable",
  service: "bcm-data-exports",
  actions: ACTIONS,
  rule: "The bucket's policy lets Data Exports deliver, before an export is made.",
  source: `${GUIDE}/dataexports-s3-bucket.html`,
  async check(call, world) {
    const bucket = exportIn(call).DestinationConfigurations?.S3Destination?.S3Bucket ?? "";
    const policy = bucketPolicy(world, call.account, bucket);
    return policy !== undefined && letsDeliver(policy)
      ? undefined
      : invalid(`S3 bucket ${bucket} does not allow bcm-data-exports.amazonaws.com to deliver`);
  },
};

function letsDeliver(policy: string): boolean {
  const { Statement } = JSON.parse(policy) as { readonly Statement?: unknown };
  return ([Statement].flat() as Record<string, unknown>[]).some((statement) => {
    const services = [(statement.Principal as { readonly Service?: unknown } | undefined)?.Service].flat();
    return (
      statement.Effect === "Allow" &&
      services.includes("bcm-data-exports.amazonaws.com") &&
      [statement.Action].flat().includes("s3:PutObject")
    );
  });
}

export const dataExportsRefusals: readonly Refusal[] = [exportName, columns, writableBucket];
