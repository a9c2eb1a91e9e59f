import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { globalTablesOf, tableName } from "../overlays/dynamodb/globalTables.ts";
import { askJson, jsonBody } from "../wire/index.ts";
import { keyIsUsable } from "./lookups.ts";

const GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";
const TEMPLATES = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide";
const DAY_MS = 24 * 60 * 60 * 1000;

interface NewReplica {
  readonly RegionName: string;
  readonly KMSMasterKeyId?: string;
}

function invalid(reason: string): RefusedCall {
  return { status: 400, code: "ValidationException", message: reason };
}

/** Replicas that the call wants to make. */
function newReplicas(call: AwsCall): NewReplica[] {
  const updates = (jsonBody(call).ReplicaUpdates ?? []) as { readonly Create?: NewReplica }[];
  return updates.flatMap((update) => update.Create ?? []);
}

const ownRegion: Refusal = {
  id: "dynamodb-replica-in-own-region",
  service: "dynamodb",
  actions: ["UpdateTable"],
  rule: "A global table has one replica in a region at most, the table that is there already counted.",
  source: `${GUIDE}/globaltables-CoreConcepts.html`,
  async check(call) {
    const twice = newReplicas(call).some((replica) => replica.RegionName === call.signedRegion);
    if (!twice) return undefined;
    const name = tableName(jsonBody(call).TableName);
    return invalid(
      `Failed to create the new replica of table with name: '${name}' because one or more replicas already existed as tables.`,
    );
  },
};

const mixedKeys: Refusal = {
  id: "dynamodb-replica-key-mixed",
  service: "dynamodb",
  actions: ["UpdateTable"],
  rule: "All replicas of a global table are encrypted with a customer's keys, one named for each, or none of them is.",
  source: `${TEMPLATES}/aws-properties-dynamodb-globaltable-ssespecification.html`,
  async check(call, world) {
    const replicas = newReplicas(call);
    if (replicas.length === 0) return undefined;
    const place = { account: call.account, region: call.signedRegion };
    const name = tableName(jsonBody(call).TableName);
    const described = await askJson(world, place, "dynamodb", "DescribeTable", { TableName: name });
    if (described === undefined) return undefined;
    const table = described.Table as { readonly SSEDescription?: { readonly KMSMasterKeyArn?: string } };
    const sealed = await isCustomers(table.SSEDescription?.KMSMasterKeyArn, call, world);
    if (replicas.every((replica) => (replica.KMSMasterKeyId !== undefined) === sealed)) return undefined;
    const what = sealed
      ? "must be specified for each replica"
      : "is given for a replica of a table without one";
    return invalid(`One or more parameter values were invalid: KMSMasterKeyId ${what}.`);
  },
};

/** A customer's key, that is, not the one that AWS manages for DynamoDB in the account. */
async function isCustomers(arn: string | undefined, call: AwsCall, world: World): Promise<boolean> {
  if (arn === undefined) return false;
  const place = { account: call.account, region: call.signedRegion };
  const managed = await askJson(world, place, "kms", "DescribeKey", { KeyId: "alias/aws/dynamodb" });
  return (managed?.KeyMetadata as { readonly Arn?: string } | undefined)?.Arn !== arn;
}

const keyElsewhere: Refusal = {
  id: "dynamodb-replica-key-elsewhere",
  service: "dynamodb",
  actions: ["UpdateTable"],
  rule: "The key of a replica lies in the replica's own region and is ready for use; it may be named by ARN, id or alias.",
  source: `${TEMPLATES}/aws-properties-dynamodb-globaltable-replicassespecification.html`,
  async check(call, world) {
    for (const { RegionName: region, KMSMasterKeyId: key } of newReplicas(call)) {
      if (key === undefined || (await keyIsUsable(world, { account: call.account, region }, key))) continue;
      return invalid(`One or more parameter values were invalid: KMS key ${key} is not usable in ${region}.`);
    }
    return undefined;
  },
};

const streamOff: Refusal = {
  id: "dynamodb-stream-off-in-global-table",
  service: "dynamodb",
  actions: ["UpdateTable"],
  rule: "The stream of a replica cannot be turned off: replication reads it.",
  source: `${GUIDE}/V2globaltables_HowItWorks.html`,
  async check(call, world) {
    const body = jsonBody(call);
    const stream = body.StreamSpecification as { readonly StreamEnabled?: boolean } | undefined;
    if (stream?.StreamEnabled !== false) return undefined;
    if (globalTablesOf(world).find(call.account, tableName(body.TableName)) === undefined) return undefined;
    return invalid(
      "One or more parameter values were invalid: Disabling Stream is not allowed for a Global Table replica.",
    );
  },
};

const deleteSource: Refusal = {
  id: "dynamodb-delete-source-of-replica",
  service: "dynamodb",
  actions: ["DeleteTable"],
  rule: "A table from which a replica was made cannot be deleted within 24 hours while the replica stands.",
  source: `${GUIDE}/V2globaltables_HowItWorks.html`,
  async check(call, world) {
    const group = globalTablesOf(world).find(call.account, tableName(jsonBody(call).TableName));
    const since = world.clock.now() - DAY_MS;
    const young = [...(group?.members.values() ?? [])].some(
      (member) => member.source === call.signedRegion && member.joinedAt > since,
    );
    if (!young) return undefined;
    return invalid(
      "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours.",
    );
  },
};

export const dynamodbRefusals: readonly Refusal[] = [
  ownRegion,
  mixedKeys,
  keyElsewhere,
  streamOff,
  deleteSource,
];
