import type { Resource } from "../../graph/index.ts";
import { HOLE } from "../matching/pattern.ts";
import type { Reader } from "./reader.ts";

type Form = (resource: Resource, reader: Reader) => string;

const regional =
  (service: string, what: (resource: Resource, reader: Reader) => string): Form =>
  (resource, reader) =>
    `arn:aws:${service}:${reader.region(resource)}:${reader.account(resource)}:${what(resource, reader)}`;

const named =
  (prefix: string, argument = "name") =>
  (resource: Resource, reader: Reader) =>
    `${prefix}${reader.text(resource, argument) ?? HOLE}`;

const inIam =
  (kind: string): Form =>
  (resource, reader) =>
    `arn:aws:iam::${reader.account(resource)}:${kind}${reader.text(resource, "path") ?? "/"}${reader.text(resource, "name") ?? HOLE}`;

/**
 * The form of ARNs before AWS has made the resource: whatever of it we do not choose is a HOLE.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html,
 * the table "Resource types" of each service.
 */
const FORMS: Readonly<Record<string, Form>> = {
  aws_iam_role: inIam("role"),
  aws_iam_user: inIam("user"),
  aws_iam_group: inIam("group"),
  aws_iam_policy: inIam("policy"),
  aws_s3_bucket: (resource, reader) => `arn:aws:s3:::${reader.text(resource, "bucket") ?? HOLE}`,
  aws_kms_key: regional("kms", () => `key/${HOLE}`),
  aws_kms_replica_key: regional("kms", () => `key/${HOLE}`),
  aws_oam_sink: regional("oam", () => `sink/${HOLE}`),
  aws_sns_topic: regional("sns", named("")),
  aws_sqs_queue: regional("sqs", named("")),
  // AWS adds a hyphen and six characters to the name.
  aws_secretsmanager_secret: regional(
    "secretsmanager",
    (each, reader) => `${named("secret:")(each, reader)}-${HOLE}`,
  ),
  aws_dynamodb_table: regional("dynamodb", named("table/")),
  aws_dynamodb_table_replica: regional(
    "dynamodb",
    (each, reader) => `table/${(reader.text(each, "global_table_arn") ?? HOLE).replace(/^.*:table\//, "")}`,
  ),
  aws_backup_vault: regional("backup", named("backup-vault:")),
  aws_ecr_repository: regional("ecr", named("repository/")),
  aws_lambda_function: regional("lambda", named("function:", "function_name")),
  aws_cloudwatch_event_bus: regional("events", named("event-bus/")),
  aws_cloudtrail: regional("cloudtrail", named("trail/")),
  aws_cloudwatch_log_group: regional("logs", named("log-group:")),
  aws_vpc_endpoint: regional("ec2", () => `vpc-endpoint/${HOLE}`),
  aws_sfn_state_machine: regional("states", named("stateMachine:")),
  aws_kinesis_stream: regional("kinesis", named("stream/")),
  aws_eks_cluster: regional("eks", named("cluster/")),
  aws_efs_file_system: regional("elasticfilesystem", () => `file-system/${HOLE}`),
};

/** The resource's ARN as far as it is known; undefined for a type whose form nobody has written down here. */
export function arnOf(resource: Resource, reader: Reader): string | undefined {
  const told = reader.text(resource, "arn");
  if (told !== undefined && told !== HOLE) return told;
  return FORMS[resource.type]?.(resource, reader);
}
