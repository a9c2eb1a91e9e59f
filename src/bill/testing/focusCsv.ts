import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Charge = Readonly<Record<string, string>>;

/** One charge that keeps to FOCUS 1.2: an hour of a machine. */
export const CHARGE: Charge = {
  BilledCost: "0.1",
  EffectiveCost: "0.08",
  ListCost: "0.1",
  ContractedCost: "0.1",
  ListUnitPrice: "0.1",
  ContractedUnitPrice: "0.1",
  BillingAccountId: "999999999999",
  BillingAccountName: "shop",
  BillingAccountType: "management",
  BillingCurrency: "USD",
  BillingPeriodStart: "2026-10-01T00:00:00Z",
  BillingPeriodEnd: "2026-11-01T00:00:00Z",
  ChargePeriodStart: "2026-10-05T00:00:00Z",
  ChargePeriodEnd: "2026-10-06T00:00:00Z",
  ChargeCategory: "Usage",
  ChargeClass: "",
  ChargeDescription: "an hour",
  ChargeFrequency: "Usage-Based",
  CapacityReservationId: "",
  CapacityReservationStatus: "",
  CommitmentDiscountCategory: "",
  CommitmentDiscountId: "",
  CommitmentDiscountQuantity: "",
  CommitmentDiscountStatus: "",
  CommitmentDiscountType: "",
  ConsumedQuantity: "1",
  InvoiceId: "",
  InvoiceIssuerName: "Amazon Web Services, Inc.",
  PricingCategory: "Standard",
  PricingCurrencyContractedUnitPrice: "",
  PricingCurrencyEffectiveCost: "",
  PricingCurrencyListUnitPrice: "",
  PricingQuantity: "1",
  PricingUnit: "Hours",
  ProviderName: "AWS",
  PublisherName: "AWS",
  RegionId: "us-east-1",
  ResourceId: "i-1",
  ServiceCategory: "Compute",
  ServiceName: "Amazon Elastic Compute Cloud",
  ServiceSubcategory: "Virtual Machines",
  SkuId: "SKU",
  SkuPriceDetails: "",
  SkuPriceId: "SKU.1",
  SubAccountId: "111111111111",
  Tags: '{"owner": "platform-team"}',
};

/** CSV of these changes to `CHARGE`, a row each; a column of undefined is left out altogether. */
export function focusCsv(changes: readonly Charge[], without: readonly string[] = []): string {
  const names = Object.keys(CHARGE).filter((name) => !without.includes(name));
  const quoted = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const rows = changes.map((change) =>
    names.map((name) => quoted(change[name] ?? CHARGE[name] ?? "")).join(","),
  );
  return `${[names.join(","), ...rows].join("\n")}\n`;
}

/** A folder of files that is gone with the block that asked for it. */
export async function folderOf(files: Readonly<Record<string, string | Buffer>>) {
  const folder = await mkdtemp(join(tmpdir(), "trireme-bill-test-"));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return {
    folder,
    path: (name: string) => join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
