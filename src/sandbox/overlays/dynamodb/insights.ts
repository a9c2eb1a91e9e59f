import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { askJson, errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { tableName } from "./globalTables.ts";

/** Whether a table's most wanted keys are counted, region by region: a copy of a global table has its own setting. */
export function dynamodbInsights(): Overlay {
  /** Account, region and table, or table and index. */
  const enabled = new Set<string>();
  return {
    name: "dynamodb-contributor-insights",
    service: "dynamodb",
    grade: "validated",
    models:
      "Contributor insights of tables and indexes as a setting of each region, on at once, gone with their table. Leaves out the counting itself.",
    async handle(call, world) {
      switch (call.action) {
        case "DeleteTable": {
          const place = placeOf(call, tableName(jsonBody(call).TableName));
          for (const each of enabled)
            if (each === place || each.startsWith(`${place} `)) enabled.delete(each);
          return undefined;
        }
        case "UpdateContributorInsights":
        case "DescribeContributorInsights":
          return await setting(call, world, enabled);
        default:
          return undefined;
      }
    },
  };
}

function placeOf(call: AwsCall, table: string): string {
  return `${call.account} ${call.signedRegion} ${table}`;
}

async function setting(call: AwsCall, world: World, enabled: Set<string>): Promise<AwsReply> {
  const { TableName, IndexName, ContributorInsightsAction } = jsonBody(call);
  const table = tableName(TableName);
  const place = { account: call.account, region: call.signedRegion };
  const described = await askJson(world, place, "dynamodb", "DescribeTable", { TableName: table });
  if (described === undefined) {
    return errorReply(call, {
      status: 400,
      code: "ResourceNotFoundException",
      message: `Requested resource not found: Table: ${table} not found`,
    });
  }
  const key = placeOf(call, IndexName === undefined ? table : `${table} ${String(IndexName)}`);
  if (ContributorInsightsAction === "ENABLE") enabled.add(key);
  if (ContributorInsightsAction === "DISABLE") enabled.delete(key);
  return jsonReply(call, {
    TableName: table,
    ...(IndexName === undefined ? {} : { IndexName }),
    ContributorInsightsStatus: enabled.has(key) ? "ENABLED" : "DISABLED",
  });
}
