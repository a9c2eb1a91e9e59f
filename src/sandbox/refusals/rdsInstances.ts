import type { AwsCall } from "../call.ts";
import type { Refusal, World } from "../overlay.ts";
import { databaseInstancesOf, describeInstance, instanceArn } from "../overlays/rds/index.ts";
import { askQuery, type Form, flag, textAt, walk, type XmlElement } from "../wire/index.ts";
import { rds, refused } from "./rdsRule.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide";
const API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference";

/** Least GiB of gp2 and gp3 for PostgreSQL. */
const LEAST_STORAGE_GIB = 20;
/** GiB from which gp3 of PostgreSQL takes IOPS of one's own choice. */
const GP3_IOPS_GIB = 400;

/** What the call for a replica names as its source; undefined where there is no such instance. */
async function sourceOf(form: Form, call: AwsCall, world: World): Promise<XmlElement | undefined> {
  return describeInstance(world, call.account, sourceArn(form, call));
}

function sourceArn(form: Form, call: AwsCall): string {
  const wanted = form.get("SourceDBInstanceIdentifier") ?? "";
  return wanted.startsWith("arn:") ? wanted : instanceArn(call.account, call.signedRegion, wanted);
}

function instanceOf(form: Form, call: AwsCall, world: World) {
  const arn = instanceArn(call.account, call.signedRegion, form.get("DBInstanceIdentifier") ?? "");
  return databaseInstancesOf(world).find(arn, world);
}

const replicaWithoutKey = rds({
  id: "rds-encrypted-replica-without-key",
  actions: ["CreateDBInstanceReadReplica"],
  rule: "The replica of an encrypted instance in another region names a key of that region.",
  source: `${API}/API_CreateDBInstanceReadReplica.html`,
  async check(form, call, world) {
    const elsewhere = sourceArn(form, call).split(":")[3] !== call.signedRegion;
    const source = await sourceOf(form, call, world);
    if (!elsewhere || form.has("KmsKeyId") || source === undefined) return undefined;
    if (textAt(source, "StorageEncrypted") !== "true") return undefined;
    return refused(
      "InvalidParameterCombination",
      `Cannot create a cross region encrypted read replica without specifying a KMS key ID of ${call.signedRegion}.`,
    );
  },
});

const replicaOfPlain = rds({
  id: "rds-encrypted-replica-of-unencrypted",
  actions: ["CreateDBInstanceReadReplica"],
  rule: "An unencrypted instance has no encrypted replicas.",
  source: `${API}/API_CreateDBInstanceReadReplica.html`,
  async check(form, call, world) {
    const source = form.has("KmsKeyId") ? await sourceOf(form, call, world) : undefined;
    if (source === undefined || textAt(source, "StorageEncrypted") === "true") return undefined;
    return refused(
      "InvalidParameterCombination",
      "Cannot create an encrypted read replica from an unencrypted DB instance.",
    );
  },
});

const sourceWithoutBackups = rds({
  id: "rds-replica-source-without-backups",
  actions: ["CreateDBInstanceReadReplica"],
  rule: "Only an instance that keeps automated backups can have replicas.",
  source: `${API}/API_CreateDBInstanceReadReplica.html`,
  async check(form, call, world) {
    const source = await sourceOf(form, call, world);
    if (source === undefined || textAt(source, "BackupRetentionPeriod") !== "0") return undefined;
    return refused(
      "InvalidDBInstanceState",
      "Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.",
    );
  },
});

const managedSource = rds({
  id: "rds-replica-of-managed-password",
  actions: ["CreateDBInstanceReadReplica"],
  rule: "An instance whose master password Secrets Manager manages has no replicas, unless it is SQL Server.",
  source: `${GUIDE}/rds-secrets-manager.html`,
  async check(form, call, world) {
    const source = await sourceOf(form, call, world);
    const secret = source && textAt(source, "MasterUserSecret", "SecretArn");
    if (source === undefined || secret === undefined) return undefined;
    if (textAt(source, "Engine")?.startsWith("sqlserver") === true) return undefined;
    return refused(
      "InvalidDBInstanceState",
      "Read replicas can't be created from a DB instance that manages its master user password with Secrets Manager.",
    );
  },
});

const snapshotOfReplica = rds({
  id: "rds-final-snapshot-of-replica",
  actions: ["DeleteDBInstance"],
  rule: "A read replica is deleted without a last snapshot.",
  source: `${API}/API_DeleteDBInstance.html`,
  check(form, call, world) {
    if (flag(form, "SkipFinalSnapshot") === true) return undefined;
    if (instanceOf(form, call, world)?.source === undefined) return undefined;
    return refused(
      "InvalidDBInstanceState",
      "Cannot create a snapshot because the DB instance is a read replica: SkipFinalSnapshot must be enabled.",
    );
  },
});

const failoverWithoutStandby = rds({
  id: "rds-force-failover-without-standby",
  actions: ["RebootDBInstance"],
  rule: "A reboot moves to the standby only where the instance is Multi-AZ.",
  source: `${API}/API_RebootDBInstance.html`,
  check(form, call, world) {
    const instance = flag(form, "ForceFailover") === true ? instanceOf(form, call, world) : undefined;
    if (instance === undefined || instance.multiAz) return undefined;
    return refused(
      "InvalidParameterCombination",
      `Cannot specify force failover: ${instance.identifier} is not configured for Multi-AZ.`,
    );
  },
});

const stopOfCopied = rds({
  id: "rds-stop-with-copies",
  actions: ["StopDBInstance"],
  rule: "Neither an instance that a replica follows nor a replica is stopped.",
  source: `${GUIDE}/USER_StopInstance.html`,
  check(form, call, world) {
    const instance = instanceOf(form, call, world);
    if (instance === undefined) return undefined;
    const copied = databaseInstancesOf(world).replicasOf(instance, world).length > 0;
    if (!copied && instance.source === undefined) return undefined;
    return refused(
      "InvalidDBInstanceState",
      `The DB instance ${instance.identifier} ${copied ? "has a read replica" : "is a read replica"} and can't be stopped.`,
    );
  },
});

const parameterFamily = rds({
  id: "rds-parameter-group-family",
  actions: ["CreateDBInstance", "CreateDBCluster"],
  rule: "The parameter group is of the family of the engine and its major version.",
  source: `${GUIDE}/USER_WorkingWithParamGroups.html`,
  async check(form, call, world) {
    const cluster = call.action === "CreateDBCluster";
    const kind = cluster ? "DBClusterParameterGroup" : "DBParameterGroup";
    const group = form.get(`${kind}Name`);
    const engine = form.get("Engine");
    const version = form.get("EngineVersion");
    if (group === undefined || group.startsWith("default.") || version === undefined) return undefined;
    if (engine !== "postgres" && engine !== "aurora-postgresql") return undefined;
    const place = { account: call.account, region: call.signedRegion };
    const answer = await askQuery(world, place, "rds", `Describe${kind}s`, { [`${kind}Name`]: group });
    const family =
      answer && [...walk(answer)].flatMap((node) => textAt(node, "DBParameterGroupFamily") ?? [])[0];
    const wanted = `${engine}${version.split(".")[0]}`;
    if (family === undefined || family === wanted) return undefined;
    return refused(
      "InvalidParameterCombination",
      `The parameter group ${group} with DBParameterGroupFamily ${family} can't be used for this instance. Please use a parameter group with DBParameterGroupFamily ${wanted}.`,
    );
  },
});

const storageTooSmall = rds({
  id: "rds-least-storage",
  actions: ["CreateDBInstance"],
  rule: "PostgreSQL on gp2 or gp3 has at least 20 GiB.",
  source: `${API}/API_CreateDBInstance.html`,
  check(form) {
    if (form.get("Engine") !== "postgres" || !/^gp[23]$/.test(form.get("StorageType") ?? "gp2"))
      return undefined;
    const allocated = Number(form.get("AllocatedStorage") ?? LEAST_STORAGE_GIB);
    if (allocated >= LEAST_STORAGE_GIB) return undefined;
    return refused(
      "InvalidParameterValue",
      `Invalid storage size for engine name postgres and storage type ${form.get("StorageType") ?? "gp2"}: ${allocated}`,
    );
  },
});

const storageCeiling = rds({
  id: "rds-storage-ceiling-too-low",
  actions: ["CreateDBInstance"],
  rule: "Storage may grow to at least a tenth more than what is allocated.",
  source: `${GUIDE}/USER_PIOPS.Autoscaling.html`,
  check(form) {
    const ceiling = form.get("MaxAllocatedStorage");
    const allocated = form.get("AllocatedStorage");
    if (ceiling === undefined || allocated === undefined) return undefined;
    // In whole numbers: a tenth more of 100 is 110 and not 110.00000000000001.
    if (Number(ceiling) * 10 >= Number(allocated) * 11) return undefined;
    return refused(
      "InvalidParameterCombination",
      `Invalid max storage size for engine name ${form.get("Engine")}: ${ceiling} is less than 110 percent of ${allocated}`,
    );
  },
});

const gp3Iops = rds({
  id: "rds-gp3-iops-below-threshold",
  actions: ["CreateDBInstance"],
  rule: "Storage of type gp3 takes, for PostgreSQL, IOPS and throughput of one's own choice from 400 GiB on.",
  source: `${GUIDE}/CHAP_Storage.html`,
  check(form) {
    if (form.get("Engine") !== "postgres" || form.get("StorageType") !== "gp3") return undefined;
    if (!form.has("Iops") && !form.has("StorageThroughput")) return undefined;
    const allocated = Number(form.get("AllocatedStorage") ?? "0");
    if (allocated >= GP3_IOPS_GIB) return undefined;
    return refused(
      "InvalidParameterCombination",
      `You can't specify IOPS or storage throughput for engine postgres and a storage size less than ${GP3_IOPS_GIB}.`,
    );
  },
});

const monitoringWithoutRole = rds({
  id: "rds-monitoring-without-role",
  actions: ["CreateDBInstance", "CreateDBInstanceReadReplica"],
  rule: "Enhanced monitoring at an interval other than 0 has a role.",
  source: `${API}/API_CreateDBInstance.html`,
  check(form) {
    if (Number(form.get("MonitoringInterval") ?? "0") === 0 || form.has("MonitoringRoleArn"))
      return undefined;
    return refused(
      "InvalidParameterCombination",
      "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.",
    );
  },
});

export const rdsInstanceRefusals: readonly Refusal[] = [
  replicaWithoutKey,
  replicaOfPlain,
  sourceWithoutBackups,
  managedSource,
  snapshotOfReplica,
  failoverWithoutStandby,
  stopOfCopied,
  parameterFamily,
  storageTooSmall,
  storageCeiling,
  gp3Iops,
  monitoringWithoutRole,
];
