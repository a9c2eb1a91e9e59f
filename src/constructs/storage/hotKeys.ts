import { DynamodbContributorInsights } from "@cdktn/provider-aws/lib/dynamodb-contributor-insights/index.js";
import type { Construct, IDependable } from "constructs";

/**
 * Which keys of a table are asked for most, and which are throttled: a hot key slows one product down while the table
 * as a whole looks idle. Two rules for a table, four with a sort key, at half a dollar a month each, and three cents
 * for a million reads and writes; every region's copy is counted by itself.
 *
 * Graphs and whoever may read them see the keys in clear text, whatever key encrypts the table. AWS says not to where
 * keys are to stay encrypted, so this is for tables whose keys name goods and not people.
 * Sources: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContributorInsights.html, and
 * https://aws.amazon.com/cloudwatch/pricing/ (recalled), November 2026.
 */
export function hotKeys(
  scope: Construct,
  tableName: string,
  after: IDependable & { readonly fqn: string },
): void {
  new DynamodbContributorInsights(scope, "hot-keys", { tableName, dependsOn: [after] });
}
