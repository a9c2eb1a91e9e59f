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
  // Overlay dynamodb: copies that receive what is written.
  aws_dynamodb_table: "modelled",
  aws_dynamodb_table_replica: "modelled",
  // Overlay route53: health follows what is checked, answers follow health.
  aws_route53_health_check: "modelled",
  aws_route53_record: "modelled",
  // Overlay s3: replication configuration and copies.
  aws_s3_bucket_replication_configuration: "modelled",
  // Refusals: classes, zones, names, versioning.
  aws_rds_cluster_instance: "validated",
  aws_db_subnet_group: "validated",
  aws_lb: "validated",
  aws_s3_bucket_server_side_encryption_configuration: "validated",
};

export function gradeOfType(resourceType: string): Grade {
  return GRADES[resourceType] ?? "echoed";
}
