import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  child,
  type Form,
  filters,
  isXml,
  listOf,
  parseXml,
  renderForm,
  setChild,
  textAt,
  walk,
  type XmlElement,
  xmlReply,
} from "../../wire/index.ts";
import { movingStatus, zoneOfClusterInstance } from "./clusterInstances.ts";
import { databaseInstancesOf, statusOf } from "./databaseInstances.ts";
import type { GlobalDatabases } from "./globalDatabase.ts";
import { dbiResourceId, type Forgotten, recall } from "./instances.ts";

/** Corrects every cluster and instance that an answer of the emulator shows. Errors pass as they are. */
export function amend(
  call: AwsCall,
  reply: AwsReply,
  world: World,
  databases: GlobalDatabases,
  forgotten: Forgotten,
): AwsReply {
  if (reply.status >= 300 || !isXml(reply)) return reply;
  const root = parseXml(reply.body);
  for (const shape of walk(root)) {
    if (shape.name === "DBInstance") amendInstance(shape, world, forgotten);
    if (shape.name === "DBCluster") amendCluster(call, shape, world, databases, forgotten);
  }
  return xmlReply(call, reply.status, root);
}

function amendInstance(shape: XmlElement, world: World, forgotten: Forgotten): void {
  const arn = textAt(shape, "DBInstanceArn");
  if (arn === undefined) return;
  setChild(shape, "DbiResourceId", dbiResourceId(arn, textAt(shape, "InstanceCreateTime") ?? ""));
  recall(forgotten, arn, shape);
  showReplication(shape, arn, world);
}

/** What the emulator does not know of an instance of its own: what it copies, who copies it, what is under way. */
function showReplication(shape: XmlElement, arn: string, world: World): void {
  const instances = databaseInstancesOf(world);
  const instance = instances.find(arn, world);
  const [, , , region = "", , , identifier = ""] = arn.split(":");
  if (instance === undefined) {
    const zone = zoneOfClusterInstance(world, identifier, region);
    if (zone !== undefined) setChild(shape, "AvailabilityZone", zone);
    return;
  }
  if (textAt(shape, "DBInstanceStatus") !== "deleting")
    setChild(shape, "DBInstanceStatus", statusOf(instance));
  setChild(shape, "AvailabilityZone", instance.zone);
  setChild(shape, "SecondaryAvailabilityZone", instance.multiAz ? instance.standbyZone : undefined);
  setChild(shape, "ReadReplicaSourceDBInstanceIdentifier", instance.source);
  const replicas = instances.replicasOf(instance, world).map((replica) => replica.arn);
  setChild(shape, "ReadReplicaDBInstanceIdentifiers", listOf("ReadReplicaDBInstanceIdentifier", replicas));
}

function amendCluster(
  call: AwsCall,
  shape: XmlElement,
  world: World,
  databases: GlobalDatabases,
  forgotten: Forgotten,
): void {
  const arn = textAt(shape, "DBClusterArn");
  if (arn === undefined) return;
  recall(forgotten, arn, shape);
  // Shown by AWS for Aurora Serverless v1 only; an empty one is a difference at every plan.
  if (textAt(shape, "EngineMode") !== "serverless") setChild(shape, "ScalingConfigurationInfo", undefined);

  const moving = movingStatus(world, arn);
  if (moving !== undefined) setChild(shape, "Status", moving);
  const database = databases.withMember(call.account, arn, world);
  setChild(shape, "GlobalClusterIdentifier", database?.identifier);
  if (database === undefined) return;
  if (database.masterUsername !== undefined) setChild(shape, "MasterUsername", database.masterUsername);
  const isWriter = arn === database.writer;
  setChild(shape, "ReplicationSourceIdentifier", isWriter ? undefined : database.writer);
  if (isWriter) return;
  for (const instance of child(shape, "DBClusterMembers")?.children ?? []) {
    setChild(instance, "IsClusterWriter", false);
  }
}

/**
 * DescribeDBInstances by resource id: the emulator knows only the one id that it gives to all, so all are
 * asked for and those that fit are kept.
 */
export async function describeByResourceId(
  call: AwsCall,
  form: Form,
  world: World,
  correct: (reply: AwsReply) => AwsReply,
): Promise<AwsReply | undefined> {
  const wanted = filters(form).get("dbi-resource-id");
  if (wanted === undefined) return undefined;
  const all = new Map([...form].filter(([name]) => !name.startsWith("Filters.")));
  const reply = correct(await world.forward({ ...call, body: Buffer.from(renderForm(all)) }));
  if (reply.status >= 300) return reply;
  const root = parseXml(reply.body);
  for (const shape of walk(root)) {
    if (shape.name !== "DBInstances") continue;
    shape.children = shape.children.filter((instance) =>
      wanted.includes(textAt(instance, "DbiResourceId") ?? ""),
    );
  }
  return xmlReply(call, reply.status, root);
}
