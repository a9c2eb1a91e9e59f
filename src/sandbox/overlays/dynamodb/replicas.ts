import type { AwsCall } from "../../call.ts";
import type { RefusedCall, World } from "../../overlay.ts";
import { askJson, type Place } from "../../wire/index.ts";
import { type GlobalTable, type GlobalTables, type Item, tableName } from "./globalTables.ts";

type Body = Readonly<Record<string, unknown>>;

/** One entry of `ReplicaUpdates`. */
export interface ReplicaUpdate {
  readonly Create?: ReplicaSettings;
  readonly Update?: ReplicaSettings;
  readonly Delete?: ReplicaSettings;
}

interface ReplicaSettings {
  readonly RegionName: string;
  readonly KMSMasterKeyId?: string;
}

/** Makes, changes or removes a replica; the error that AWS answers, or undefined when it is done. */
export async function updateReplica(
  call: AwsCall,
  name: string,
  update: ReplicaUpdate,
  world: World,
  tables: GlobalTables,
): Promise<RefusedCall | undefined> {
  const region = (update.Create ?? update.Update ?? update.Delete)?.RegionName;
  if (region === undefined) return invalid("One or more parameter values were invalid: no actions specified");
  if (world.isLost(region)) {
    return {
      status: 500,
      code: "InternalServerError",
      message: `The replica region ${region} does not answer.`,
    };
  }
  const group = tables.find(call.account, name);
  if (update.Create !== undefined) return create(call, name, update.Create, world, tables);
  const member = group?.members.get(region);
  if (group === undefined || member === undefined) {
    return invalid(
      "Replica specified in the Replica Update or Replica Delete action of the request was not found.",
    );
  }
  if (update.Update !== undefined) {
    member.kmsKey = update.Update.KMSMasterKeyId ?? member.kmsKey;
    return undefined;
  }
  const place = { account: call.account, region };
  const gone = await askJson(world, place, "dynamodb", "DeleteTable", { TableName: name });
  if (gone === undefined) {
    return invalid(`Replica ${region} cannot be deleted: deletion protection is enabled for its table.`);
  }
  tables.leave(group, region);
  return undefined;
}

async function create(
  call: AwsCall,
  name: string,
  settings: ReplicaSettings,
  world: World,
  tables: GlobalTables,
): Promise<RefusedCall | undefined> {
  const source: Place = { account: call.account, region: call.signedRegion };
  const target: Place = { account: call.account, region: settings.RegionName };
  const table = await describe(world, source, name);
  if (table === undefined) {
    return {
      status: 400,
      code: "ResourceNotFoundException",
      message: `Requested resource not found: Table: ${name} not found`,
    };
  }
  if ((await describe(world, target, name)) !== undefined) {
    return invalid(
      `Failed to create the new replica of table with name: '${name}' because one or more replicas already existed as tables.`,
    );
  }
  // DynamoDB turns the stream of the first table on by itself: its writes are carried through it.
  if (!isStreaming(table)) {
    await askJson(world, source, "dynamodb", "UpdateTable", { TableName: name, StreamSpecification: STREAM });
  }
  await askJson(world, target, "dynamodb", "CreateTable", copyOf(table, settings.KMSMasterKeyId));
  await copyTimeToLive(world, source, target, name);
  await copyItems(world, source, target, name);

  const now = world.clock.now();
  const group = tables.find(call.account, name) ?? firstOf(call, table, now);
  tables.add(group);
  group.members.set(settings.RegionName, {
    region: settings.RegionName,
    joinedAt: now,
    source: call.signedRegion,
    kmsKey: settings.KMSMasterKeyId,
  });
  return undefined;
}

const STREAM = { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } as const;

function isStreaming(table: Body): boolean {
  return (table.StreamSpecification as Body | undefined)?.StreamEnabled === true;
}

function firstOf(call: AwsCall, table: Body, now: number): GlobalTable {
  const key = (table.SSEDescription as Body | undefined)?.KMSMasterKeyArn as string | undefined;
  const first = { region: call.signedRegion, joinedAt: now, source: undefined, kmsKey: key };
  return {
    account: call.account,
    table: tableName(table.TableName),
    keys: (table.KeySchema as { AttributeName: string }[]).map((part) => part.AttributeName),
    members: new Map([[call.signedRegion, first]]),
    versions: new Map(),
  };
}

/**
 * A replica has the first table's keys, indexes and capacity mode; tags, deletion protection and
 * point-in-time recovery are each region's own.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
function copyOf(table: Body, key: string | undefined): Body {
  const mode = (table.BillingModeSummary as Body | undefined)?.BillingMode ?? "PROVISIONED";
  const throughput = (of: Body) => {
    const given = (of.ProvisionedThroughput ?? {}) as Body;
    return mode === "PROVISIONED"
      ? {
          ProvisionedThroughput: {
            ReadCapacityUnits: given.ReadCapacityUnits,
            WriteCapacityUnits: given.WriteCapacityUnits,
          },
        }
      : {};
  };
  const indexes = (list: unknown, withThroughput: boolean) =>
    ((list ?? []) as Body[]).map((index) => ({
      IndexName: index.IndexName,
      KeySchema: index.KeySchema,
      Projection: index.Projection,
      ...(withThroughput ? throughput(index) : {}),
    }));
  const global = indexes(table.GlobalSecondaryIndexes, true);
  const local = indexes(table.LocalSecondaryIndexes, false);
  return {
    TableName: table.TableName,
    AttributeDefinitions: table.AttributeDefinitions,
    KeySchema: table.KeySchema,
    BillingMode: mode,
    ...throughput(table),
    ...(global.length > 0 ? { GlobalSecondaryIndexes: global } : {}),
    ...(local.length > 0 ? { LocalSecondaryIndexes: local } : {}),
    StreamSpecification: STREAM,
    ...(key === undefined
      ? {}
      : { SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: key } }),
  };
}

async function describe(world: World, place: Place, name: string): Promise<Body | undefined> {
  const reply = await askJson(world, place, "dynamodb", "DescribeTable", { TableName: name });
  return reply?.Table as Body | undefined;
}

async function copyTimeToLive(world: World, source: Place, target: Place, name: string): Promise<void> {
  const reply = await askJson(world, source, "dynamodb", "DescribeTimeToLive", { TableName: name });
  const description = reply?.TimeToLiveDescription as Body | undefined;
  if (description?.TimeToLiveStatus !== "ENABLED") return;
  const specification = { Enabled: true, AttributeName: description.AttributeName };
  await askJson(world, target, "dynamodb", "UpdateTimeToLive", {
    TableName: name,
    TimeToLiveSpecification: specification,
  });
}

async function copyItems(world: World, source: Place, target: Place, name: string): Promise<void> {
  let start: unknown;
  do {
    const page: Body | undefined = await askJson(world, source, "dynamodb", "Scan", {
      TableName: name,
      ConsistentRead: true,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    for (const item of (page?.Items ?? []) as Item[]) {
      await askJson(world, target, "dynamodb", "PutItem", { TableName: name, Item: item });
    }
    start = page?.LastEvaluatedKey;
  } while (start !== undefined);
}

function invalid(message: string): RefusedCall {
  return { status: 400, code: "ValidationException", message };
}
