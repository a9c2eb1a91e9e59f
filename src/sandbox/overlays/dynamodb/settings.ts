import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { askJson, errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { type GlobalTable, type GlobalTables, placeOf, tableName } from "./globalTables.ts";
import { type ReplicaUpdate, updateReplica } from "./replicas.ts";

type Body = Readonly<Record<string, unknown>>;

/** Settings that DynamoDB keeps equal in all regions; all others are each region's own. */
const SHARED = [
  "AttributeDefinitions",
  "BillingMode",
  "ProvisionedThroughput",
  "GlobalSecondaryIndexUpdates",
];

export async function describeTable(call: AwsCall, world: World, tables: GlobalTables): Promise<AwsReply> {
  const reply = await world.forward(call);
  return reply.status === 200 ? amended(call, reply, "Table", tables) : reply;
}

export async function updateTable(call: AwsCall, world: World, tables: GlobalTables): Promise<AwsReply> {
  const body = jsonBody(call);
  const name = tableName(body.TableName);
  for (const update of (body.ReplicaUpdates ?? []) as ReplicaUpdate[]) {
    const refused = await updateReplica(call, name, update, world, tables);
    if (refused !== undefined) return errorReply(call, refused);
  }
  const reply = await world.forward(call);
  if (reply.status !== 200) return reply;
  if (body.SSESpecification !== undefined) {
    tables.encryption.set(
      placeOf(call.account, call.signedRegion, name),
      encryptionOf(body.SSESpecification as Body),
    );
  }
  const shared = Object.fromEntries(Object.entries(body).filter(([key]) => SHARED.includes(key)));
  if (Object.keys(shared).length > 0) {
    await inOtherRegions(call, world, tables.find(call.account, name), "UpdateTable", {
      TableName: name,
      ...shared,
    });
  }
  return amended(call, reply, "TableDescription", tables);
}

export async function updateTimeToLive(call: AwsCall, world: World, tables: GlobalTables): Promise<AwsReply> {
  const reply = await world.forward(call);
  const body = jsonBody(call);
  const group = tables.find(call.account, tableName(body.TableName));
  if (reply.status === 200) await inOtherRegions(call, world, group, "UpdateTimeToLive", body);
  return reply;
}

export async function deleteTable(call: AwsCall, world: World, tables: GlobalTables): Promise<AwsReply> {
  const reply = await world.forward(call);
  if (reply.status !== 200) return reply;
  const name = tableName(jsonBody(call).TableName);
  tables.encryption.delete(placeOf(call.account, call.signedRegion, name));
  const group = tables.find(call.account, name);
  if (group !== undefined) tables.leave(group, call.signedRegion);
  return reply;
}

/** The emulator appends a tag that is set again; DynamoDB overwrites it. */
export async function tagResource(call: AwsCall, world: World): Promise<AwsReply> {
  const body = jsonBody(call);
  const keys = ((body.Tags ?? []) as { Key: string }[]).map((tag) => tag.Key);
  const place = { account: call.account, region: call.signedRegion };
  await askJson(world, place, "dynamodb", "UntagResource", { ResourceArn: body.ResourceArn, TagKeys: keys });
  return world.forward(call);
}

async function inOtherRegions(
  call: AwsCall,
  world: World,
  group: GlobalTable | undefined,
  action: string,
  body: Body,
): Promise<void> {
  for (const region of group?.members.keys() ?? []) {
    if (region === call.signedRegion || world.isLost(region)) continue;
    await askJson(world, { account: call.account, region }, "dynamodb", action, body);
  }
}

function amended(call: AwsCall, reply: AwsReply, root: string, tables: GlobalTables): AwsReply {
  const answer = JSON.parse(reply.body.toString()) as Record<string, Body>;
  const table = answer[root];
  if (table === undefined) return reply;
  const name = tableName(table.TableName);
  const group = tables.find(call.account, name);
  const encryption = encryptionIn(call, name, group, tables);
  const others = [...(group?.members.values() ?? [])].filter((member) => member.region !== call.signedRegion);
  return jsonReply(call, {
    ...answer,
    [root]: {
      ...table,
      ...(encryption === undefined ? {} : { SSEDescription: encryption ?? undefined }),
      // As AWS answers: every region but the one that is asked.
      ...(others.length === 0
        ? {}
        : {
            GlobalTableVersion: "2019.11.21",
            Replicas: others.map(({ region, kmsKey }) => ({
              RegionName: region,
              ReplicaStatus: "ACTIVE",
              ...(kmsKey === undefined ? {} : { KMSMasterKeyId: kmsKey }),
            })),
          }),
    },
  });
}

/** Undefined when the emulator's own answer stands, null when encryption with a KMS key was turned off. */
function encryptionIn(
  call: AwsCall,
  name: string,
  group: GlobalTable | undefined,
  tables: GlobalTables,
): unknown {
  const changed = tables.encryption.get(placeOf(call.account, call.signedRegion, name));
  if (changed !== undefined) return changed;
  const member = group?.members.get(call.signedRegion);
  return member?.kmsKey === undefined
    ? undefined
    : encryptionOf({ Enabled: true, KMSMasterKeyId: member.kmsKey });
}

function encryptionOf(specification: Body): unknown {
  if (specification.Enabled !== true) return null;
  return { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn: specification.KMSMasterKeyId };
}
