import type { Resource } from "../../graph/index.ts";
import { HOLE } from "../matching/pattern.ts";
import { readPolicy } from "../policy/parse.ts";
import type { Policy } from "../policy/policy.ts";
import { arnOf } from "./arns.ts";
import { policyAt } from "./documents.ts";
import { lambdaPermission } from "./lambdaPermission.ts";
import type { Reader } from "./reader.ts";

/** A resource whose own policy says who may use it. */
export interface Guarded {
  /** `Resource.id` of what is guarded. */
  readonly id: string;
  readonly type: string;
  /** With HOLEs where AWS chooses. */
  readonly arn: string;
  readonly account: string;
  readonly region?: string;
  readonly policies: readonly Policy[];
}

/** Where the policy of a type stands, and whose it is. */
interface Place {
  readonly attribute: string;
  /** The argument that names what it guards; absent: the resource itself. */
  readonly of?: string;
  readonly types?: readonly string[];
  /** The ARN that the argument gives where what it names is not in the graph. */
  readonly arn?: (text: string, resource: Resource, reader: Reader) => string;
}

const whole = (text: string) => text;
const regional = (service: string, prefix: string) => (text: string, resource: Resource, reader: Reader) =>
  `arn:aws:${service}:${reader.region(resource)}:${reader.account(resource)}:${prefix}${text}`;

/** Source: the provider's documentation of each type, https://registry.terraform.io/providers/hashicorp/aws/latest/docs */
const PLACES: Readonly<Record<string, Place>> = {
  aws_s3_bucket_policy: {
    attribute: "policy",
    of: "bucket",
    types: ["aws_s3_bucket"],
    arn: (text) => `arn:aws:s3:::${text}`,
  },
  aws_s3_bucket: { attribute: "policy" },
  aws_kms_key: { attribute: "policy" },
  aws_kms_replica_key: { attribute: "policy" },
  aws_kms_key_policy: {
    attribute: "policy",
    of: "key_id",
    types: ["aws_kms_key", "aws_kms_replica_key"],
    arn: regional("kms", "key/"),
  },
  aws_sns_topic_policy: { attribute: "policy", of: "arn", types: ["aws_sns_topic"], arn: whole },
  aws_sns_topic: { attribute: "policy" },
  aws_sqs_queue_policy: {
    attribute: "policy",
    of: "queue_url",
    types: ["aws_sqs_queue"],
    arn: regional("sqs", ""),
  },
  aws_sqs_queue: { attribute: "policy" },
  aws_secretsmanager_secret_policy: {
    attribute: "policy",
    of: "secret_arn",
    types: ["aws_secretsmanager_secret"],
    arn: whole,
  },
  aws_secretsmanager_secret: { attribute: "policy" },
  aws_backup_vault_policy: {
    attribute: "policy",
    of: "backup_vault_name",
    types: ["aws_backup_vault"],
    arn: regional("backup", "backup-vault:"),
  },
  aws_ecr_repository_policy: {
    attribute: "policy",
    of: "repository",
    types: ["aws_ecr_repository"],
    arn: regional("ecr", "repository/"),
  },
  aws_cloudwatch_event_bus_policy: {
    attribute: "policy",
    of: "event_bus_name",
    types: ["aws_cloudwatch_event_bus"],
    arn: regional("events", "event-bus/"),
  },
  aws_dynamodb_resource_policy: {
    attribute: "policy",
    of: "resource_arn",
    types: ["aws_dynamodb_table"],
    arn: whole,
  },
  aws_kinesis_resource_policy: {
    attribute: "policy",
    of: "resource_arn",
    types: ["aws_kinesis_stream"],
    arn: whole,
  },
  aws_oam_sink_policy: {
    attribute: "policy",
    of: "sink_identifier",
    types: ["aws_oam_sink"],
    arn: whole,
  },
  aws_efs_file_system_policy: {
    attribute: "policy",
    of: "file_system_id",
    types: ["aws_efs_file_system"],
    arn: regional("elasticfilesystem", "file-system/"),
  },
};

/** KMS gives this policy to a key that is made without one. */
function defaultKeyPolicy(account: string) {
  return readPolicy({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}

/** Every resource that can have a policy of its own, with those it has. */
export function guardedOf(reader: Reader): readonly Guarded[] {
  const found = new Map<
    string,
    { readonly resource: Resource; readonly arn: string; readonly policies: Policy[] }
  >();
  const add = (resource: Resource, arn: string, policy: Policy | undefined) => {
    const entry = found.get(resource.id) ?? { resource, arn, policies: [] };
    if (policy !== undefined) entry.policies.push(policy);
    found.set(resource.id, entry);
  };
  for (const [type, place] of Object.entries(PLACES)) {
    for (const resource of reader.managed(type)) {
      const policy = policyAt(resource, place.attribute, "resource", reader, resource.id);
      const [target] = place.of === undefined ? [resource] : ownersOf(resource, place, reader);
      if (target !== undefined) add(target, arnOf(target, reader) ?? HOLE, policy);
      else if (place.of !== undefined) {
        const text = reader.text(resource, place.of) ?? HOLE;
        add(resource, place.arn?.(text, resource, reader) ?? text, policy);
      }
    }
  }
  for (const permission of reader.managed("aws_lambda_permission")) {
    const [target] = reader.targets(permission, "function_name", "aws_lambda_function");
    const named = reader.text(permission, "function_name") ?? HOLE;
    const arn = named.startsWith("arn:") ? named : regional("lambda", "function:")(named, permission, reader);
    add(
      target ?? permission,
      target === undefined ? arn : (arnOf(target, reader) ?? arn),
      lambdaPermission(permission, reader),
    );
  }
  return [...found.values()].map(({ resource, arn, policies }) => ({
    id: resource.id,
    type: resource.type,
    arn,
    account: reader.account(resource),
    ...(resource.region === undefined ? {} : { region: resource.region }),
    policies: isKey(resource) && policies.length === 0 ? [defaultPolicy(resource, reader)] : policies,
  }));
}

/** What a policy is of: by reference, else by the same name in the same place. */
function ownersOf(resource: Resource, place: Place, reader: Reader): readonly Resource[] {
  const targets = reader.targets(resource, place.of ?? "", ...(place.types ?? []));
  if (targets.length > 0) return targets;
  const text = reader.text(resource, place.of ?? "") ?? HOLE;
  if (text === HOLE) return [];
  const arn = place.arn?.(text, resource, reader) ?? text;
  return (place.types ?? [])
    .flatMap((type) => reader.managed(type))
    .filter((each) => arnOf(each, reader) === arn);
}

function isKey({ type }: Resource): boolean {
  return type === "aws_kms_key" || type === "aws_kms_replica_key";
}

function defaultPolicy(key: Resource, reader: Reader): Policy {
  return {
    id: key.id,
    attribute: "policy",
    kind: "resource",
    name: `${key.id} (KMS's default policy)`,
    document: defaultKeyPolicy(reader.account(key)),
  };
}

/** Types of which a policy is read as one of a resource. */
export const RESOURCE_POLICY_TYPES: readonly string[] = [...Object.keys(PLACES), "aws_lambda_permission"];
