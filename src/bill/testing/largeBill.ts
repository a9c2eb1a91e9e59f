import { DuckDBInstance } from "@duckdb/node-api";
import { literal } from "../sqlText.ts";

/** What recurs in a bill: so many resources, each with its tags, charged hour after hour. */
const RESOURCES = 5_000;

/**
 * Writes a FOCUS 1.2 bill of one month as Parquet, the same for the same number of rows: money as `double` and tags as a
 * map, as AWS exports them, packed by snappy.
 */
export async function writeLargeBill(path: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE TABLE resources AS SELECT
      'arn:aws:service:us-east-1:111111111111:thing/' || i AS ResourceId,
      'AWS service ' || i % 40 AS ServiceName,
      ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'][i % 4 + 1] AS RegionId,
      '11111111111' || i % 7 AS SubAccountId,
      CASE WHEN i % 10 = 0 THEN NULL ELSE MAP {
        'environment': ['production', 'staging', 'development'][i % 3 + 1],
        'service': 'service-' || i % 30, 'owner': 'team-' || i % 12, 'cost-centre': 'shop-' || i % 9 } END AS Tags,
      i AS id FROM range(${RESOURCES}) r(i)`);
    await connection.run(`COPY (SELECT
      ((n * 7919) % 100003)::DOUBLE / 10000000 AS BilledCost, ((n * 7919) % 100003)::DOUBLE / 12500000 AS EffectiveCost,
      ((n * 7919) % 100003)::DOUBLE / 10000000 AS ListCost, ((n * 7919) % 100003)::DOUBLE / 10000000 AS ContractedCost,
      '111111111111' AS BillingAccountId, 'shop' AS BillingAccountName, 'management' AS BillingAccountType,
      'USD' AS BillingCurrency, TIMESTAMP '2026-10-01' AS BillingPeriodStart, TIMESTAMP '2026-11-01' AS BillingPeriodEnd,
      TIMESTAMP '2026-10-01' + INTERVAL (n % 744) HOUR AS ChargePeriodStart,
      TIMESTAMP '2026-10-01' + INTERVAL (n % 744 + 1) HOUR AS ChargePeriodEnd,
      'Usage' AS ChargeCategory, NULL::VARCHAR AS ChargeClass, 'per hour' AS ChargeDescription,
      'Usage-Based' AS ChargeFrequency, 'AWS' AS InvoiceIssuerName, 'AWS' AS ProviderName, 'AWS' AS PublisherName,
      'Standard' AS PricingCategory, 1::DOUBLE AS PricingQuantity, 'Hours' AS PricingUnit, 'Compute' AS ServiceCategory,
      'sku-' || n % 300 AS SkuId, resources.* EXCLUDE (id)
      FROM range(${rows}) t(n) JOIN resources ON resources.id = n % ${RESOURCES})
      TO ${literal(path)} (FORMAT parquet, COMPRESSION snappy)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
