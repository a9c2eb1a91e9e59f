import { Construct } from "constructs";
import { type Naming, roleArn } from "../naming.ts";
import { flowLogGroupName } from "../network/flowLogs.ts";
import type { OwnerTags } from "../tags.ts";
import { keyUseThrough } from "./keyUse.ts";
import { idsOf, roleOf, trustIn } from "./role.ts";

/** Role that writes VPC flow logs, as regional stacks refer to it through `serviceRoleArn`. */
export const FLOW_LOG_ROLE = "flow-logs";
/** Role that S3 takes on to copy objects between regions. */
export const REPLICATION_ROLE = "replication";
/** Role that writes the operating system's figures of databases to CloudWatch. */
export const DATABASE_MONITORING_ROLE = "database-monitoring";

/**
 * Services take roles on behalf of this account only, against the confused deputy. S3's live
 * replication is the exception: AWS documents its trust without a condition, does not say that S3
 * sends one, and replication that is refused fails in silence.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export const S3_REPLICATION = "s3.amazonaws.com";

export interface ServiceRolesProps {
  readonly naming: Naming;
  /** Regions of the environment. */
  readonly regions: readonly string[];
  /** ARNs of all buckets that replicate to one another. Empty: no replication role. */
  readonly replicatedBucketArns: readonly string[];
  /** Purposes of the data keys that encrypt those buckets: `us`, `eu`. */
  readonly keyPurposes: readonly string[];
  /**
   * Whether RDS may write the operating system's figures of databases to CloudWatch.
   * @default false: no such role
   */
  readonly databaseMonitoring?: boolean;
  readonly tags: OwnerTags;
}

/**
 * Roles that AWS services take on in regional stacks. They stand in a global stack, made once and in
 * advance: IAM's control plane is in us-east-1, and no region's recovery may wait for it.
 */
export class ServiceRoles extends Construct {
  constructor(scope: Construct, id: string, props: ServiceRolesProps) {
    super(scope, id);
    // AWS's example also allows CreateLogGroup. Left out: the group exists, and one made again after a
    // deletion would be neither encrypted nor kept for the right time.
    // Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    this.#role(props, FLOW_LOG_ROLE, "vpc-flow-logs.amazonaws.com", [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: props.regions.flatMap((region) => {
          const group = `arn:aws:logs:${region}:${props.naming.account}:log-group:${flowLogGroupName(props.naming)}`;
          return [group, `${group}:*`];
        }),
      },
      {
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: props.regions.map((region) => `arn:aws:logs:${region}:${props.naming.account}:log-group:*`),
      },
    ]);
    if (props.replicatedBucketArns.length > 0) {
      this.#role(props, REPLICATION_ROLE, S3_REPLICATION, replicationStatements(props));
    }
    if (props.databaseMonitoring === true) {
      this.#role(
        props,
        DATABASE_MONITORING_ROLE,
        "monitoring.rds.amazonaws.com",
        monitoringStatements(props),
      );
    }
  }

  #role(props: ServiceRolesProps, thing: string, service: string, statements: readonly object[]) {
    const { naming, tags } = props;
    const condition =
      service === S3_REPLICATION ? undefined : { StringEquals: { "aws:SourceAccount": naming.account } };
    roleOf(this, { naming, thing, ids: idsOf(thing), trust: trustIn(service, condition), statements, tags });
  }
}

/**
 * What AWS's own AmazonRDSEnhancedMonitoringRole allows, but for this account's log group only: RDS writes to
 * one group of that name in every region, and makes it where it is missing.
 * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonRDSEnhancedMonitoringRole.html
 */
function monitoringStatements({ naming, regions }: ServiceRolesProps) {
  const groups = regions.map((region) => `arn:aws:logs:${region}:${naming.account}:log-group:RDSOSMetrics`);
  return [
    { Effect: "Allow", Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], Resource: groups },
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents"],
      Resource: groups.map((group) => `${group}:log-stream:*`),
    },
  ];
}

/**
 * What S3 needs to copy between buckets under keys of these purposes.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationStatements({
  naming,
  regions,
  replicatedBucketArns,
  keyPurposes,
}: Pick<ServiceRolesProps, "naming" | "regions" | "replicatedBucketArns" | "keyPurposes">) {
  const objects = replicatedBucketArns.map((arn) => `${arn}/*`);
  return [
    {
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: replicatedBucketArns,
    },
    {
      Effect: "Allow",
      Action: [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        // Of objects in buckets with Object Lock, whose retention travels with them.
        "s3:GetObjectRetention",
        "s3:GetObjectLegalHold",
        "s3:ReplicateObject",
        "s3:ReplicateDelete",
        "s3:ReplicateTags",
      ],
      Resource: objects,
    },
    keyUseThrough("s3", { naming, regions, keyPurposes }, { actions: ["kms:Decrypt", "kms:Encrypt"] }),
  ];
}

/** For stacks that name a role without reading it. */
export function serviceRoleArn(
  naming: Naming,
  thing: typeof FLOW_LOG_ROLE | typeof REPLICATION_ROLE | typeof DATABASE_MONITORING_ROLE,
): string {
  return roleArn(naming, thing);
}
