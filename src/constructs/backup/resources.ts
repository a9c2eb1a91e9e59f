import type { Naming } from "../naming.ts";

/** Kinds of stores that a plan protects. */
export type BackupResource = "aurora" | "rds" | "dynamodb" | "s3" | "efs";

interface ResourceKind {
  /** The service's own name for the kind, as restore tests want it. */
  readonly type: string;
  /** ARNs of the kind in a region of the account. */
  arns(naming: Naming, region: string): string;
  /**
   * May a rule keep it continuously? `takes-over`: AWS Backup could, and would then set the database's
   * own retention and window, which the next plan of Terraform would set back.
   */
  readonly continuous: "yes" | "no" | "takes-over";
}

/**
 * Continuous backup: https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html,
 * read November 2026.
 */
export const RESOURCE_KINDS: Readonly<Record<BackupResource, ResourceKind>> = {
  aurora: {
    type: "Aurora",
    arns: ({ account }, region) => `arn:aws:rds:${region}:${account}:cluster:*`,
    continuous: "takes-over",
  },
  rds: {
    type: "RDS",
    arns: ({ account }, region) => `arn:aws:rds:${region}:${account}:db:*`,
    continuous: "takes-over",
  },
  dynamodb: {
    type: "DynamoDB",
    arns: ({ account }, region) => `arn:aws:dynamodb:${region}:${account}:table/*`,
    continuous: "no",
  },
  s3: { type: "S3", arns: () => "arn:aws:s3:::*", continuous: "yes" },
  efs: {
    type: "EFS",
    arns: ({ account }, region) => `arn:aws:elasticfilesystem:${region}:${account}:file-system/*`,
    continuous: "no",
  },
};
