import type { ResourceAction, ResourceChange } from "../../terraform/index.ts";

/**
 * Types whose deletion loses something that no apply brings back, with what is lost. Kept by us and
 * not derived: a type that is missing here is deleted by the usual approval, so add it when a construct
 * begins to use it.
 */
const STATEFUL: Readonly<Record<string, string>> = {
  aws_backup_vault: "a vault with its recovery points",
  aws_backup_vault_lock_configuration: "the lock that keeps recovery points from being deleted",
  aws_cloudtrail: "the record of who did what",
  aws_cloudtrail_event_data_store: "the record of who did what",
  aws_cloudwatch_log_group: "its log events",
  aws_cognito_user_pool: "its users and their passwords",
  aws_db_instance: "a database",
  aws_db_snapshot: "a copy of a database",
  aws_docdb_cluster: "a database",
  aws_dynamodb_global_table: "a table in all its regions",
  aws_dynamodb_table: "a table and its items",
  aws_dynamodb_table_replica: "a region's copy of a table",
  aws_ebs_volume: "a disk",
  aws_ecr_repository: "its images",
  aws_efs_file_system: "a file system",
  aws_elasticache_cluster: "a cache's content: sessions are lost, and the store behind it bears the load",
  aws_elasticache_global_replication_group: "the link between a cache and its copies",
  aws_elasticache_replication_group:
    "a cache's content: sessions are lost, and the store behind it bears the load",
  aws_elasticache_serverless_cache: "a cache's content",
  aws_fsx_lustre_file_system: "a file system",
  aws_kinesis_stream: "records that nobody has read yet",
  aws_kms_key: "a key, and with it everything that is encrypted with it",
  aws_kms_replica_key: "a region's copy of a key, and access there to what is encrypted with it",
  aws_memorydb_cluster: "a database",
  aws_msk_cluster: "messages that nobody has read yet",
  aws_neptune_cluster: "a database",
  aws_opensearch_domain: "its indexes",
  aws_organizations_account: "an account's place in the organization: guard rails, audit and bill",
  aws_organizations_organization: "the organization above all accounts",
  aws_organizations_organizational_unit:
    "a unit: AWS moves none, and deletes none that has accounts; move its accounts to a new one instead",
  aws_rds_cluster: "a database",
  aws_rds_cluster_instance: "an instance of a database: connections break",
  aws_rds_global_cluster: "the link between a database and its copies",
  aws_redshift_cluster: "a warehouse",
  aws_route53_zone: "a zone: its name servers change, and the registrar must be told",
  aws_s3_bucket: "a bucket and its objects",
  aws_secretsmanager_secret: "a secret",
  aws_sqs_queue: "messages that nobody has read yet",
  aws_ssm_parameter: "a parameter's value",
  aws_timestreamwrite_table: "its records",
};

/** A change that loses data. */
export interface StatefulChange {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly action: Extract<ResourceAction, "delete" | "replace" | "forget">;
  /** What is lost. */
  readonly loses: string;
}

/** Why deleting a resource of that type loses data; undefined when it does not. */
function statefulReason(type: string): string | undefined {
  return Object.hasOwn(STATEFUL, type) ? STATEFUL[type] : undefined;
}

/** Deletions and replacements of what holds data, one by one. */
export function statefulChanges(stack: string, changes: readonly ResourceChange[]): StatefulChange[] {
  return changes.flatMap(({ address, type, action }) => {
    const loses = statefulReason(type);
    if (loses === undefined || (action !== "delete" && action !== "replace" && action !== "forget"))
      return [];
    return [{ stack, address, type, action, loses }];
  });
}

/** How one stateful change is named in an option: its address alone could stand in several stacks. */
export function statefulName({ stack, address }: Pick<StatefulChange, "stack" | "address">): string {
  return `${stack}:${address}`;
}
