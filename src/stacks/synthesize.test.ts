import { beforeAll, describe, expect, it } from "vitest";
import { canonicalJson, type JsonObject } from "../lib/index.ts";
import { PROVIDER_RANGE, type SynthesizedStack, synthesize, TERRAFORM_RANGE } from "./index.ts";
import {
  allStacks,
  loosely,
  type Resource,
  resourcesOf,
  stackNamed,
  storefront,
} from "./testing/platforms.ts";

/** Services whose control plane is in one region, whichever region a call is signed for. */
const GLOBAL =
  /^aws_(iam|route53(?!_resolver)|route53recoverycontrolconfig|cloudfront|organizations|globalaccelerator|shield|budgets|ce|bcmdataexports|s3_account)_/;

/** What CloudFront, Route 53's metrics and their alarms want in us-east-1: it falls with the control planes there. */
const IN_THEIR_HOME =
  /^aws_(acm_certificate|acm_certificate_validation|wafv2_web_acl|wafv2_web_acl_logging_configuration|cloudwatch_log_\w+|cloudwatch_contributor_insight_rule|cloudwatch_metric_alarm|kms_key|kms_alias)$/;

/** Types of ours that AWS keeps no tags for. */
const UNTAGGED = new Set([
  "aws_cloudwatch_event_connection",
  "aws_db_proxy_default_target_group",
  "aws_db_proxy_target",
  // Of these AWS keeps some, and the older of the provider's majors none.
  "aws_route53recoverycontrolconfig_cluster",
  "aws_route53recoverycontrolconfig_control_panel",
  "aws_route53recoverycontrolconfig_routing_control",
  "aws_route53recoverycontrolconfig_safety_rule",
  "aws_route53_resolver_firewall_config",
  "aws_route53_resolver_firewall_rule",
  "aws_route53_resolver_query_log_config_association",
  "aws_glue_catalog_table",
  "aws_ce_cost_allocation_tag",
  "aws_accessanalyzer_archive_rule",
  "aws_acm_certificate_validation",
  "aws_api_gateway_account",
  "aws_api_gateway_base_path_mapping",
  "aws_api_gateway_deployment",
  "aws_api_gateway_method_settings",
  "aws_backup_restore_testing_selection",
  "aws_backup_selection",
  "aws_backup_vault_lock_configuration",
  "aws_backup_vault_notifications",
  "aws_backup_vault_policy",
  "aws_cloudfront_function",
  "aws_cloudfront_origin_access_control",
  "aws_cloudfront_response_headers_policy",
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_event_archive",
  "aws_cloudwatch_event_bus_policy",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_metric_filter",
  "aws_cloudwatch_query_definition",
  "aws_config_configuration_recorder",
  "aws_config_configuration_recorder_status",
  "aws_config_conformance_pack",
  "aws_config_delivery_channel",
  "aws_dynamodb_contributor_insights",
  "aws_oam_sink_policy",
  "aws_ebs_encryption_by_default",
  "aws_ebs_snapshot_block_public_access",
  "aws_ec2_instance_metadata_defaults",
  "aws_ec2_transit_gateway_route",
  "aws_ec2_transit_gateway_route_table_association",
  "aws_ec2_transit_gateway_route_table_propagation",
  "aws_ecr_lifecycle_policy",
  "aws_ecr_replication_configuration",
  "aws_eks_access_policy_association",
  "aws_guardduty_detector_feature",
  "aws_guardduty_organization_admin_account",
  "aws_guardduty_organization_configuration",
  "aws_guardduty_organization_configuration_feature",
  "aws_iam_account_password_policy",
  "aws_iam_organizations_features",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_iam_user_policy",
  "aws_identitystore_group",
  "aws_inspector2_delegated_admin_account",
  "aws_inspector2_enabler",
  "aws_inspector2_organization_configuration",
  "aws_kms_alias",
  "aws_macie2_account",
  "aws_organizations_delegated_administrator",
  "aws_organizations_organization",
  "aws_organizations_policy_attachment",
  "aws_lambda_alias",
  "aws_lambda_function_event_invoke_config",
  "aws_lambda_permission",
  "aws_route",
  "aws_route53_hosted_zone_dnssec",
  "aws_route53_key_signing_key",
  "aws_route53_record",
  "aws_route_table_association",
  "aws_s3_account_public_access_block",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_xray_encryption_config",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_scheduler_schedule",
  "aws_secretsmanager_secret_version",
  "aws_securityhub_account",
  "aws_securityhub_configuration_policy",
  "aws_securityhub_configuration_policy_association",
  "aws_securityhub_finding_aggregator",
  "aws_securityhub_organization_admin_account",
  "aws_securityhub_organization_configuration",
  "aws_securityhub_standards_control_association",
  "aws_securityhub_standards_subscription",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
  "aws_sqs_queue_policy",
  "aws_ssoadmin_account_assignment",
  "aws_ssoadmin_managed_policy_attachment",
  "aws_ssoadmin_permission_set_inline_policy",
  "aws_wafv2_web_acl_association",
  "aws_wafv2_web_acl_logging_configuration",
]);

let stacks: readonly SynthesizedStack[];
beforeAll(async () => {
  stacks = allStacks(await storefront());
});

const everyResource = (): readonly (Resource & { stack: SynthesizedStack })[] =>
  stacks.flatMap((stack) => resourcesOf(stack).map((resource) => ({ ...resource, stack })));
const providersOf = (stack: SynthesizedStack) =>
  (stack.configuration.provider as { aws: readonly JsonObject[] }).aws;
const terraformOf = (stack: SynthesizedStack) =>
  stack.configuration.terraform as {
    required_version: string;
    required_providers: { aws: { source: string; version: string } };
    backend: { s3: JsonObject };
  };

describe("the stacks of the example", () => {
  it("are those that the design names, environment by environment", () => {
    const kinds = (environment: string) =>
      stacks
        .map(({ id }) => id)
        .filter((id) => id.startsWith(`${environment}/`))
        .map((id) => id.split("/").slice(1).join("/"))
        .sort();
    expect(kinds("production")).toEqual(
      [
        "global",
        "certificates",
        "edge",
        "traffic",
        ...["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"].flatMap((region) =>
          ["bootstrap", "network", "peering", "data", "compute", "links"].map((kind) => `${region}/${kind}`),
        ),
        // Tables are born in the first region of each home; every region but that of the catalogue holds a copy.
        ...["eu-west-1", "us-east-1"].map((region) => `${region}/tables`),
        ...["eu-central-1", "eu-west-1", "us-west-2"].map((region) => `${region}/replicas`),
      ].sort(),
    );
    expect(kinds("development")).toEqual([
      "certificates",
      "edge",
      "global",
      "traffic",
      ...["bootstrap", "compute", "data", "links", "network", "tables"].map((kind) => `us-east-1/${kind}`),
    ]);
  });

  it("have one provider each, in the stack's own region and for the environment's account only", () => {
    for (const stack of stacks) {
      const [provider, ...others] = providersOf(stack);
      expect(others).toEqual([]);
      expect(provider?.region, stack.id).toBe(
        stack.scope.kind === "region" ? stack.scope.region : "us-east-1",
      );
      expect(provider?.allowed_account_ids).toHaveLength(1);
      expect(provider).not.toHaveProperty("alias");
    }
  });

  it("touch one region's APIs or global APIs, never both", () => {
    for (const { stack, address, type } of everyResource()) {
      const global = stack.scope.kind === "global";
      if (global && IN_THEIR_HOME.test(type)) continue;
      expect(GLOBAL.test(type), `${address} in ${stack.id}`).toBe(global);
    }
  });

  it("send no resource to a region that is not the stack's", () => {
    for (const { stack, address, body } of everyResource()) {
      // Provider 6 lets a resource choose a region of its own.
      expect(body, `${address} in ${stack.id}`).not.toHaveProperty("region");
      expect(body).not.toHaveProperty("provider");
    }
  });

  it("keep each state in the stack's own region, encrypted and locked", () => {
    for (const stack of stacks) {
      const backend = terraformOf(stack).backend.s3;
      if (stack.scope.kind === "region") expect(stack.stateRegion, stack.id).toBe(stack.scope.region);
      expect(backend).toMatchObject({
        region: stack.stateRegion,
        key: `${stack.id}/terraform.tfstate`,
        encrypt: true,
        use_lockfile: true,
      });
      expect(String(backend.bucket)).toContain(`-tfstate-${stack.stateRegion}-`);
    }
    const places = stacks.map((stack) => canonicalJson(terraformOf(stack).backend.s3));
    expect(new Set(places).size).toBe(stacks.length);
  });

  it("state which Terraform and which provider they are for", () => {
    for (const stack of stacks) {
      const { required_version, required_providers } = terraformOf(stack);
      expect(required_version).toBe(TERRAFORM_RANGE);
      expect(required_providers).toEqual({ aws: { source: "hashicorp/aws", version: PROVIDER_RANGE } });
    }
  });

  it("hold no data source, so that they can be planned offline", () => {
    for (const stack of stacks) expect(stack.configuration, stack.id).not.toHaveProperty("data");
  });

  it("find every input among the outputs of a stack that comes before", () => {
    for (const environment of ["production", "staging", "development"]) {
      expect(loosely(stacks.filter(({ id }) => id.startsWith(`${environment}/`)))).toEqual([]);
    }
  });

  it("wait for no stack of another environment", () => {
    for (const { id, dependsOn } of stacks) {
      const [environment] = id.split("/");
      for (const upstream of dependsOn) expect(upstream.split("/")[0]).toBe(environment);
    }
  });

  it("declare a variable for every input and no other, with a placeholder of its type", () => {
    for (const stack of stacks) {
      const variables = (stack.configuration.variable ?? {}) as Record<string, JsonObject>;
      expect(Object.keys(variables).sort(), stack.id).toEqual(stack.inputs.map(({ variable }) => variable));
      for (const { variable, placeholder } of stack.inputs) {
        expect(variables[variable]?.nullable).toBe(false);
        if (variables[variable]?.type === "string") expect(placeholder).toEqual(expect.any(String));
        else {
          expect(variables[variable]?.type).toBe("list(string)");
          expect(placeholder).toEqual(expect.arrayContaining([expect.any(String)]));
        }
      }
    }
  });

  it("read another region's APIs only where global tables and their copies are", () => {
    for (const stack of stacks) {
      const kind = stack.id.split("/").at(-1);
      if (stack.alsoReads.length > 0) expect(["replicas", "tables"], stack.id).toContain(kind);
      if (kind === "replicas") expect(stack.alsoReads, stack.id).not.toEqual([]);
      if (stack.scope.kind === "region") expect(stack.alsoReads).not.toContain(stack.scope.region);
    }
    expect(stackNamed(stacks, "production/eu-west-1/tables").alsoReads).toEqual(["eu-central-1"]);
    expect(stackNamed(stacks, "production/eu-central-1/replicas").alsoReads).toEqual([
      "eu-west-1",
      "us-east-1",
    ]);
  });

  it("say of every resource what it is for, whose it is and who pays", () => {
    for (const { stack, address, type, body } of everyResource()) {
      if (UNTAGGED.has(type)) {
        expect(body, `${address} in ${stack.id}`).not.toHaveProperty("tags");
        continue;
      }
      expect(body.tags, `${address} in ${stack.id}`).toMatchObject({
        service: expect.stringMatching(/./),
        owner: expect.stringMatching(/./),
        "cost-centre": expect.stringMatching(/./),
      });
    }
    for (const stack of stacks) {
      expect(providersOf(stack)[0]?.default_tags, stack.id).toEqual([
        {
          tags: {
            platform: "shop",
            environment: stack.id.split("/")[0],
            region: stack.scope.kind === "region" ? stack.scope.region : "global",
            "managed-by": "trireme",
          },
        },
      ]);
    }
  });

  it("say of every store what kind of data it holds, and bill the only service that uses it", () => {
    const stores = everyResource().filter(({ type }) =>
      [
        "aws_rds_cluster",
        "aws_db_instance",
        "aws_dynamodb_table",
        "aws_elasticache_replication_group",
        "aws_elasticache_cluster",
      ].includes(type),
    );
    expect(stores.length).toBeGreaterThan(30);
    for (const { address, body } of stores) {
      const { "data-class": dataClass, service } = body.tags as JsonObject;
      expect(dataClass, address).toMatch(/^(public|internal|personal|cardholder)$/);
      if (address.includes("cards")) expect([dataClass, service]).toEqual(["cardholder", "payments"]);
    }
  });

  it("are byte for byte the same each time, whatever the order of the environments", async () => {
    const platform = await storefront();
    const reversed = { ...platform, environments: [...platform.environments].reverse() };
    const texts = (of: readonly SynthesizedStack[]) =>
      [...of].sort((a, b) => (a.id < b.id ? -1 : 1)).map((stack) => canonicalJson(stack));

    expect(texts(allStacks(platform))).toEqual(texts(stacks));
    expect(texts(allStacks(reversed))).toEqual(texts(stacks));
  });

  it("name nothing of the machine that they were made on", () => {
    const text = canonicalJson(stacks);
    expect(text).not.toContain(import.meta.dirname);
    expect(text).not.toContain("cdktf.out");
    expect(text).not.toContain('"//"');
  });

  it("hold no secret", () => {
    for (const { address, body } of everyResource()) {
      for (const key of ["master_password", "secret_string", "password"]) {
        expect(body, address).not.toHaveProperty(key);
      }
    }
  });
});

describe("resource addresses, which are a contract: a new one replaces the resource", () => {
  it("stay what they are, in every stack of an environment", async () => {
    const platform = await storefront();
    const staging = platform.environments.find(({ name }) => name === "staging");
    if (staging === undefined) throw new Error("the example lost its staging environment");

    // when
    const addresses = Object.fromEntries(
      synthesize(platform, staging).map((stack) => [
        stack.id,
        resourcesOf(stack).map(({ address }) => address),
      ]),
    );

    // then the ones that recovery leans on are readable, and none has moved
    expect(addresses["staging/us-east-1/data"]).toContain("aws_rds_cluster.orders-us_cluster");
    expect(addresses["staging/us-east-1/network"]).toContain("aws_vpc.network_vpc");
    expect(addresses).toMatchSnapshot();
  });
});
