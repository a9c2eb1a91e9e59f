/** Region in which the control planes of most global services are. */
export const GLOBAL_REGION = "us-east-1";

/**
 * Actions of services that are one for the whole world. Their requests are answered in us-east-1 or us-west-2
 * wherever they come from, so an allow-list of regions must let them by. AWS's own list, without what this
 * platform has no use for and with the billing services that came later; regional services that only have a global
 * use (ACM, WAF for CloudFront) are in `EDGE_ACTIONS` instead, so that they are open in one region and not in all.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html
 */
export const GLOBAL_ACTIONS: readonly string[] = [
  "account:*",
  "aws-portal:*",
  "bcm-data-exports:*",
  "billing:*",
  "budgets:*",
  "ce:*",
  "cloudfront:*",
  "consolidatedbilling:*",
  "cost-optimization-hub:*",
  "cur:*",
  "ec2:DescribeRegions",
  "freetier:*",
  "globalaccelerator:*",
  "health:*",
  "iam:*",
  "invoicing:*",
  "networkmanager:*",
  "organizations:*",
  "payments:*",
  "pricing:*",
  "route53:*",
  "route53-recovery-cluster:*",
  "route53-recovery-control-config:*",
  "route53-recovery-readiness:*",
  "route53domains:*",
  "s3:GetAccountPublicAccessBlock",
  "s3:ListAllMyBuckets",
  "s3:PutAccountPublicAccessBlock",
  "savingsplans:*",
  "shield:*",
  "sts:*",
  "support:*",
  "supportplans:*",
  "tax:*",
  "trustedadvisor:*",
  "waf:*",
];

/**
 * What CloudFront and Route 53 need in us-east-1 and nowhere else: CloudFront's certificate and firewall, and the
 * metrics of health checks with their alarms. None of it keeps customers' data.
 * Sources: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html,
 * https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html,
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export const EDGE_ACTIONS: readonly string[] = ["acm:*", "cloudwatch:*", "wafv2:*"];
