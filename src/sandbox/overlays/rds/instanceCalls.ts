import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  askQuery,
  child,
  errorReply,
  type Form,
  flag,
  isXml,
  parseXml,
  renderForm,
  textAt,
  walk,
  type XmlElement,
  xmlReply,
} from "../../wire/index.ts";
import { type DatabaseInstance, databaseInstancesOf, instanceArn } from "./databaseInstances.ts";
import { instanceNotFound, invalidInstanceState } from "./errors.ts";
import { regionOf } from "./globalDatabase.ts";
import { PROMOTION_MS, REPLICA_LAG_MS, STOP_MS, ZONE_FAILOVER_MS } from "./timings.ts";

/** A call on instances that belong to no cluster. */
interface InstanceDesk {
  readonly call: AwsCall;
  readonly form: Form;
  readonly world: World;
}

/** What a replica takes from its source where the call says nothing. */
const INHERITED = [
  "Engine",
  "EngineVersion",
  "AllocatedStorage",
  "DBInstanceClass",
  "StorageType",
  "Iops",
  "MasterUsername",
  "DBName",
  "AutoMinorVersionUpgrade",
] as const;

/** Parameters that only the call for a replica has. */
const OF_REPLICAS = ["SourceDBInstanceIdentifier", "SourceRegion", "PreSignedUrl", "ReplicaMode"];

/** The answer to a call on an instance of its own; undefined when the call is about something else. */
export async function instanceCall(desk: InstanceDesk): Promise<AwsReply | undefined> {
  const { call, form, world } = desk;
  switch (call.action) {
    case "CreateDBInstance": {
      if (form.has("DBClusterIdentifier")) return undefined;
      const reply = await world.forward(call);
      register(desk, reply, undefined);
      return reply;
    }
    case "CreateDBInstanceReadReplica":
      return createReplica(desk);
    case "PromoteReadReplica":
      return promote(desk);
    case "RebootDBInstance":
      return reboot(desk);
    case "StopDBInstance":
    case "StartDBInstance":
      return stopOrStart(desk);
    case "ModifyDBInstance": {
      const reply = await world.forward(call);
      const instance = named(desk);
      const multiAz = flag(form, "MultiAZ");
      if (reply.status < 300 && instance !== undefined && multiAz !== undefined) instance.multiAz = multiAz;
      return reply;
    }
    case "DeleteDBInstance": {
      const reply = await world.forward(call);
      if (reply.status < 300) databaseInstancesOf(world).remove(arnIn(desk));
      return reply;
    }
    default:
      return undefined;
  }
}

function arnIn({ call, form }: InstanceDesk): string {
  return instanceArn(call.account, call.signedRegion, form.get("DBInstanceIdentifier") ?? "");
}

function named(desk: InstanceDesk): DatabaseInstance | undefined {
  return databaseInstancesOf(desk.world).find(arnIn(desk), desk.world);
}

/**
 * The emulator's own replicas share their record with the source and break both when one is deleted. Here
 * a replica is an instance of its own, of which only we know what it copies.
 */
async function createReplica(desk: InstanceDesk): Promise<AwsReply> {
  const { call, form, world } = desk;
  const wanted = form.get("SourceDBInstanceIdentifier") ?? "";
  const source = wanted.startsWith("arn:") ? wanted : instanceArn(call.account, call.signedRegion, wanted);
  const described = await describeInstance(world, call.account, source);
  if (described === undefined) return errorReply(call, instanceNotFound(`DBInstance ${wanted} not found.`));
  if (world.isLost(regionOf(source))) {
    return errorReply(call, invalidInstanceState(`The source ${source} is not in the available state.`));
  }
  const asked = new Map([...form].filter(([name]) => !OF_REPLICAS.includes(name)));
  asked.set("BackupRetentionPeriod", "0");
  asked.set("MasterUserPassword", "taken-from-the-source");
  asked.set("StorageEncrypted", textAt(described, "StorageEncrypted") ?? "false");
  for (const name of INHERITED) {
    const value = textAt(described, name);
    if (!asked.has(name) && value !== undefined && value !== "") asked.set(name, value);
  }
  const reply = await passOn(desk, "CreateDBInstance", asked);
  register(desk, reply, source);
  return reply;
}

/** The emulated instance of an ARN, lost or not: what stands in it, not whether it can be reached. */
export async function describeInstance(
  world: World,
  account: string,
  arn: string,
): Promise<XmlElement | undefined> {
  const place = { account, region: regionOf(arn) };
  const DBInstanceIdentifier = arn.split(":").at(-1) ?? "";
  const answer = await askQuery(world, place, "rds", "DescribeDBInstances", { DBInstanceIdentifier });
  return answer === undefined ? undefined : [...walk(answer)].find(({ name }) => name === "DBInstance");
}

function register({ call, world }: InstanceDesk, reply: AwsReply, source: string | undefined): void {
  if (reply.status >= 300 || !isXml(reply)) return;
  const shape = [...walk(parseXml(reply.body))].find(({ name }) => name === "DBInstance");
  const identifier = shape && textAt(shape, "DBInstanceIdentifier");
  if (shape === undefined || identifier === undefined) return;
  const zone = textAt(shape, "AvailabilityZone") ?? `${call.signedRegion}a`;
  databaseInstancesOf(world).add({
    account: call.account,
    arn: instanceArn(call.account, call.signedRegion, identifier),
    identifier,
    region: call.signedRegion,
    multiAz: textAt(shape, "MultiAZ") === "true",
    zone,
    standbyZone: zonesOf(shape).find((other) => other !== zone),
    source,
    promoting: undefined,
    promoted: undefined,
    movingZone: undefined,
    stopping: undefined,
    stopped: false,
  });
}

function zonesOf(shape: XmlElement): string[] {
  return [...walk(shape)].flatMap((node) =>
    node.name === "SubnetAvailabilityZone" ? (textAt(node, "Name") ?? []) : [],
  );
}

/** Needs nothing of the source or its region: that is what the copy is for. */
async function promote(desk: InstanceDesk): Promise<AwsReply> {
  const { call, form, world } = desk;
  const instance = named(desk);
  const id = form.get("DBInstanceIdentifier") ?? "";
  if (instance === undefined) return errorReply(call, instanceNotFound(`DBInstance ${id} not found.`));
  if (instance.source === undefined || instance.promoting !== undefined) {
    return errorReply(call, invalidInstanceState(`DB Instance ${id} is not a read replica.`));
  }
  const reply = await passOn(desk, "ModifyDBInstance", form);
  if (reply.status >= 300) return reply;
  const startedAt = world.clock.now();
  const unreplicatedMs = REPLICA_LAG_MS;
  instance.promoting = { startedAt, endsAt: startedAt + PROMOTION_MS, unreplicatedMs };
  return reply;
}

async function reboot(desk: InstanceDesk): Promise<AwsReply> {
  const { call, form, world } = desk;
  const reply = await world.forward(call);
  const instance = named(desk);
  if (reply.status < 300 && instance !== undefined && flag(form, "ForceFailover") === true) {
    const startedAt = world.clock.now();
    instance.movingZone = { startedAt, endsAt: startedAt + ZONE_FAILOVER_MS };
  }
  return reply;
}

/** Its connections end when it is stopped, and not when that begins: until then it takes writes. */
async function stopOrStart(desk: InstanceDesk): Promise<AwsReply> {
  const { call, world } = desk;
  const reply = await world.forward(call);
  const instance = named(desk);
  if (reply.status >= 300 || instance === undefined) return reply;
  const startedAt = world.clock.now();
  instance.stopped = false;
  instance.stopping =
    call.action === "StopDBInstance" ? { startedAt, endsAt: startedAt + STOP_MS } : undefined;
  return reply;
}

/** Passes another action on in the call's place; the answer comes under the name of the call that was made. */
async function passOn({ call, world }: InstanceDesk, action: string, form: Form): Promise<AwsReply> {
  const body = Buffer.from(renderForm(new Map([...form, ["Action", action]])));
  const reply = await world.forward({ ...call, action, body });
  if (reply.status >= 300 || !isXml(reply)) return reply;
  const root = parseXml(reply.body);
  const result = child(root, `${action}Result`);
  if (result !== undefined) result.name = `${call.action}Result`;
  root.name = `${call.action}Response`;
  return xmlReply(call, reply.status, root);
}
