import type { Asked, Expectation } from "../../../access/index.ts";
import { HOLE } from "../../../access/index.ts";
import type { Place } from "./place.ts";
import { rolesIn } from "./place.ts";

/** An account that is nobody's here. */
const STRANGER = "999999999999";

/** What somebody would try first with a resource of that type. */
const FIRST_TRY: Readonly<Record<string, readonly (readonly [action: string, inside: string])[]>> = {
  aws_s3_bucket: [
    ["s3:GetObject", `/${HOLE}`],
    ["s3:PutObject", `/${HOLE}`],
    ["s3:ListBucket", ""],
    ["s3:PutBucketPolicy", ""],
  ],
  aws_kms_key: [["kms:Decrypt", ""]],
  aws_kms_replica_key: [["kms:Decrypt", ""]],
  aws_sns_topic: [
    ["sns:Publish", ""],
    ["sns:Subscribe", ""],
  ],
  aws_sqs_queue: [
    ["sqs:SendMessage", ""],
    ["sqs:ReceiveMessage", ""],
  ],
  aws_secretsmanager_secret: [["secretsmanager:GetSecretValue", ""]],
  aws_backup_vault: [["backup:CopyIntoBackupVault", ""]],
  aws_cloudwatch_event_bus: [["events:PutEvents", ""]],
  aws_ecr_repository: [["ecr:BatchGetImage", ""]],
  aws_lambda_function: [["lambda:InvokeFunction", ""]],
};

/**
 * Nobody without credentials, and no administrator of another account, gets at anything that has a policy of its own,
 * takes on a role, or uses a key. The other environments' administrators are strangers, too.
 */
export function strangerExpectations(place: Place): readonly Expectation[] {
  const { platform, environment } = place;
  const accounts = platform.environments
    .map(({ account }) => account)
    .filter((account) => account !== environment.account);
  const strangers = [STRANGER, ...new Set(accounts)];
  return targets(place).flatMap(({ asked, what }) => [
    {
      rule: "nobody without credentials reaches anything",
      says: `anonymous may not ${asked.action} on ${what}`,
      wanted: "deny" as const,
      as: { kind: "anonymous" as const },
      asked,
    },
    ...strangers.map(
      (account): Expectation => ({
        rule: "no administrator of another account reaches anything",
        says: `an administrator of ${account === STRANGER ? "a stranger's account" : account} may not ${asked.action} on ${what}`,
        wanted: "deny",
        as: { kind: "administrator", arn: `arn:aws:iam::${account}:role/administrator` },
        asked,
      }),
    ),
  ]);
}

function targets(place: Place): readonly { readonly asked: Asked; readonly what: string }[] {
  const { model, environment } = place;
  const guarded = model.guarded
    .filter(({ account }) => account === environment.account)
    .flatMap(({ id, type, arn }) =>
      (FIRST_TRY[type] ?? []).map(([action, inside]) => ({
        what: id,
        asked: { action, resource: `${arn}${inside}`, resourceId: id },
      })),
    );
  const roles = rolesIn(place).map((arn) => ({
    what: arn,
    asked: {
      action: "sts:AssumeRole",
      resource: arn,
      context: { "aws:MultiFactorAuthPresent": "true" },
    },
  }));
  return [...guarded, ...roles];
}
