/**
 * Actions that take no resource, so that `*` is all that a policy can say, as far as policies of ours use them.
 * Each is empty in the column "Resource types" of its service's page.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html,
 * November 2026; those of a service that is marked so are recalled.
 */
export const ACTIONS_WITHOUT_RESOURCE: readonly string[] = [
  // Amazon EC2, recalled: every Describe that karpenter and the load balancer controller make.
  "ec2:Describe*",
  // Elastic Load Balancing, recalled.
  "elasticloadbalancing:Describe*",
  // AWS Backup.
  "backup:ListRestoreJobs",
  // Amazon DynamoDB, recalled.
  "dynamodb:ListTables",
  // Amazon EKS, recalled.
  "eks:ListClusters",
  // AWS Price List, recalled: it has no resources at all.
  "pricing:*",
  // AWS X-Ray, recalled: writing and reading sampling takes none.
  "xray:GetSampling*",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
  // Amazon Route 53 Recovery Cluster, read November 2026.
  "route53-recovery-cluster:ListRoutingControls",
  // Amazon CloudWatch, recalled.
  "cloudwatch:GetMetricData",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
  // Amazon ECR, recalled.
  "ecr:GetAuthorizationToken",
  // AWS STS, recalled.
  "sts:GetCallerIdentity",
  // Amazon CloudWatch Logs, recalled.
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  // AWS IAM: the account's one policy for passwords has no ARN.
  "iam:DeleteAccountPasswordPolicy",
  "iam:GetAccountPasswordPolicy",
  "iam:UpdateAccountPasswordPolicy",
  // AWS Organizations, recalled: reading the organization and its accounts.
  "organizations:DescribeOrganization",
  "organizations:ListAWSServiceAccessForOrganization",
  "organizations:ListAccounts",
  "organizations:ListDelegatedAdministrators",
  // Amazon S3, recalled.
  "s3:ListAllMyBuckets",
];
