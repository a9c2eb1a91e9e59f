import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { askJson, jsonBody } from "../../wire/index.ts";
import { type GlobalTables, type Item, tableName } from "./globalTables.ts";
import type { Written } from "./replication.ts";

export const WRITES: readonly string[] = [
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
  "TransactWriteItems",
];

export const READS: readonly string[] = ["GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"];

type Body = Readonly<Record<string, unknown>>;

/** What a successful write left behind in global tables; the rest of the call is left out. */
export async function writtenBy(
  call: AwsCall,
  reply: AwsReply,
  world: World,
  tables: GlobalTables,
): Promise<Written[]> {
  const written: Written[] = [];
  for (const { table, item, key, changed } of touchedBy(call, reply)) {
    const group = tables.find(call.account, table);
    if (group === undefined) continue;
    const itemKey = key ?? pick(item ?? {}, group.keys);
    const place = { account: call.account, region: call.signedRegion };
    const found = changed
      ? await askJson(world, place, "dynamodb", "GetItem", {
          TableName: table,
          Key: itemKey,
          ConsistentRead: true,
        })
      : undefined;
    written.push({ table, key: itemKey, item: changed ? (found?.Item as Item | undefined) : item });
  }
  return written;
}

interface Touched {
  readonly table: string;
  /** The whole item, where the call gives it. */
  readonly item?: Item | undefined;
  /** The key, where the call gives only that. */
  readonly key?: Item | undefined;
  /** The call names changes only: the item must be read to know what it became. */
  readonly changed?: boolean;
}

function touchedBy(call: AwsCall, reply: AwsReply): Touched[] {
  const body = jsonBody(call);
  switch (call.action) {
    case "PutItem":
      return [put(body)];
    case "DeleteItem":
      return [gone(body)];
    case "UpdateItem":
      return [update(body)];
    case "BatchWriteItem": {
      const left = JSON.stringify(unprocessed(reply));
      return Object.entries((body.RequestItems ?? {}) as Record<string, Body[]>).flatMap(
        ([table, requests]) =>
          requests
            .filter((request) => !left.includes(JSON.stringify(request)))
            .map((request) => {
              const made = request.PutRequest as Body | undefined;
              const named = { ...(made ?? (request.DeleteRequest as Body)), TableName: table };
              return made === undefined ? gone(named) : put(named);
            }),
      );
    }
    case "TransactWriteItems":
      return ((body.TransactItems ?? []) as Record<string, Body>[]).flatMap((step) => [
        ...(step.Put === undefined ? [] : [put(step.Put)]),
        ...(step.Delete === undefined ? [] : [gone(step.Delete)]),
        ...(step.Update === undefined ? [] : [update(step.Update)]),
      ]);
    default:
      return [];
  }
}

function put(body: Body): Touched {
  return { table: tableName(body.TableName), item: body.Item as Item };
}

function gone(body: Body): Touched {
  return { table: tableName(body.TableName), key: body.Key as Item };
}

function update(body: Body): Touched {
  return { ...gone(body), changed: true };
}

function unprocessed(reply: AwsReply): unknown {
  const text = reply.body.toString();
  return (JSON.parse(text === "" ? "{}" : text) as Body).UnprocessedItems ?? {};
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}
