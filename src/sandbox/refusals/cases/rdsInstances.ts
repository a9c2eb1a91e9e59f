import { type Caller, query } from "./caller.ts";
import { makeKey, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";

const rds = (region: string, action: string, parameters: Readonly<Record<string, string>>) =>
  query("rds", region, action, parameters);

/** The call for a small PostgreSQL instance that AWS takes, with what differs. */
const instance = (id: string, more: Readonly<Record<string, string>> = {}, without: readonly string[] = []) =>
  rds(
    EAST,
    "CreateDBInstance",
    Object.fromEntries(
      Object.entries({
        DBInstanceIdentifier: id,
        Engine: "postgres",
        EngineVersion: "16.6",
        DBInstanceClass: "db.m6g.large",
        AllocatedStorage: "100",
        StorageType: "gp3",
        MasterUsername: "owner",
        MasterUserPassword: "not-a-secret-1",
        ...more,
      }).filter(([name]) => !without.includes(name)),
    ),
  );

const replica = (id: string, source: string, more: Readonly<Record<string, string>> = {}) =>
  rds(WEST, "CreateDBInstanceReadReplica", {
    DBInstanceIdentifier: id,
    SourceDBInstanceIdentifier: `arn:aws:rds:${EAST}:123456789012:db:${source}`,
    ...more,
  });

async function encrypted(sandbox: Caller, id: string): Promise<void> {
  const KmsKeyId = await makeKey(sandbox, EAST);
  await sandbox.must(instance(id, { StorageEncrypted: "true", KmsKeyId }));
}

/** One that is refused and one that is taken, of which nothing is needed beforehand. */
const bySettings = (
  refusal: string,
  code: string,
  refused: Readonly<Record<string, string>>,
  taken: Readonly<Record<string, string>>,
): RefusalCase => ({
  refusal,
  code,
  emulator: "accepts",
  prepare: async () => ({
    refused: instance(`${refusal.slice(4)}-a`, refused),
    taken: instance(`${refusal.slice(4)}-b`, taken),
  }),
});

export const rdsInstanceCases: readonly RefusalCase[] = [
  {
    refusal: "rds-encrypted-replica-without-key",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare(sandbox) {
      await encrypted(sandbox, "sealed-source");
      const KmsKeyId = await makeKey(sandbox, WEST);
      return {
        refused: replica("sealed-copy-keyless", "sealed-source"),
        taken: replica("sealed-copy", "sealed-source", { KmsKeyId }),
      };
    },
  },
  {
    refusal: "rds-encrypted-replica-of-unencrypted",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(instance("plain-source"));
      const KmsKeyId = await makeKey(sandbox, WEST);
      return {
        refused: replica("plain-copy-keyed", "plain-source", { KmsKeyId }),
        taken: replica("plain-copy", "plain-source"),
      };
    },
  },
  {
    refusal: "rds-replica-source-without-backups",
    code: "InvalidDBInstanceState",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(instance("unsaved", { BackupRetentionPeriod: "0" }));
      await sandbox.must(instance("saved", { BackupRetentionPeriod: "7" }));
      return { refused: replica("unsaved-copy", "unsaved"), taken: replica("saved-copy", "saved") };
    },
  },
  {
    refusal: "rds-replica-of-managed-password",
    code: "InvalidDBInstanceState",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(
        instance("managed-source", { ManageMasterUserPassword: "true" }, ["MasterUserPassword"]),
      );
      await sandbox.must(instance("own-source"));
      return { refused: replica("managed-copy", "managed-source"), taken: replica("own-copy", "own-source") };
    },
  },
  {
    refusal: "rds-final-snapshot-of-replica",
    code: "InvalidDBInstanceState",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(instance("kept-source"));
      await sandbox.must(replica("kept-copy", "kept-source"));
      await sandbox.must(replica("other-copy", "kept-source"));
      const remove = (id: string, more: Readonly<Record<string, string>>) =>
        rds(WEST, "DeleteDBInstance", { DBInstanceIdentifier: id, ...more });
      return {
        refused: remove("kept-copy", { SkipFinalSnapshot: "false", FinalDBSnapshotIdentifier: "kept-final" }),
        taken: remove("other-copy", { SkipFinalSnapshot: "true" }),
      };
    },
  },
  {
    refusal: "rds-force-failover-without-standby",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(instance("alone", { MultiAZ: "false" }));
      await sandbox.must(instance("paired", { MultiAZ: "true" }));
      const reboot = (id: string) =>
        rds(EAST, "RebootDBInstance", { DBInstanceIdentifier: id, ForceFailover: "true" });
      return { refused: reboot("alone"), taken: reboot("paired") };
    },
  },
  {
    refusal: "rds-stop-with-copies",
    code: "InvalidDBInstanceState",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(instance("followed", { BackupRetentionPeriod: "7" }));
      await sandbox.must(replica("follower", "followed"));
      await sandbox.must(instance("unfollowed"));
      const stop = (id: string) => rds(EAST, "StopDBInstance", { DBInstanceIdentifier: id });
      return { refused: stop("followed"), taken: stop("unfollowed") };
    },
  },
  {
    refusal: "rds-parameter-group-family",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare(sandbox) {
      for (const DBParameterGroupFamily of ["postgres15", "postgres16"]) {
        const DBParameterGroupName = `settings-${DBParameterGroupFamily}`;
        const group = { DBParameterGroupName, DBParameterGroupFamily, Description: "settings" };
        await sandbox.must(rds(EAST, "CreateDBParameterGroup", group));
      }
      return {
        refused: instance("family-old", { DBParameterGroupName: "settings-postgres15" }),
        taken: instance("family-own", { DBParameterGroupName: "settings-postgres16" }),
      };
    },
  },
  bySettings(
    "rds-least-storage",
    "InvalidParameterValue",
    { AllocatedStorage: "10" },
    { AllocatedStorage: "20" },
  ),
  bySettings(
    "rds-storage-ceiling-too-low",
    "InvalidParameterCombination",
    { MaxAllocatedStorage: "109" },
    { MaxAllocatedStorage: "110" },
  ),
  bySettings(
    "rds-gp3-iops-below-threshold",
    "InvalidParameterCombination",
    { Iops: "12000", AllocatedStorage: "399" },
    { Iops: "12000", AllocatedStorage: "400" },
  ),
  bySettings(
    "rds-monitoring-without-role",
    "InvalidParameterCombination",
    { MonitoringInterval: "60" },
    { MonitoringInterval: "60", MonitoringRoleArn: "arn:aws:iam::123456789012:role/monitoring" },
  ),
];
