import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
} from "@aws-sdk/client-rds";
import type { RegionClients } from "./clients.ts";

/** A row of a table: its key, and what stands beside it. */
export interface TableRow {
  readonly key: Readonly<Record<string, AttributeValue>>;
  readonly value: string;
}

/** What is beside the key of a row that a drill wrote. */
const VALUE = "drilled";

/** As many as AWS takes in one call. */
const AT_ONCE = 25;

/** Writes rows of their own to a table, whatever its key; their texts begin with `prefix`. */
export async function writeRows(
  { dynamodb }: RegionClients,
  table: string,
  { prefix, count }: { readonly prefix: string; readonly count: number },
): Promise<readonly TableRow[]> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
  const typeOf = (name: string | undefined) =>
    Table?.AttributeDefinitions?.find((each) => each.AttributeName === name)?.AttributeType;
  const rows = Array.from({ length: count }, (_, number): TableRow => {
    const key = (Table?.KeySchema ?? []).map(({ AttributeName = "" }) => {
      const text = `${prefix}-${number}`;
      const value: AttributeValue =
        typeOf(AttributeName) === "N"
          ? { N: String(number) }
          : typeOf(AttributeName) === "B"
            ? { B: Buffer.from(text) }
            : { S: text };
      return [AttributeName, value] as const;
    });
    return { key: Object.fromEntries(key), value: `${prefix} wrote ${number}` };
  });
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const requests = rows
      .slice(at, at + AT_ONCE)
      .map(({ key, value }) => ({ PutRequest: { Item: { ...key, [VALUE]: { S: value } } } }));
    const command = new BatchWriteItemCommand({ RequestItems: { [table]: requests } });
    const left = (await dynamodb.send(command)).UnprocessedItems?.[table]?.length ?? 0;
    if (left > 0) throw new Error(`${table} did not take ${left} rows: it is asked too much`);
  }
  return rows;
}

/** How many of the rows stand in a table as they were written. */
export async function rowsFound(
  { dynamodb }: RegionClients,
  table: string,
  rows: readonly TableRow[],
): Promise<number> {
  const values = new Set<string>();
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const Keys = rows.slice(at, at + AT_ONCE).map(({ key }) => ({ ...key }));
    const command = new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } });
    const { Responses, UnprocessedKeys } = await dynamodb.send(command);
    const left = UnprocessedKeys?.[table]?.Keys?.length ?? 0;
    if (left > 0) throw new Error(`${table} did not answer for ${left} rows: it is asked too much`);
    // What was written names the row that it belongs to.
    for (const item of Responses?.[table] ?? []) values.add(item[VALUE]?.S ?? "");
  }
  return rows.filter(({ value }) => values.has(value)).length;
}

export async function removeRows(
  { dynamodb }: RegionClients,
  table: string,
  rows: readonly TableRow[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const requests = rows.slice(at, at + AT_ONCE).map(({ key }) => ({ DeleteRequest: { Key: { ...key } } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
}

/** Deletes what a restore made, with its protection. */
export async function removeRestored(
  { rds, dynamodb }: RegionClients,
  engine: "aurora-postgresql" | "rds-postgresql" | "dynamodb",
  name: string,
): Promise<void> {
  if (engine === "dynamodb") {
    await dynamodb.send(new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: false }));
    await dynamodb.send(new DeleteTableCommand({ TableName: name }));
  } else if (engine === "aurora-postgresql") {
    const which = { DBClusterIdentifier: name };
    await rds.send(
      new ModifyDBClusterCommand({ ...which, DeletionProtection: false, ApplyImmediately: true }),
    );
    await rds.send(new DeleteDBClusterCommand({ ...which, SkipFinalSnapshot: true }));
  } else {
    const which = { DBInstanceIdentifier: name };
    await rds.send(
      new ModifyDBInstanceCommand({ ...which, DeletionProtection: false, ApplyImmediately: true }),
    );
    await rds.send(new DeleteDBInstanceCommand({ ...which, SkipFinalSnapshot: true }));
  }
}
