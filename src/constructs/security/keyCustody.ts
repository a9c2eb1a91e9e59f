import type { Naming } from "../naming.ts";

/**
 * Who looks after keys, by ARNs of roles of the key's account, `*` allowed. They are compared with the role behind a
 * session, so that nobody has to exist before the key.
 */
export interface KeyCustody {
  /** The roles that deploy: they administer the key and read no object that it encrypts. */
  readonly administrators: readonly string[];
  /** Who administers it when those cannot: the role for emergencies. */
  readonly emergencies: readonly string[];
}

/** What tells of a key and gives nothing away that it encrypts: auditors, AWS Config and Access Analyzer read it. */
const LOOKS = [
  "kms:DescribeKey",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
];

/**
 * What Terraform calls in the life of a key, and what to do with one that is in danger. AWS's list for administrators
 * has `kms:Create*`, which holds `CreateGrant`: by a grant an administrator makes himself a reader. Moving the primary
 * to another region is left out, because birth is for ever here.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
 */
const ADMINISTERS = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

const USES = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/**
 * Who may look after a key, without a word on who uses it.
 *
 * Every statement is for the account, that is, for whom its IAM policies name as well: AWS's default, because a key
 * whose policy names roles alone is lost to everybody with the last of them. But the default hands over `kms:*`, and
 * whoever is an administrator by IAM reads all data. Here the account gets the parts one by one, each under a
 * condition. The account's root user is among those who administer, as the last way in.
 *
 * One who may change the policy may also let himself in; that takes a call of its own that the trail records, where a
 * read under `kms:*` looks like any other.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html (read 2026-11)
 */
export function administrationOf({ account }: Naming, custody: KeyCustody | undefined): readonly object[] {
  const ours = { Effect: "Allow", Principal: { AWS: rootOf(account) }, Resource: "*" };
  return [
    { Sid: "AccountLooks", ...ours, Action: LOOKS },
    {
      Sid: "AdministratorsAdminister",
      ...ours,
      Action: ADMINISTERS,
      ...(custody === undefined
        ? {}
        : {
            Condition: {
              ArnLike: {
                "aws:PrincipalArn": [rootOf(account), ...custody.administrators, ...custody.emergencies],
              },
            },
          }),
    },
  ];
}

/**
 * Who may use a key: whom IAM lets, and only where an AWS service asks in his name (`kms:ViaService`), which then
 * decides by its own policies what he may see. Nobody can bring a ciphertext and have it opened. Not by name of a
 * service: each store has its own, and IAM's side names it.
 *
 * Services lend themselves the key for what goes on without a caller (volumes, databases, tables) by grants; people
 * and programs make none.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service and
 * #conditions-kms-grant-is-for-aws-resource (read 2026-11)
 */
export function useThroughServices({ account }: Naming, only?: readonly string[]): readonly object[] {
  const ours = { Effect: "Allow", Principal: { AWS: rootOf(account) }, Resource: "*" };
  const who = only === undefined ? {} : { ArnLike: { "aws:PrincipalArn": only } };
  return [
    {
      Sid: "AccountUsesThroughServices",
      ...ours,
      Action: USES,
      Condition: { Null: { "kms:ViaService": "false" }, ...who },
    },
    {
      Sid: "AccountLendsToServices",
      ...ours,
      Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" }, ...who },
    },
  ];
}

/**
 * Administrators read no objects, whatever IAM lets them: to make a bucket takes no key. Tables and databases are
 * another matter, for AWS wants of whoever makes one that he may use its key; there IAM keeps them from the data.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html (recalled)
 */
export function administratorsReadNoObjects(custody: KeyCustody | undefined): readonly object[] {
  if (custody === undefined) return [];
  return [
    {
      Sid: "AdministratorsReadNoObjects",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        ArnLike: { "aws:PrincipalArn": custody.administrators },
        StringLike: { "kms:ViaService": "s3.*.amazonaws.com" },
      },
    },
  ];
}

/**
 * Who makes a cluster lends it the key for its secrets. EKS does so in his name without the mark of a service: under
 * `kms:GrantIsForAWSResource` every CreateCluster fails. So it is for administrators alone, and none of them may be
 * the one who is lent to.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html (note on CreateGrant, read 2026-11)
 */
export function clustersSeal({ account }: Naming, custody: KeyCustody | undefined): object {
  return {
    Sid: "AdministratorsLendToClusters",
    Effect: "Allow",
    Principal: { AWS: rootOf(account) },
    Action: "kms:CreateGrant",
    Resource: "*",
    Condition:
      custody === undefined
        ? { StringNotLike: { "kms:GranteePrincipal": [rootOf(account), "arn:aws:iam::*:user/*"] } }
        : {
            ArnLike: { "aws:PrincipalArn": custody.administrators },
            StringNotLike: { "kms:GranteePrincipal": personsOf(account, custody) },
          },
  };
}

/** Administrators as roles and as sessions of them, users and the root user. */
function personsOf(account: string, { administrators, emergencies }: KeyCustody): readonly string[] {
  const roles = [...administrators, ...emergencies];
  const sessions = roles.map((arn) =>
    arn.replace(":iam:", ":sts:").replace(/:role\/(?:.*\/)?/, ":assumed-role/"),
  );
  return [rootOf(account), "arn:aws:iam::*:user/*", ...roles, ...sessions.map((arn) => `${arn}/*`)];
}

function rootOf(account: string): string {
  return `arn:aws:iam::${account}:root`;
}
