/** One of AWS's managed rules, and why this platform pays for it. */
export interface ConfigurationRule {
  /** Kebab-case: how the rule is called in findings. */
  readonly name: string;
  /** Identifier of AWS's managed rule. */
  readonly managed: string;
  /** What goes wrong without it, for whoever reads the finding. */
  readonly why: string;
  /** Requirements that it is evidence for: PCI DSS 4.0.1, ISO 27001:2022 annex A. Recalled; hints, no mapping. */
  readonly clauses: readonly string[];
  /** Resource types that a change of sets it off. @default those of the managed rule; periodic rules have none */
  readonly types?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * What is judged in each region. Few, since every change of a resource is billed as an evaluation by every rule that
 * looks at it: each says something that our own code guarantees and a person at the console could undo. Identifiers:
 * https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html (recalled).
 */
const IN_EVERY_REGION: readonly ConfigurationRule[] = [
  {
    name: "volumes-encrypted",
    managed: "ENCRYPTED_VOLUMES",
    why: "A volume attached in the clear can be copied as a snapshot and read anywhere.",
    clauses: ["PCI 3.5.1", "ISO A.8.24"],
    types: ["AWS::EC2::Volume"],
  },
  {
    name: "volumes-encrypted-by-default",
    managed: "EC2_EBS_ENCRYPTION_BY_DEFAULT",
    why: "Somebody switched off what encrypts volumes that nobody thought of.",
    clauses: ["PCI 3.5.1", "ISO A.8.24"],
  },
  {
    name: "instance-metadata-needs-token",
    managed: "EC2_IMDSV2_CHECK",
    why: "Without a token, a forged request from a pod hands out the node's credentials.",
    clauses: ["PCI 2.2.6", "ISO A.8.9"],
    types: ["AWS::EC2::Instance"],
  },
  {
    name: "databases-encrypted",
    managed: "RDS_STORAGE_ENCRYPTED",
    why: "A database in the clear, restored by hand perhaps, is read by whoever gets its snapshot.",
    clauses: ["PCI 3.5.1", "ISO A.8.24"],
    types: ["AWS::RDS::DBInstance"],
  },
  {
    name: "databases-not-public",
    managed: "RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
    why: "A database with a public address waits for the first leaked password.",
    clauses: ["PCI 1.4.4", "ISO A.8.20"],
    types: ["AWS::RDS::DBInstance"],
  },
  {
    name: "tables-encrypted-by-our-key",
    managed: "DYNAMODB_TABLE_ENCRYPTED_KMS",
    why: "A table under AWS's own key is readable without a grant that is ours to take away.",
    clauses: ["PCI 3.6.1", "ISO A.8.24"],
    types: ["AWS::DynamoDB::Table"],
  },
  {
    name: "tables-restorable",
    managed: "DYNAMODB_PITR_ENABLED",
    why: "Without point-in-time recovery a wrong release empties a table for good.",
    clauses: ["ISO A.8.13"],
    types: ["AWS::DynamoDB::Table"],
  },
  {
    name: "buckets-not-public",
    managed: "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
    why: "A bucket whose own block was lifted is one policy away from the internet.",
    clauses: ["PCI 1.4.4", "ISO A.5.15"],
    types: ["AWS::S3::Bucket"],
  },
  {
    name: "buckets-only-by-tls",
    managed: "S3_BUCKET_SSL_REQUESTS_ONLY",
    why: "Objects that travel in the clear can be read and changed on the way.",
    clauses: ["PCI 4.2.1", "ISO A.5.14"],
    types: ["AWS::S3::Bucket"],
  },
  {
    name: "networks-logged",
    managed: "VPC_FLOW_LOGS_ENABLED",
    why: "Without flow logs nobody can say afterwards who spoke to whom.",
    clauses: ["PCI 10.2.1", "ISO A.8.15"],
  },
  {
    name: "default-group-closed",
    managed: "VPC_DEFAULT_SECURITY_GROUP_CLOSED",
    why: "What names no security group gets the default one, which must let nothing through.",
    clauses: ["PCI 1.3.1", "ISO A.8.20"],
    types: ["AWS::EC2::SecurityGroup"],
  },
  {
    name: "no-ssh-from-anywhere",
    managed: "INCOMING_SSH_DISABLED",
    why: "Nobody logs in to nodes here; an open port 22 is somebody's way round that.",
    clauses: ["PCI 1.3.1", "ISO A.8.20"],
    types: ["AWS::EC2::SecurityGroup"],
  },
  {
    name: "clusters-not-public",
    managed: "EKS_ENDPOINT_NO_PUBLIC_ACCESS",
    why: "The cluster's API is reached from inside only.",
    clauses: ["PCI 1.4.4", "ISO A.8.20"],
  },
  {
    name: "keys-not-to-be-deleted",
    managed: "KMS_CMK_NOT_SCHEDULED_FOR_DELETION",
    why: "With its key everything that it encrypts is gone; there are days left to stop it.",
    clauses: ["PCI 3.7.1", "ISO A.8.24"],
    types: ["AWS::KMS::Key"],
  },
  {
    name: "keys-rotate",
    managed: "CMK_BACKING_KEY_ROTATION_ENABLED",
    why: "A key that never changes ends its life having encrypted everything.",
    clauses: ["PCI 3.7.4", "ISO A.8.24"],
    types: ["AWS::KMS::Key"],
  },
  {
    name: "logs-encrypted",
    managed: "CLOUDWATCH_LOG_GROUP_ENCRYPTED",
    why: "What services handle ends up in their logs.",
    clauses: ["PCI 10.3.2", "ISO A.8.15"],
  },
];

/** What the account has once: judged in one region. */
const ONCE: readonly ConfigurationRule[] = [
  {
    name: "root-has-no-key",
    managed: "IAM_ROOT_ACCESS_KEY_CHECK",
    why: "An access key of root is all of the account, without a second factor.",
    clauses: ["PCI 2.2.2", "ISO A.8.2"],
  },
  {
    name: "root-has-second-factor",
    managed: "ROOT_ACCOUNT_MFA_ENABLED",
    why: "Root with a password alone is one guess away.",
    clauses: ["PCI 8.4.1", "ISO A.8.5"],
  },
  {
    name: "console-users-have-second-factor",
    managed: "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS",
    why: "People come through Identity Center; a user with a password and nothing else was made by hand.",
    clauses: ["PCI 8.4.1", "ISO A.8.5"],
  },
  {
    name: "access-keys-are-young",
    managed: "ACCESS_KEYS_ROTATED",
    why: "Keys that lie about are found by others.",
    clauses: ["PCI 8.6.3", "ISO A.8.5"],
    parameters: { maxAccessKeyAge: "90" },
  },
  {
    name: "no-policy-allows-everything",
    managed: "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
    why: "A policy that allows all actions on all resources makes every other one pointless.",
    clauses: ["PCI 7.2.2", "ISO A.8.2"],
    types: ["AWS::IAM::Policy"],
  },
  {
    name: "trail-in-all-regions",
    managed: "MULTI_REGION_CLOUD_TRAIL_ENABLED",
    why: "Without a trail of all regions an intruder works where nobody looks.",
    clauses: ["PCI 10.2.1", "ISO A.8.15"],
  },
  {
    name: "trail-validated",
    managed: "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED",
    why: "Log files without digests can be changed unseen.",
    clauses: ["PCI 10.3.4", "ISO A.8.15"],
  },
  {
    name: "account-blocks-public-buckets",
    managed: "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC",
    why: "The block of the whole account is what holds when a bucket's own is forgotten.",
    clauses: ["PCI 1.4.4", "ISO A.5.15"],
  },
];

/** The rules of a region; with those of the account where `global` says so. */
export function regionRules(global: boolean): readonly ConfigurationRule[] {
  return global ? [...IN_EVERY_REGION, ...ONCE] : IN_EVERY_REGION;
}
