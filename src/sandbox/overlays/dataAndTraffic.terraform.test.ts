import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JsonObject, systemClock } from "../../lib/index.ts";
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
const DOMAIN = "shop.example.com";

const terraform = await locateTerraform();
const emulator = await locateEmulator(process.env);
const missing = [
  ...(terraform.ok ? [] : [`no Terraform: ${terraform.reason}`]),
  ...(terraform.ok && terraform.mirror === undefined ? ["no mirror of the AWS provider"] : []),
  ...(emulator.ok ? [] : ["no emulator"]),
];
const title = missing.length === 0 ? "" : ` (SKIPPED: ${missing.join(", ")})`;

const reference = (path: string) => `\${${path}}`;

function stack(name: string, region: string, resource: JsonObject, output?: JsonObject): StackSource {
  return {
    id: `test/${region}/${name}`,
    scope: { kind: "region", region },
    alsoReads: [],
    dependsOn: [],
    inputs: [],
    stateRegion: region,
    configuration: {
      terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
      provider: { aws: { region, max_retries: 2 } },
      variable: { copy_key_arn: { type: "string", default: "" } },
      ...(output === undefined ? {} : { output }),
      resource,
    },
  };
}

const documents = (region: string) => `documents-${region}`;

/** A private, versioned, encrypted bucket that only TLS reaches. */
function bucket(region: string): JsonObject {
  const id = reference("aws_s3_bucket.documents.id");
  const arn = `arn:aws:s3:::${documents(region)}`;
  const onlyTls = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return {
    aws_kms_key: { data: { enable_key_rotation: true } },
    aws_s3_bucket: {
      documents: { bucket: documents(region), force_destroy: true, tags: { service: "documents" } },
    },
    aws_s3_bucket_versioning: {
      documents: { bucket: id, versioning_configuration: { status: "Enabled" } },
    },
    aws_s3_bucket_server_side_encryption_configuration: {
      documents: {
        bucket: id,
        rule: {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: reference("aws_kms_key.data.arn"),
          },
          bucket_key_enabled: true,
        },
      },
    },
    aws_s3_bucket_public_access_block: {
      documents: {
        bucket: id,
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
    },
    aws_s3_bucket_ownership_controls: {
      documents: { bucket: id, rule: { object_ownership: "BucketOwnerEnforced" } },
    },
    aws_s3_bucket_policy: {
      documents: {
        bucket: id,
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [onlyTls] }),
        depends_on: ["aws_s3_bucket_public_access_block.documents"],
      },
    },
  };
}

const birth = stack("data", BIRTH, {
  ...bucket(BIRTH),
  aws_dynamodb_table: {
    cart: {
      name: "cart",
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "id",
      attribute: [{ name: "id", type: "S" }],
      stream_enabled: true,
      stream_view_type: "NEW_AND_OLD_IMAGES",
      server_side_encryption: { enabled: true, kms_key_arn: reference("aws_kms_key.data.arn") },
      point_in_time_recovery: { enabled: true },
      deletion_protection_enabled: true,
      tags: { service: "cart" },
      lifecycle: { ignore_changes: ["replica"] },
    },
  },
});

const copy = stack(
  "data",
  COPY,
  {
    ...bucket(COPY),
    aws_dynamodb_table_replica: {
      cart: {
        global_table_arn: `arn:aws:dynamodb:${BIRTH}:${ACCOUNT}:table/cart`,
        kms_key_arn: reference("aws_kms_key.data.arn"),
        point_in_time_recovery: true,
        // Set to true, the provider waits 90 s twice, whatever it is answered.
        tags: { service: "cart", copy: "yes" },
      },
    },
  },
  { key: { value: reference("aws_kms_key.data.arn") } },
);

const links = stack("links", BIRTH, {
  aws_s3_bucket_replication_configuration: {
    documents: {
      bucket: documents(BIRTH),
      role: `arn:aws:iam::${ACCOUNT}:role/replication`,
      rule: {
        id: `to-${COPY}`,
        priority: 1,
        status: "Enabled",
        filter: { prefix: "" },
        delete_marker_replication: { status: "Enabled" },
        source_selection_criteria: {
          sse_kms_encrypted_objects: { status: "Enabled" },
          replica_modifications: { status: "Enabled" },
        },
        destination: {
          bucket: `arn:aws:s3:::${documents(COPY)}`,
          storage_class: "STANDARD",
          encryption_configuration: { replica_kms_key_id: reference("var.copy_key_arn") },
        },
      },
    },
  },
});

const balancer = (region: string) => `shop-1.${region}.elb.amazonaws.com`;
const zoneId = reference("aws_route53_zone.shop.zone_id");

/** A latency record, a health check and the name that it asks, for one region. */
function entrance(region: string): readonly [record: JsonObject, origin: JsonObject, check: JsonObject] {
  const origin = `origin-${region}.${DOMAIN}`;
  const check = `aws_route53_health_check.${region}`;
  return [
    {
      zone_id: zoneId,
      name: `www.${DOMAIN}`,
      type: "A",
      set_identifier: region,
      latency_routing_policy: { region },
      health_check_id: reference(`${check}.id`),
      alias: { name: balancer(region), zone_id: "Z35SXDOTRQ7X7K", evaluate_target_health: true },
    },
    {
      zone_id: zoneId,
      name: origin,
      type: "A",
      alias: { name: balancer(region), zone_id: "Z35SXDOTRQ7X7K", evaluate_target_health: true },
    },
    {
      type: "HTTPS",
      fqdn: origin,
      port: 443,
      resource_path: "/healthz",
      request_interval: 10,
      failure_threshold: 3,
      measure_latency: true,
      regions: ["us-east-1", "eu-west-1", "ap-southeast-1"],
    },
  ];
}

const [birthRecord, birthOrigin, birthCheck] = entrance(BIRTH);
const [copyRecord, copyOrigin, copyCheck] = entrance(COPY);
const traffic = stack("traffic", BIRTH, {
  aws_route53_zone: { shop: { name: DOMAIN, comment: "of a test", tags: { service: "shop" } } },
  aws_route53_record: {
    [`www-${BIRTH}`]: birthRecord,
    [`www-${COPY}`]: copyRecord,
    [`origin-${BIRTH}`]: birthOrigin,
    [`origin-${COPY}`]: copyOrigin,
    proof: {
      zone_id: zoneId,
      name: `_x.${DOMAIN}`,
      type: "CNAME",
      ttl: 300,
      records: ["_y.acm-validations.aws"],
    },
  },
  aws_route53_health_check: {
    [BIRTH]: birthCheck,
    [COPY]: copyCheck,
    any: {
      type: "CALCULATED",
      child_health_threshold: 1,
      child_healthchecks: [BIRTH, COPY].map((region) => reference(`aws_route53_health_check.${region}.id`)),
    },
  },
});

describe.skipIf(missing.length > 0)(
  `tables, buckets and records with Terraform and the AWS provider${title}`,
  () => {
    let root: string;
    let sandbox: RunningSandbox;
    let driver: RealDriver;
    let stacks: { birth: Workspace; copy: Workspace; links: Workspace; traffic: Workspace };
    let variables: Record<string, string> = {};

    beforeAll(async () => {
      if (!terraform.ok) return;
      root = await mkdtemp(join(tmpdir(), "data-and-traffic-"));
      sandbox = await startSandbox();
      const cliConfigFile = await prepareCliConfig(terraform.mirror, join(root, "cli.tfrc"));
      const env = {
        AWS_ENDPOINT_URL: sandbox.endpoint,
        AWS_ACCESS_KEY_ID: "testing",
        AWS_SECRET_ACCESS_KEY: "testing",
        AWS_EC2_METADATA_DISABLED: "true",
      };
      driver = new RealDriver({ binary: terraform.binary, cliConfigFile, env, clock: systemClock });
      stacks = {
        birth: await writeWorkspace(root, birth),
        copy: await writeWorkspace(root, copy),
        links: await writeWorkspace(root, links),
        traffic: await writeWorkspace(root, traffic),
      };
      for (const workspace of Object.values(stacks)) await driver.init(workspace);
    });
    afterAll(async () => {
      await sandbox?.stop();
      if (root !== undefined) await rm(root, { recursive: true, force: true });
    });

    const plan = (workspace: Workspace) =>
      driver.plan(workspace, { variables: workspace === stacks.links ? variables : {} });
    const apply = async (workspace: Workspace) => driver.apply(workspace, await plan(workspace));
    const changes = async (workspace: Workspace) =>
      (await plan(workspace)).changes.map((change) => `${change.action} ${change.address}`);

    it("applies a global table, replicated buckets and latency records, and plans nothing more", async () => {
      const data = async () => {
        await apply(stacks.birth);
        const { outputs } = await apply(stacks.copy);
        variables = { copy_key_arn: String(outputs.key) };
        await apply(stacks.links);
      };
      await Promise.all([data(), apply(stacks.traffic)]);

      for (const [name, workspace] of Object.entries(stacks)) {
        expect(await changes(workspace), name).toEqual([]);
      }
    }, 300_000);

    it("leads clients away from a lost region and changes no record for it", async () => {
      const ask = () => sandbox.resolveName({ name: `www.${DOMAIN}`, type: "A", clientRegion: COPY });
      expect((await ask()).answers).toEqual([balancer(COPY)]);
      await sandbox.loseRegion(COPY);
      await sandbox.advanceClock(30);
      expect((await ask()).answers).toEqual([balancer(BIRTH)]);
      expect(await changes(stacks.traffic)).toEqual([]);
      await sandbox.restoreRegion(COPY);
    }, 60_000);

    it("fails to plan the table while the region of a copy is lost: the provider reads every replica", async () => {
      await sandbox.loseRegion(COPY);
      await expect(plan(stacks.birth)).rejects.toThrow();
      const struck = await sandbox.calls({ region: COPY, service: "dynamodb", last: 1 });
      expect(struck).toMatchObject([{ action: "DescribeContinuousBackups", outcome: "faulted" }]);
      await sandbox.restoreRegion(COPY);
      expect(await changes(stacks.birth)).toEqual([]);
    }, 60_000);
  },
);
