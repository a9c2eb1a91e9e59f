import type { Grade } from "../lib/index.ts";

/**
 * What an apply on the sandbox proves of a Terraform resource type. `modelled`: an overlay simulates
 * the behaviour that recovery leans on. `validated`: the refusals catalogue rejects what AWS documents
 * that it rejects. Everything else is `echoed`: the emulator accepted the shape of the request.
 */
const GRADES: Readonly<Record<string, Grade>> = {
  // Overlay kms: sister keys with records of their own.
  aws_kms_key: "modelled",
  aws_kms_replica_key: "modelled",
  // Overlay rds: membership, one writer, failover and switchover, lag.
  aws_rds_global_cluster: "modelled",
  aws_rds_cluster: "modelled",
  // Replica in another region, promotion, standby.
  aws_db_instance: "modelled",
  // Overlay elasticache: global datastores with one primary, failover, lag; replicas that take over.
  aws_elasticache_replication_group: "modelled",
  aws_elasticache_global_replication_group: "modelled",
  // Overlay dynamodb: copies that receive what is written.
  aws_dynamodb_table: "modelled",
  aws_dynamodb_table_replica: "modelled",
  // Overlay ec2: what a route of a transit gateway leads to, or a blackhole.
  aws_ec2_transit_gateway_route: "modelled",
  // Overlay route53: health follows what is checked, answers follow health.
  aws_route53_health_check: "modelled",
  aws_route53_record: "modelled",
  // Overlay recoverycontrol: states at five endpoints, rules that refuse, health that follows.
  aws_route53recoverycontrolconfig_cluster: "modelled",
  aws_route53recoverycontrolconfig_control_panel: "modelled",
  aws_route53recoverycontrolconfig_routing_control: "modelled",
  aws_route53recoverycontrolconfig_safety_rule: "modelled",
  // Refusals resolver: priorities, how a rule blocks. Nothing is looked up.
  aws_route53_resolver_firewall_rule: "validated",
  aws_route53_resolver_firewall_rule_group_association: "validated",
  // Overlay cloudfront: origin groups, versions, uses, and where a distribution would go.
  aws_cloudfront_distribution: "modelled",
  aws_cloudfront_origin_access_control: "validated",
  aws_cloudfront_response_headers_policy: "validated",
  // Overlay s3: replication configuration and copies.
  aws_s3_bucket_replication_configuration: "modelled",
  // Overlay eks: groups that take their time to grow, add-ons that wait for nodes.
  aws_eks_node_group: "modelled",
  aws_eks_addon: "modelled",
  // Overlay backup: recovery points with their times, copies that outlive a region, locks.
  aws_backup_vault: "modelled",
  aws_backup_vault_lock_configuration: "modelled",
  // Refusals backup: lives, schedules, roles, names, topics. Schedules and tests do not run by themselves.
  aws_backup_plan: "validated",
  aws_backup_selection: "validated",
  aws_backup_restore_testing_plan: "validated",
  aws_backup_restore_testing_selection: "validated",
  aws_backup_vault_notifications: "validated",
  // Overlays and refusals of detection: one of each in a region, plans, standards, reasons. Nothing is detected.
  aws_guardduty_detector: "validated",
  aws_guardduty_detector_feature: "validated",
  aws_securityhub_account: "validated",
  aws_securityhub_finding_aggregator: "validated",
  aws_securityhub_standards_subscription: "validated",
  aws_securityhub_standards_control_association: "validated",
  aws_inspector2_enabler: "validated",
  aws_macie2_account: "validated",
  // The delegated administrator of the region first, central configuration before its policies.
  aws_guardduty_organization_configuration: "validated",
  aws_guardduty_organization_configuration_feature: "validated",
  aws_inspector2_organization_configuration: "validated",
  aws_securityhub_organization_configuration: "validated",
  aws_securityhub_configuration_policy: "validated",
  // Overlay route53: keys of us-east-1 of the right kind, an active key before signing. Nothing is signed.
  aws_route53_key_signing_key: "validated",
  aws_route53_hosted_zone_dnssec: "validated",
  // Overlay globalaccelerator: order, one group for a region. Nothing is routed.
  aws_globalaccelerator_accelerator: "validated",
  aws_globalaccelerator_listener: "validated",
  aws_globalaccelerator_endpoint_group: "validated",
  // Overlay and refusals cloudfront: size, stages, uses. Nothing runs.
  aws_cloudfront_function: "validated",
  aws_macie2_classification_job: "validated",
  // Overlay cloudwatch: rules over the states of other alarms, suppressors.
  aws_cloudwatch_composite_alarm: "modelled",
  // Refusals budgets, ce, bcm-data-exports; nothing is spent here, so nobody is told and no file comes.
  aws_budgets_budget: "validated",
  aws_ce_anomaly_monitor: "validated",
  aws_ce_anomaly_subscription: "validated",
  aws_ce_cost_category: "validated",
  aws_ce_cost_allocation_tag: "validated",
  aws_bcmdataexports_export: "validated",
  // Refusals observability: names, ranges, runtimes, patterns.
  aws_cloudwatch_log_metric_filter: "validated",
  // Overlay cloudwatch and refusals: filters of one kind, roles, delivery streams. Nothing is sent.
  aws_cloudwatch_metric_stream: "validated",
  // Overlay oam: one sink, its policy, links from other accounts. Nothing is seen through them.
  aws_oam_sink: "validated",
  aws_oam_sink_policy: "validated",
  aws_oam_link: "validated",
  aws_cloudwatch_contributor_insight_rule: "validated",
  aws_dynamodb_contributor_insights: "validated",
  aws_synthetics_canary: "validated",
  aws_rum_app_monitor: "validated",
  aws_xray_group: "validated",
  aws_xray_sampling_rule: "validated",
  // Refusals cloudwatch and logs: periods, windows, formulas, widgets, retention, keys.
  aws_cloudwatch_metric_alarm: "validated",
  aws_cloudwatch_dashboard: "validated",
  aws_cloudwatch_log_group: "validated",
  // Refusals messaging: ranges, kinds and permissions of dead letters, patterns, targets. SNS's own rules the emulator knows.
  aws_sqs_queue: "validated",
  aws_cloudwatch_event_rule: "validated",
  aws_cloudwatch_event_target: "validated",
  aws_cloudwatch_event_archive: "validated",
  // Refusals: scope, capacity, where an association and a log may be.
  aws_wafv2_web_acl: "validated",
  aws_wafv2_web_acl_association: "validated",
  aws_wafv2_web_acl_logging_configuration: "validated",
  // Refusals: classes, zones, names, versioning.
  aws_rds_cluster_instance: "validated",
  // Refusals and overlay of proxies: zones, endpoints for readers. Nothing is pooled.
  aws_db_proxy_endpoint: "validated",
  aws_db_proxy: "validated",
  aws_db_subnet_group: "validated",
  aws_db_parameter_group: "validated",
  aws_rds_cluster_parameter_group: "validated",
  aws_s3_bucket_lifecycle_configuration: "validated",
  aws_elasticache_cluster: "validated",
  aws_elasticache_user: "validated",
  aws_elasticache_user_group: "validated",
  aws_lb: "validated",
  // Refusals and the overlay's own errors: versions, zones, keys, principals, duplicates.
  aws_eks_cluster: "validated",
  aws_eks_access_entry: "validated",
  aws_eks_access_policy_association: "validated",
  aws_eks_pod_identity_association: "validated",
  aws_eks_fargate_profile: "validated",
  aws_ecr_repository: "validated",
  aws_s3_bucket_server_side_encryption_configuration: "validated",
  // Refusals ec2: numbers, zones, acceptance before routes, quotas, names of endpoints.
  aws_ec2_transit_gateway: "validated",
  aws_ec2_transit_gateway_vpc_attachment: "validated",
  aws_ec2_transit_gateway_peering_attachment: "validated",
  aws_ec2_transit_gateway_route_table_association: "validated",
  aws_network_acl: "validated",
  aws_vpc_endpoint: "validated",
  // Overlay and refusals organizations: ids written down, mail addresses and units that are taken, sizes and numbers
  // of policies, who administers what. What a policy denies is judged by evaluation, not here.
  aws_organizations_account: "modelled",
  aws_organizations_organization: "validated",
  aws_organizations_organizational_unit: "validated",
  aws_iam_organizations_features: "validated",
  aws_organizations_policy: "validated",
  aws_organizations_policy_attachment: "validated",
  aws_organizations_delegated_administrator: "validated",
  // Refusals of Identity Center: names and sizes.
  aws_ssoadmin_permission_set: "validated",
  aws_ssoadmin_permission_set_inline_policy: "validated",
  aws_vpc_security_group_ingress_rule: "validated",
  aws_vpc_security_group_egress_rule: "validated",
  // Overlays and refusals of what watches accounts: bucket and key policies, home regions, locks, templates.
  aws_cloudtrail: "validated",
  aws_config_configuration_aggregator: "validated",
  aws_config_delivery_channel: "validated",
  aws_config_conformance_pack: "validated",
  aws_accessanalyzer_analyzer: "validated",
  aws_accessanalyzer_archive_rule: "validated",
  // Refusals lambda, apigateway, scheduler and states: ranges, quotas, documents, expressions, definitions, keys.
  aws_lambda_function: "validated",
  // Overlay and refusals of event sources: what there is, batches, how long a message is hidden. Nothing is taken.
  aws_lambda_event_source_mapping: "validated",
  aws_api_gateway_rest_api: "validated",
  aws_api_gateway_domain_name: "validated",
  aws_scheduler_schedule: "validated",
  aws_sfn_state_machine: "validated",
  // Refusal ssm: values that are not of the pattern.
  aws_ssm_parameter: "validated",
};

export function gradeOfType(resourceType: string): Grade {
  return GRADES[resourceType] ?? "echoed";
}
