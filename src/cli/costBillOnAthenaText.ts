import type { CostBillOnAthenaResult } from "../actions/index.ts";
import { billLines, whoseAccounts } from "./costBillText.ts";

export function costBillOnAthenaText(result: CostBillOnAthenaResult): string {
  const { source, seconds } = result;
  const { account, region, workgroup, database, table, caller, endpoint, scan, config, proof } = source;
  return `${[
    ...billLines(result),
    `Athena in ${region} of account ${account}, workgroup ${workgroup}: "${database}"."${table}" (${proof}).`,
    `Asked as ${caller}${endpoint === null ? "" : `, at ${endpoint} and not at AWS's own address`}.`,
    `${scan.queries.length} queries read ${megabytes(scan.scannedBytes)}: ${priceText(scan, region)}`,
    whoseAccounts(config),
    `${seconds.toFixed(1)} s`,
  ].join("\n")}\n`;
}

function priceText(
  { price, scannedBytes }: CostBillOnAthenaResult["source"]["scan"],
  region: string,
): string {
  if (price !== null) {
    const { usd, usdPerTb, grade, source, date } = price;
    return `$${usd.toFixed(6)}, at $${usdPerTb} a TB and 10 MB a query at least (${grade}: ${source}, ${date}).`;
  }
  return scannedBytes === null
    ? "no price of that."
    : `no price, for the price book has none of Athena in ${region}.`;
}

function megabytes(bytes: number | null): string {
  if (bytes === null) return "as much as Athena does not say";
  return `${(bytes / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 })} MB`;
}
