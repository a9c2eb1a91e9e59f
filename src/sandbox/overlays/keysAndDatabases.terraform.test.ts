import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  RDSClient,
  SwitchoverGlobalClusterCommand,
} from "@aws-sdk/client-rds";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Json, type JsonObject, systemClock } from "../../lib/index.ts";
import {
  locateTerraform,
  prepareCliConfig,
  RealDriver,
  type StackSource,
  type Workspace,
  writeWorkspace,
} from "../../terraform/index.ts";
import { locateEmulator, type RunningSandbox, startSandbox } from "../index.ts";

const BIRTH = "us-east-1";
const COPY = "eu-west-1";
const ACCOUNT = "123456789012";
const arn = (region: string) => `arn:aws:rds:${region}:${ACCOUNT}:cluster:orders-${region}`;

const terraform = await locateTerraform();
const emulator = await locateEmulator(process.env);
const missing = [
  ...(terraform.ok ? [] : [`no Terraform: ${terraform.reason}`]),
  ...(terraform.ok && terraform.mirror === undefined ? ["no mirror of the AWS provider"] : []),
  ...(emulator.ok ? [] : ["no emulator"]),
];
const title = missing.length === 0 ? "" : ` (SKIPPED: ${missing.join(", ")})`;

const reference = (path: string) => `\${${path}}`;

/** One region's half of the platform's stores: network, key, Aurora cluster with an instance. */
function stack(
  region: string,
  more: { resource: JsonObject; variable?: JsonObject; key: string },
): StackSource {
  const key = reference(more.key);
  return {
    id: `test/${region}/data`,
    scope: { kind: "region", region },
    alsoReads: [],
    dependsOn: [],
    inputs: [],
    stateRegion: region,
    configuration: {
      terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
      provider: { aws: { region, max_retries: 2 } },
      ...(more.variable === undefined ? {} : { variable: more.variable }),
      output: { key: { value: key } },
      resource: merged(network(region), more.resource, {
        aws_rds_cluster: { orders: cluster(region, key) },
        aws_rds_cluster_instance: {
          one: {
            identifier: `orders-${region}-1`,
            cluster_identifier: reference("aws_rds_cluster.orders.id"),
            engine: "aurora-postgresql",
            engine_version: "16.4",
            instance_class: "db.r6g.large",
            performance_insights_enabled: true,
            performance_insights_kms_key_id: key,
            monitoring_interval: 0,
          },
        },
      }),
    },
  };
}

/** Blocks of the same type side by side; arguments of one block from both. */
function merged(...parts: readonly JsonObject[]): JsonObject {
  const all: Record<string, Json> = {};
  for (const [name, value] of parts.flatMap((part) => Object.entries(part))) {
    const known = all[name];
    const both = isObject(known) && isObject(value) ? merged(known, value) : value;
    all[name] = both;
  }
  return all;
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function network(region: string): JsonObject {
  const subnet = (at: number, zone: string) => ({
    vpc_id: reference("aws_vpc.main.id"),
    cidr_block: `10.0.${at}.0/24`,
    availability_zone: `${region}${zone}`,
  });
  return {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: subnet(0, "a"), b: subnet(1, "b") },
    aws_security_group: { orders: { name: "orders", vpc_id: reference("aws_vpc.main.id") } },
    aws_db_subnet_group: {
      orders: { name: "orders", subnet_ids: [reference("aws_subnet.a.id"), reference("aws_subnet.b.id")] },
    },
  };
}

function cluster(region: string, key: string): JsonObject {
  return {
    cluster_identifier: `orders-${region}`,
    global_cluster_identifier: "orders",
    engine: "aurora-postgresql",
    engine_version: "16.4",
    storage_encrypted: true,
    kms_key_id: key,
    db_subnet_group_name: reference("aws_db_subnet_group.orders.name"),
    vpc_security_group_ids: [reference("aws_security_group.orders.id")],
    backup_retention_period: 7,
    iam_database_authentication_enabled: true,
    copy_tags_to_snapshot: true,
    enabled_cloudwatch_logs_exports: ["postgresql"],
    deletion_protection: true,
    skip_final_snapshot: true,
    lifecycle: {
      ignore_changes: [
        "replication_source_identifier",
        "global_cluster_identifier",
        "master_username",
        "master_password",
        "master_password_wo",
        "master_password_wo_version",
      ],
    },
  };
}

const birth = stack(BIRTH, {
  key: "aws_kms_key.orders.arn",
  resource: {
    aws_kms_key: { orders: { multi_region: true, enable_key_rotation: true, tags: { service: "orders" } } },
    aws_kms_alias: {
      orders: { name: "alias/orders", target_key_id: reference("aws_kms_key.orders.key_id") },
    },
    aws_rds_global_cluster: {
      orders: {
        global_cluster_identifier: "orders",
        engine: "aurora-postgresql",
        engine_version: "16.4",
        storage_encrypted: true,
        deletion_protection: true,
        force_destroy: true,
      },
    },
    aws_rds_cluster: {
      orders: {
        master_username: "owner",
        master_password_wo: "not-a-secret-1",
        master_password_wo_version: 1,
        depends_on: ["aws_rds_global_cluster.orders"],
      },
    },
  },
});

const copy = stack(COPY, {
  key: "aws_kms_replica_key.orders.arn",
  variable: { primary_key_arn: { type: "string" } },
  resource: {
    aws_kms_replica_key: {
      orders: { primary_key_arn: reference("var.primary_key_arn"), tags: { service: "orders", copy: "yes" } },
    },
    aws_kms_alias: {
      orders: { name: "alias/orders", target_key_id: reference("aws_kms_replica_key.orders.key_id") },
    },
  },
});

describe.skipIf(missing.length > 0)(`two regions with Terraform and the AWS provider${title}`, () => {
  let root: string;
  let sandbox: RunningSandbox;
  let driver: RealDriver;
  let inBirth: Workspace;
  let inCopy: Workspace;
  let primaryKey: Json = null;

  beforeAll(async () => {
    if (!terraform.ok) return;
    root = await mkdtemp(join(tmpdir(), "overlays-"));
    sandbox = await startSandbox();
    const cliConfigFile = await prepareCliConfig(terraform.mirror, join(root, "cli.tfrc"));
    const env = {
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    driver = new RealDriver({ binary: terraform.binary, cliConfigFile, env, clock: systemClock });
    inBirth = await writeWorkspace(root, birth);
    inCopy = await writeWorkspace(root, copy);
    await Promise.all([driver.init(inBirth), driver.init(inCopy)]);
  });
  afterAll(async () => {
    await sandbox?.stop();
    if (root !== undefined) await rm(root, { recursive: true, force: true });
  });

  const plan = (workspace: Workspace) =>
    driver.plan(workspace, { variables: workspace === inCopy ? { primary_key_arn: primaryKey } : {} });
  const apply = async (workspace: Workspace) => driver.apply(workspace, await plan(workspace));
  const changes = async (workspace: Workspace) =>
    (await plan(workspace)).changes.map((change) => `${change.action} ${change.address}`);
  const rds = (region: string) =>
    new RDSClient({
      region,
      endpoint: sandbox.endpoint,
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
      maxAttempts: 1,
    });
  const writer = async () => {
    const { GlobalClusters } = await rds(COPY).send(new DescribeGlobalClustersCommand({}));
    return GlobalClusters?.[0]?.GlobalClusterMembers?.find((member) => member.IsWriter)?.DBClusterArn;
  };

  it("applies a key with a replica and an Aurora global database, and plans nothing more", async () => {
    const { outputs } = await apply(inBirth);
    primaryKey = outputs.key ?? null;
    await apply(inCopy);

    expect(await writer()).toBe(arn(BIRTH));
    expect(await changes(inCopy)).toEqual([]);
    expect(await changes(inBirth)).toEqual([]);
  }, 400_000);

  it("plans nothing after a failover with the birth region gone, nor when it is back", async () => {
    await sandbox.loseRegion(BIRTH);
    const moved = await rds(COPY).send(
      new FailoverGlobalClusterCommand({
        GlobalClusterIdentifier: "orders",
        TargetDbClusterIdentifier: arn(COPY),
        AllowDataLoss: true,
      }),
    );
    await sandbox.advanceClock(60);

    expect(moved.GlobalCluster?.FailoverState?.Status).toBe("failing-over");
    expect(await writer()).toBe(arn(COPY));
    expect(await changes(inCopy)).toEqual([]);
    await sandbox.restoreRegion(BIRTH);
    expect(await changes(inBirth)).toEqual([]);
  }, 120_000);

  it("plans nothing after the switchover back", async () => {
    await sandbox.advanceClock(180);
    await rds(COPY).send(
      new SwitchoverGlobalClusterCommand({
        GlobalClusterIdentifier: "orders",
        TargetDbClusterIdentifier: arn(BIRTH),
      }),
    );
    await sandbox.advanceClock(60);

    expect(await writer()).toBe(arn(BIRTH));
    expect(await changes(inCopy)).toEqual([]);
    expect(await changes(inBirth)).toEqual([]);
  }, 120_000);
});
