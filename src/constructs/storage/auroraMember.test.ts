import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { AuroraMember, type AuroraMemberProps } from "./auroraMember.ts";

const ROLE_ATTRIBUTES = [
  "replication_source_identifier",
  "global_cluster_identifier",
  "database_name",
  "master_username",
  "master_password",
  "engine_version",
];

const memberOf = (replace: Partial<AuroraMemberProps> = {}) =>
  synthesised((scope) => {
    new AuroraMember(scope, "orders-us", {
      naming: NAMING,
      region: "us-east-1",
      store: "orders-us",
      origin: "born",
      engineVersion: "16.6",
      instanceClass: "db.r6g.large",
      instances: 2,
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
const joined = () =>
  memberOf({ origin: "joined", region: "us-west-2", keyArn: "arn:key:west", credentialCopies: [] });

describe("a member of an Aurora global database", () => {
  it("grows and shrinks between its capacities when it has any, and only then", () => {
    const growing = memberOf({ instanceClass: "db.serverless", capacity: { min: 8, max: 64 } });
    expect(growing.only("aws_rds_cluster").serverlessv2_scaling_configuration).toEqual({
      min_capacity: 8,
      max_capacity: 64,
    });
    for (const { instance_class } of Object.values(growing.all("aws_rds_cluster_instance")))
      expect(instance_class).toBe("db.serverless");
    expect(memberOf().only("aws_rds_cluster")).not.toHaveProperty("serverlessv2_scaling_configuration");
  });

  it.each([
    ["born", memberOf],
    ["joined", joined],
  ])("ignores what a failover changes and nothing else, where it was %s", (_, member) => {
    expect(member().only("aws_rds_cluster").lifecycle).toEqual({ ignore_changes: ROLE_ATTRIBUTES });
  });

  it("has a credential and a database name only where it was born", () => {
    const cluster = joined().only("aws_rds_cluster");
    for (const attribute of [
      "database_name",
      "master_username",
      "master_password",
      "master_password_wo",
      "manage_master_user_password",
      "replication_source_identifier",
    ]) {
      expect(cluster).not.toHaveProperty(attribute);
    }
    expect(joined().types).not.toContain("aws_secretsmanager_secret");
    expect(joined().types).not.toContain("aws_rds_global_cluster");
    expect(joined().ephemeral).toEqual({});
  });

  it("takes a write-only password, read back from the secret, where it was born", () => {
    const member = memberOf();
    const cluster = member.only("aws_rds_cluster");
    const [readBack] = Object.keys(member.ephemeral.aws_secretsmanager_secret_version ?? {});

    expect(cluster).toMatchObject({
      database_name: "orders_us",
      master_username: "trireme_admin",
      master_password_wo: `\${ephemeral.aws_secretsmanager_secret_version.${readBack}.secret_string}`,
    });
    expect(cluster).not.toHaveProperty("master_password");
    // AWS refuses managed passwords for members of a global database.
    expect(cluster).not.toHaveProperty("manage_master_user_password");
  });

  it("makes the global database before its first member", () => {
    const member = memberOf();
    const [global] = Object.keys(member.all("aws_rds_global_cluster"));
    expect(member.only("aws_rds_cluster").depends_on).toContain(`aws_rds_global_cluster.${global}`);
    expect(member.only("aws_rds_global_cluster")).toMatchObject({
      global_cluster_identifier: "shop-production-orders-us",
      storage_encrypted: true,
    });
  });

  it("joins the same global database by its name, which both sides choose", () => {
    for (const member of [memberOf(), joined()]) {
      expect(member.only("aws_rds_cluster").global_cluster_identifier).toBe("shop-production-orders-us");
    }
    expect(joined().only("aws_rds_cluster").cluster_identifier).toBe("shop-production-orders-us-us-west-2");
  });

  it("is encrypted with the key of its own region, performance data included", () => {
    const member = joined();
    expect(member.only("aws_rds_cluster")).toMatchObject({
      storage_encrypted: true,
      kms_key_id: "arn:key:west",
    });
    for (const instance of Object.values(member.all("aws_rds_cluster_instance"))) {
      expect(instance.performance_insights_kms_key_id).toBe("arn:key:west");
    }
  });

  it("lets applications sign in through IAM", () => {
    for (const member of [memberOf(), joined()]) {
      expect(member.only("aws_rds_cluster").iam_database_authentication_enabled).toBe(true);
    }
  });

  it("refuses deletion and keeps a last snapshot when it is protected", () => {
    expect(memberOf().only("aws_rds_cluster")).toMatchObject({
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "shop-production-orders-us-us-east-1-final",
    });
    expect(memberOf().only("aws_rds_global_cluster").deletion_protection).toBe(true);
  });

  it("can be thrown away without a trace when it is not", () => {
    const member = memberOf({ protect: false });
    expect(member.only("aws_rds_cluster")).toMatchObject({
      deletion_protection: false,
      skip_final_snapshot: true,
    });
    expect(member.only("aws_rds_cluster")).not.toHaveProperty("final_snapshot_identifier");
    expect(member.only("aws_secretsmanager_secret").recovery_window_in_days).toBe(0);
  });

  it.each([1, 2, 3])("has as many instances as asked for (%i), none of them in public", (instances) => {
    const made = Object.values(memberOf({ instances }).all("aws_rds_cluster_instance"));
    expect(made.map(({ identifier }) => identifier)).toEqual(
      Array.from({ length: instances }, (_, index) => `shop-production-orders-us-us-east-1-${index + 1}`),
    );
    for (const instance of made) expect(instance.publicly_accessible ?? false).toBe(false);
  });

  it("leaves versions to a runbook, wherever the provider would upgrade one region through another", () => {
    const versionIgnored = { ignore_changes: ["engine_version"] };
    expect(memberOf().only("aws_rds_global_cluster").lifecycle).toEqual(versionIgnored);
    for (const instance of Object.values(joined().all("aws_rds_cluster_instance"))) {
      expect(instance.lifecycle).toEqual(versionIgnored);
    }
  });

  it("speaks TLS only, with parameters of its version's family", () => {
    const group = memberOf().only("aws_rds_cluster_parameter_group");
    expect(group).toMatchObject({
      name: "shop-production-orders-us-aurora-postgresql16",
      family: "aurora-postgresql16",
      lifecycle: { create_before_destroy: true },
    });
    expect(group.parameter).toContainEqual({
      name: "rds.force_ssl",
      value: "1",
      apply_method: "pending-reboot",
    });
  });

  it("keeps its log encrypted and for a year, in the group that RDS writes to", () => {
    expect(joined().only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/rds/cluster/shop-production-orders-us-us-west-2/postgresql",
      kms_key_id: "arn:key:west",
      retention_in_days: 365,
    });
    expect(memberOf({ logRetentionDays: 90 }).only("aws_cloudwatch_log_group").retention_in_days).toBe(90);
  });

  it("logs statements that take a second, or as long as asked", () => {
    const logged = (member: ReturnType<typeof memberOf>) =>
      member.only("aws_rds_cluster_parameter_group").parameter;
    const from = (value: string) =>
      expect.arrayContaining([expect.objectContaining({ name: "log_min_duration_statement", value })]);
    expect(logged(memberOf())).toEqual(from("1000"));
    expect(logged(memberOf({ slowStatementMilliseconds: 250 }))).toEqual(from("250"));
  });

  it("is watched every minute when it is given a role for that, and not otherwise", () => {
    const watched = memberOf({ instances: 1, monitoringRoleArn: "arn:role" }).only(
      "aws_rds_cluster_instance",
    );
    expect(watched).toMatchObject({ monitoring_interval: 60, monitoring_role_arn: "arn:role" });
    expect(memberOf({ instances: 1 }).only("aws_rds_cluster_instance")).not.toHaveProperty(
      "monitoring_interval",
    );
  });
});

describe("an Aurora cluster of one region", () => {
  const regional = () => memberOf({ origin: "regional", credentialCopies: [] });

  it("has no global database and a credential of its own", () => {
    const cluster = regional().only("aws_rds_cluster");
    expect(regional().types).not.toContain("aws_rds_global_cluster");
    expect(cluster).not.toHaveProperty("global_cluster_identifier");
    expect(cluster).toMatchObject({ database_name: "orders_us", master_username: "trireme_admin" });
    expect(cluster).toHaveProperty("master_password_wo");
  });

  it("is upgraded by Terraform, with nothing ignored", () => {
    expect(regional().only("aws_rds_cluster")).not.toHaveProperty("lifecycle");
    for (const instance of Object.values(regional().all("aws_rds_cluster_instance"))) {
      expect(instance).not.toHaveProperty("lifecycle");
    }
  });
});
