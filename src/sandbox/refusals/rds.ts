import type { AwsCall } from "../call.ts";
import type { Refusal, World } from "../overlay.ts";
import { globalDatabasesOf, refuseBothFlags, refuseRemoval } from "../overlays/rds/index.ts";
import { flag, list } from "../wire/index.ts";
import { keyIsUsable, zonesOf } from "./lookups.ts";
import { rds, refused } from "./rdsRule.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide";
const API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference";

function isMember(clusterId: string | undefined, call: AwsCall, world: World): boolean {
  const arn = `arn:aws:rds:${call.signedRegion}:${call.account}:cluster:${(clusterId ?? "").toLowerCase()}`;
  return globalDatabasesOf(world).withMember(call.account, arn, world) !== undefined;
}

const managedPassword = rds({
  id: "rds-managed-password-in-global-cluster",
  actions: ["CreateDBCluster", "ModifyDBCluster"],
  rule: "Secrets Manager does not manage the master password of a cluster that is part of a global database.",
  source: `${GUIDE}/rds-secrets-manager.html`,
  check(form, call, world) {
    if (flag(form, "ManageMasterUserPassword") !== true) return undefined;
    const joins = form.has("GlobalClusterIdentifier");
    if (!joins && !isMember(form.get("DBClusterIdentifier"), call, world)) return undefined;
    return refused(
      "InvalidParameterCombination",
      "Managing the master user password with Secrets Manager isn't supported for DB clusters that are part of an Aurora global database.",
    );
  },
});

const missingKey = rds({
  id: "rds-key-not-accessible",
  actions: [
    "CreateDBCluster",
    "CreateDBInstance",
    "CreateDBInstanceReadReplica",
    "CopyDBClusterSnapshot",
    "RestoreDBClusterFromSnapshot",
  ],
  rule: "The key of encrypted storage exists, enabled, in the region of the database; an alias must stand for such a key.",
  source: `${API}/API_CreateDBCluster.html`,
  async check(form, call, world) {
    const key = form.get("KmsKeyId");
    if (key === undefined) return undefined;
    const place = { account: call.account, region: call.signedRegion };
    if (await keyIsUsable(world, place, key)) return undefined;
    return refused(
      "KMSKeyNotAccessibleFault",
      `The specified KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it in ${call.signedRegion}.`,
    );
  },
});

const secondaryWithoutKey = rds({
  id: "rds-encrypted-secondary-without-key",
  actions: ["CreateDBCluster"],
  rule: "The copy of an encrypted cluster in another region names a key of that region.",
  source: `${API}/API_CreateDBCluster.html`,
  check(form, call, world) {
    const id = form.get("GlobalClusterIdentifier");
    if (id === undefined || form.has("KmsKeyId")) return undefined;
    const database = globalDatabasesOf(world).find(call.account, id, world);
    if (database?.storageEncrypted !== true || database.members.length === 0) return undefined;
    return refused(
      "InvalidParameterCombination",
      `Global cluster ${id} is encrypted: KmsKeyId must name a KMS key of ${call.signedRegion}.`,
    );
  },
});

const serverlessCapacity = rds({
  id: "rds-serverless-capacity",
  actions: ["CreateDBCluster", "ModifyDBCluster"],
  rule: "A cluster that grows by itself has 0 to 256 Aurora capacity units at least and 1 to 256 at most, in halves.",
  source: `${API}/API_ServerlessV2ScalingConfiguration.html`,
  check(form) {
    const [min, max] = ["MinCapacity", "MaxCapacity"].map((name) => {
      const value = form.get(`ServerlessV2ScalingConfiguration.${name}`);
      return value === undefined ? undefined : Number(value);
    });
    const inHalves = [min, max].every((units) => units === undefined || (units * 2) % 1 === 0);
    const least = min === undefined || (min >= 0 && min <= 256);
    const most = max === undefined || (max >= 1 && max <= 256 && (min ?? 0) <= max);
    if (inHalves && least && most) return undefined;
    return refused("InvalidParameterValue", "The ServerlessV2ScalingConfiguration capacity isn't valid.");
  },
});

const instanceClass = rds({
  id: "rds-global-database-instance-class",
  actions: ["CreateDBInstance", "ModifyDBInstance"],
  rule: "Instances of a global database are of a memory-optimised class; the burstable db.t classes are not.",
  source: `${GUIDE}/aurora-global-database.configuration.requirements.html`,
  check(form, call, world) {
    const wanted = form.get("DBInstanceClass");
    if (wanted === undefined || !/^db\.t\d/.test(wanted)) return undefined;
    if (!isMember(form.get("DBClusterIdentifier"), call, world)) return undefined;
    return refused(
      "InvalidParameterCombination",
      `DB instance class ${wanted} isn't supported for DB clusters that are part of an Aurora global database.`,
    );
  },
});

const writerLeaves = rds({
  id: "rds-remove-primary-before-secondaries",
  actions: ["RemoveFromGlobalCluster"],
  rule: "The primary cluster of a global database cannot be removed from it while it has secondary clusters.",
  source: `${GUIDE}/aurora-global-database-detaching.html`,
  check: (form, call, world) => refuseRemoval({ call, form, world, databases: globalDatabasesOf(world) }),
});

const bothFlags = rds({
  id: "rds-failover-and-switchover",
  actions: ["FailoverGlobalCluster"],
  rule: "AllowDataLoss and Switchover cannot be given together.",
  source: `${API}/API_FailoverGlobalCluster.html`,
  check: refuseBothFlags,
});

const oneZone = rds({
  id: "rds-subnet-group-one-zone",
  actions: ["CreateDBSubnetGroup", "ModifyDBSubnetGroup"],
  rule: "The subnets of a DB subnet group cover at least two Availability Zones.",
  source: `${API}/API_CreateDBSubnetGroup.html`,
  async check(form, call, world) {
    const place = { account: call.account, region: call.signedRegion };
    const zones = await zonesOf(world, place, list(form, "SubnetIds"));
    if (zones === undefined || zones.size >= 2) return undefined;
    return refused(
      "DBSubnetGroupDoesNotCoverEnoughAZs",
      `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${[...zones].join(", ")}. Add subnets to cover at least 2 AZs.`,
    );
  },
});

const proxyInOneZone = rds({
  id: "rds-proxy-one-zone",
  actions: ["CreateDBProxy", "CreateDBProxyEndpoint"],
  rule: "A proxy has subnets in two Availability Zones at least.",
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-network-prereqs.html",
  async check(form, call, world) {
    const place = { account: call.account, region: call.signedRegion };
    const zones = await zonesOf(world, place, list(form, "VpcSubnetIds"));
    return zones === undefined || zones.size > 1
      ? undefined
      : refused("InvalidSubnet", "Subnets of a proxy must cover at least two Availability Zones");
  },
});

export const rdsRefusals: readonly Refusal[] = [
  managedPassword,
  missingKey,
  secondaryWithoutKey,
  instanceClass,
  serverlessCapacity,
  writerLeaves,
  bothFlags,
  oneZone,
  proxyInOneZone,
];
