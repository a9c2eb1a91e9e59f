import { readPolicy } from "../policy/parse.ts";
import type { Policy, PolicyKind } from "../policy/policy.ts";

/** Uses of a key, none of which gives it away or ends it. */
const KEY_USES = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ListGrants",
  "kms:ReEncrypt*",
];

/** What AWS Backup's two wide policies can touch: more than they name, so that a change of AWS's is within. */
const BACKED_UP = [
  "backup-gateway:*",
  "backup-storage:*",
  "backup:*",
  "cloudformation:*",
  "cloudwatch:*",
  "dsql:*",
  "dynamodb:*",
  "ebs:*",
  "ec2:*",
  "eks:*",
  "elasticfilesystem:*",
  "events:*",
  "fsx:*",
  ...KEY_USES,
  "logs:*",
  "rds:*",
  "redshift-serverless:*",
  "redshift:*",
  "s3:Get*",
  "s3:List*",
  "sns:*",
  "ssm-sap:*",
  "ssm:*",
  "storagegateway:*",
  "tag:*",
  "timestream:*",
];

/** Looking at things, but not at what customers keep in them. `!` takes away. */
const LOOKING = [
  "*:BatchGet*",
  "*:Describe*",
  "*:Get*",
  "*:List*",
  "*:Lookup*",
  "*:Search*",
  "*:View*",
  "!dynamodb:BatchGetItem",
  "!dynamodb:GetItem",
  "!s3:GetObject",
  "!s3:GetObjectVersion",
  "!secretsmanager:GetSecretValue",
];

const MONITORING = [
  "application-autoscaling:Describe*",
  "application-signals:*",
  "autoscaling:Describe*",
  "cloudwatch:*",
  "iam:GetRole",
  "logs:*",
  "oam:ListSinks",
  "observabilityadmin:*",
  "rum:*",
  "sns:Get*",
  "sns:List*",
  "synthetics:*",
  "xray:*",
];

const BILLING = [
  "account:*",
  "aws-portal:*",
  "bcm-*:*",
  "billing:*",
  "budgets:*",
  "ce:*",
  "consolidatedbilling:*",
  "cost-optimization-hub:*",
  "cur:*",
  "freetier:*",
  "invoicing:*",
  "mapcredits:*",
  "payments:*",
  "pricing:*",
  "purchase-orders:*",
  "support:*",
  "sustainability:*",
  "tax:*",
];

/**
 * What is known of policies that AWS writes and changes. Not their documents: patterns beyond which they allow
 * nothing, drawn wide enough to stay true when AWS changes them, and that none of them denies anything.
 *
 * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/<name>.html, November 2026 for those of
 * AWS Backup, as far as their published beginnings; the others recalled.
 */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  AmazonEKSClusterPolicy: [
    "autoscaling:*",
    "ec2:*",
    "elasticloadbalancing:*",
    "iam:CreateServiceLinkedRole",
    "kms:DescribeKey",
  ],
  AmazonEKSWorkerNodePolicy: ["ec2:Describe*", "eks-auth:*", "eks:DescribeCluster"],
  AmazonEC2ContainerRegistryPullOnly: ["ecr:*"],
  AmazonEKS_CNI_Policy: ["ec2:*"],
  "service-role/AmazonEBSCSIDriverPolicy": ["ec2:*"],
  AWSBackupServiceRolePolicyForS3Backup: ["backup:*", "cloudwatch:*", "events:*", ...KEY_USES, "s3:*"],
  AWSBackupServiceRolePolicyForS3Restore: ["backup:*", ...KEY_USES, "s3:*"],
  "service-role/AWSBackupServiceRolePolicyForBackup": BACKED_UP,
  // To start a restored machine it hands on the machine's role.
  "service-role/AWSBackupServiceRolePolicyForRestores": [...BACKED_UP, "iam:PassRole"],
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": ["logs:*"],
  CloudWatchReadOnlyAccess: MONITORING,
  SecurityAudit: LOOKING,
  "job-function/Billing": BILLING,
  "job-function/ViewOnlyAccess": LOOKING,
};

/** Documents that say everything in one line and have not changed since they exist. */
const DOCUMENTS: Readonly<Record<string, object>> = {
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
  AdministratorAccess: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html, its second statement recalled.
  PowerUserAccess: {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
      {
        Effect: "Allow",
        Action: [
          "account:GetAccountInformation",
          "account:GetPrimaryEmail",
          "account:ListRegions",
          "iam:CreateServiceLinkedRole",
          "iam:DeleteServiceLinkedRole",
          "iam:ListRoles",
          "organizations:DescribeOrganization",
        ],
        Resource: "*",
      },
    ],
  },
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html
  AWSDenyAll: {
    Version: "2012-10-17",
    Statement: [{ Sid: "DenyAll", Effect: "Deny", Action: "*", Resource: "*" }],
  },
};

/** Attached by Organizations to everything unless it is taken away. */
export const FULL_AWS_ACCESS = {
  Version: "2012-10-17",
  Statement: [{ Sid: "FullAWSAccess", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

/** `arn:aws:iam::aws:policy/AdministratorAccess`: AWS's own, not ours. */
export function isManagedByAws(arn: string): boolean {
  return /^arn:[\w-]+:iam::aws:policy\//.test(arn);
}

export function managedPolicy(arn: string, kind: PolicyKind): Policy {
  const name = arn.slice(arn.indexOf(":policy/") + ":policy/".length);
  const document = DOCUMENTS[name];
  const within = WITHIN[name];
  const common = { id: arn, attribute: "policy", kind, name: `AWS's ${name}` };
  if (document !== undefined) return { ...common, document: readPolicy(document) };
  return {
    ...common,
    document: undefined,
    missing: `the document of AWS's ${name}`,
    ...(within === undefined ? {} : { within }),
  };
}
