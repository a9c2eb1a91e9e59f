import { bucketArn, bucketName, type Naming, nameOf } from "../naming.ts";

/** Folder of the exports in the bucket, and of what Athena answers. */
export const BILL_PREFIXES = { exports: "exports", results: "results" } as const;

export function billBucketName(naming: Naming, region: string): string {
  return bucketName(naming, "bill", region);
}

export function billBucketArn(naming: Naming, region: string): string {
  return bucketArn(naming, "bill", region);
}

/** Names of exports: letters, digits, hyphens and underscores, unique in the account. */
export function billExportName(naming: Naming): string {
  return nameOf(naming, "focus");
}

/** `shop_organization_costs`: Athena wants no hyphens in a name that is not quoted. */
export function billDatabaseName(naming: Naming): string {
  return nameOf(naming, "costs").replaceAll("-", "_");
}

/** The bill, one row for each charge and day. */
export const BILL_TABLE = "focus";

/** Where queries over the bill run. */
export function billWorkgroupName(naming: Naming): string {
  return nameOf(naming, "costs");
}
