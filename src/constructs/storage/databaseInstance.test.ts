import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import {
  DatabaseInstance,
  type DatabaseInstanceProps,
  databaseInstanceIdentifier,
} from "./databaseInstance.ts";
import { parameterFamily } from "./databaseParameters.ts";

const instanceOf = (replace: Partial<DatabaseInstanceProps> = {}) =>
  synthesised((scope) => {
    new DatabaseInstance(scope, "billing-us", {
      naming: NAMING,
      region: "us-east-1",
      store: "billing-us",
      bornRegion: "us-east-1",
      engineVersion: "16.6",
      instanceClass: "db.m6g.large",
      storage: { allocatedGib: 100, maximumGib: 400 },
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: ["sg-1"],
      keyArn: "arn:key:east",
      credentialCopies: [{ region: "us-west-2", keyArn: "arn:key:west" }],
      backupRetentionDays: 7,
      protect: true,
      tags: TAGS,
      ...replace,
    });
  });
const born = () => instanceOf();
const joined = () => instanceOf({ region: "us-west-2", keyArn: "arn:key:west", credentialCopies: [] });
const both = [
  ["born", born],
  ["joined", joined],
] as const;

describe("a database instance and its replica in another region", () => {
  it.each(both)("ignores what it copies, and the version, where it was %s", (_, stack) => {
    expect(stack().only("aws_db_instance").lifecycle).toEqual({
      ignore_changes: ["replicate_source_db", "engine_version"],
    });
  });

  it("joins by the ARN of the instance where it was born, which both sides choose", () => {
    expect(joined().only("aws_db_instance").replicate_source_db).toBe(
      "arn:aws:rds:us-east-1:111111111111:db:shop-production-billing-us-us-east-1",
    );
    expect(born().only("aws_db_instance")).not.toHaveProperty("replicate_source_db");
    expect(databaseInstanceIdentifier(NAMING, "billing-us", "us-west-2")).toBe(
      joined().only("aws_db_instance").identifier,
    );
  });

  it("takes from its source what AWS lets no replica choose", () => {
    for (const argument of [
      "engine",
      "engine_version",
      "allocated_storage",
      "db_name",
      "username",
      "password_wo",
    ]) {
      expect(joined().only("aws_db_instance")).not.toHaveProperty(argument);
      expect(born().only("aws_db_instance")).toHaveProperty(argument);
    }
    expect(joined().types).not.toContain("aws_secretsmanager_secret");
  });

  it("takes a write-only password and none that Secrets Manager manages, which AWS refuses a source of replicas", () => {
    const instance = born().only("aws_db_instance");
    expect(instance.password_wo).toMatch(/^\$\{ephemeral\.aws_secretsmanager_secret_version\./);
    expect(instance).not.toHaveProperty("manage_master_user_password");
    expect(instance).not.toHaveProperty("password");
  });

  it.each(both)("has all that a writer needs before it is one, where it was %s", (_, stack) => {
    expect(stack().only("aws_db_instance")).toMatchObject({
      backup_retention_period: 7,
      multi_az: true,
      deletion_protection: true,
      max_allocated_storage: 400,
      iam_database_authentication_enabled: true,
      copy_tags_to_snapshot: true,
      enabled_cloudwatch_logs_exports: ["postgresql"],
    });
  });

  it.each(both)("is out of the public's reach and speaks TLS only, where it was %s", (_, stack) => {
    expect(stack().only("aws_db_instance").publicly_accessible).toBe(false);
    const group = stack().only("aws_db_parameter_group");
    expect(group.family).toBe("postgres16");
    expect(group.parameter).toContainEqual({
      name: "rds.force_ssl",
      value: "1",
      apply_method: "pending-reboot",
    });
  });

  it("is encrypted with the key of its own region: storage, performance data and log", () => {
    const stack = joined();
    expect(stack.only("aws_db_instance")).toMatchObject({
      kms_key_id: "arn:key:west",
      performance_insights_kms_key_id: "arn:key:west",
    });
    expect(stack.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/rds/instance/shop-production-billing-us-us-west-2/postgresql",
      kms_key_id: "arn:key:west",
    });
  });

  it.each(both)(
    "says that it is encrypted, where it was %s: left out, the provider would make a replica anew",
    (_, stack) => {
      expect(stack().only("aws_db_instance").storage_encrypted).toBe(true);
    },
  );

  it("restarts with no version that was tried nowhere", () => {
    expect(born().only("aws_db_instance").auto_minor_version_upgrade).toBe(false);
  });

  it("keeps a last snapshot and its backups when it is protected, and nothing when not", () => {
    expect(born().only("aws_db_instance")).toMatchObject({
      skip_final_snapshot: false,
      final_snapshot_identifier: "shop-production-billing-us-us-east-1-final",
      delete_automated_backups: false,
    });
    const loose = instanceOf({ protect: false }).only("aws_db_instance");
    expect(loose).toMatchObject({
      skip_final_snapshot: true,
      delete_automated_backups: true,
      deletion_protection: false,
    });
    expect(loose).not.toHaveProperty("final_snapshot_identifier");
  });

  it("is watched every minute when it is given a role for that, and not otherwise", () => {
    expect(instanceOf({ monitoringRoleArn: "arn:role" }).only("aws_db_instance")).toMatchObject({
      monitoring_interval: 60,
      monitoring_role_arn: "arn:role",
    });
    expect(born().only("aws_db_instance")).not.toHaveProperty("monitoring_interval");
  });
});

describe("what an operator decides of a database instance", () => {
  it("has a standby in another zone unless it is told to go without", () => {
    expect(born().only("aws_db_instance").multi_az).toBe(true);
    expect(instanceOf({ multiAz: false }).only("aws_db_instance").multi_az).toBe(false);
  });

  it("keeps its log encrypted, for a year or for as many days as asked", () => {
    const log = (props: Partial<DatabaseInstanceProps>) => instanceOf(props).only("aws_cloudwatch_log_group");
    expect(log({})).toMatchObject({ kms_key_id: "arn:key:east", retention_in_days: 365 });
    expect(log({ logRetentionDays: 90 }).retention_in_days).toBe(90);
  });

  it("logs statements that take a second, or as long as asked", () => {
    const logged = (props: Partial<DatabaseInstanceProps>) =>
      instanceOf(props).only("aws_db_parameter_group").parameter;
    const from = (value: string) =>
      expect.arrayContaining([expect.objectContaining({ name: "log_min_duration_statement", value })]);
    expect(logged({})).toEqual(from("1000"));
    expect(logged({ slowStatementMilliseconds: 250 })).toEqual(from("250"));
  });
});

describe("a database instance without copies", () => {
  it("is upgraded by Terraform", () => {
    expect(instanceOf({ credentialCopies: [] }).only("aws_db_instance").lifecycle).toEqual({
      ignore_changes: ["replicate_source_db"],
    });
  });
});

describe("the family of parameters", () => {
  it("follows the engine and the major version", () => {
    expect(parameterFamily("postgres", "16.6")).toBe("postgres16");
    expect(parameterFamily("aurora-postgresql", "17")).toBe("aurora-postgresql17");
  });
});
