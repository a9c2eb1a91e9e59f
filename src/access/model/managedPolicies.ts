import { readPolicy } from "../policy/parse.ts";
import type { Policy, PolicyKind } from "../policy/policy.ts";

/** What AWS Backup's two wide policies can touch: more than they name, so that a change of AWS's is within. */
const BACKED_UP = [
  "backup",
  "backup-gateway",
  "backup-storage",
  "cloudformation",
  "cloudwatch",
  "dsql",
  "dynamodb",
  "ebs",
  "ec2",
  "eks",
  "elasticfilesystem",
  "events",
  "fsx",
  "kms",
  "logs",
  "rds",
  "redshift",
  "redshift-serverless",
  "s3",
  "sns",
  "ssm",
  "ssm-sap",
  "storagegateway",
  "tag",
  "timestream",
];

/**
 * What is known of policies that AWS writes and changes. Not their documents: the services whose actions they can
 * allow, which is stable enough to tell "nothing of IAM" from "not known", and that none of them denies anything.
 *
 * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/<name>.html, November 2026 for the two of
 * S3; the others recalled.
 */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  AmazonEKSClusterPolicy: ["autoscaling", "ec2", "elasticloadbalancing", "iam", "kms"],
  AmazonEKSWorkerNodePolicy: ["ec2", "eks", "eks-auth"],
  AmazonEC2ContainerRegistryPullOnly: ["ecr"],
  AmazonEKS_CNI_Policy: ["ec2"],
  "service-role/AmazonEBSCSIDriverPolicy": ["ec2"],
  AWSBackupServiceRolePolicyForS3Backup: ["backup", "cloudwatch", "events", "kms", "s3"],
  AWSBackupServiceRolePolicyForS3Restore: ["backup", "kms", "s3"],
  "service-role/AWSBackupServiceRolePolicyForBackup": BACKED_UP,
  // To start a restored machine it hands on the machine's role.
  "service-role/AWSBackupServiceRolePolicyForRestores": [...BACKED_UP, "iam"],
};

/** Documents that say everything in one line and have not changed since they exist. */
const DOCUMENTS: Readonly<Record<string, object>> = {
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
  AdministratorAccess: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
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
  const services = SERVICES[name];
  const common = { id: arn, attribute: "policy", kind, name: `AWS's ${name}` };
  if (document !== undefined) return { ...common, document: readPolicy(document) };
  return {
    ...common,
    document: undefined,
    missing: `the document of AWS's ${name}`,
    ...(services === undefined ? {} : { services }),
  };
}
