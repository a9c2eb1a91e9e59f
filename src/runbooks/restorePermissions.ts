import type { JsonObject } from "../lib/index.ts";
import { keptName } from "./compile/index.ts";
import type { Needed, NeededPlace, Permission } from "./neededPermission.ts";

/**
 * What is made by a restore of a database is a database like its source: AWS asks for it, for the source, and for the groups
 * that it joins. Those of subnets and settings are called after the store in every region, a group of options is AWS's own
 * for the engine.
 *
 * What AWS lists as depending on it: tags are allowed on what is made alone; instances are made by it for Multi-AZ clusters
 * only, which ours are not; roles are handed on by nobody here, so `iam:PassRole` is not asked for.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
 * (RestoreDBClusterToPointInTime, RestoreDBInstanceToPointInTime), read November 2026.
 */
function restoredDatabase(
  action: string,
  kind: { readonly type: "cluster" | "db"; readonly settings: "cluster-pg" | "pg"; readonly engine: string },
  { source, target }: { readonly source: string; readonly target: string },
  { region, account }: NeededPlace,
): readonly Permission[] {
  const arn = (type: string, name: string) => `arn:aws:rds:${region}:${account}:${type}:${name}`;
  const store = source.replace(`-${region}`, "");
  return [
    {
      action: `rds:${action}`,
      resources: [
        arn(kind.type, source),
        arn(kind.type, target),
        arn("subgrp", store),
        arn(kind.settings, `${store}-${kind.engine}*`),
        arn("og", `default:${kind.engine}-*`),
      ],
    },
    { action: "rds:AddTagsToResource", resources: [arn(kind.type, target)] },
  ];
}

/** Rights on what DynamoDB writes as whoever restores. */
const WRITES_RESTORED = [
  "BatchWriteItem",
  "DeleteItem",
  "GetItem",
  "PutItem",
  "Query",
  "Scan",
  "UpdateItem",
] as const;

const tableIn = ({ region, account }: NeededPlace, name: unknown) =>
  `arn:aws:dynamodb:${region}:${account}:table/${name}`;

const text = (value: unknown) => String(value ?? "");

/** The recovery point that the call names, or those of the form that is taken. */
function points({ RecoveryPointArn }: JsonObject, { taken }: NeededPlace): readonly string[] {
  const given = text(RecoveryPointArn);
  return taken[keptName(given) ?? ""] ?? [given];
}

/**
 * What each call of a restore needs. What a store is sealed with is another matter: see `keysOf`.
 * Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html (read and write
 * permissions on the target table), https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html; read November 2026.
 */
export const NEEDED_BY_RESTORES: Readonly<Record<string, Needed>> = {
  "rds:RestoreDBClusterToPointInTime": (input, place) =>
    restoredDatabase(
      "RestoreDBClusterToPointInTime",
      { type: "cluster", settings: "cluster-pg", engine: "aurora-postgresql" },
      { source: text(input.SourceDBClusterIdentifier), target: text(input.DBClusterIdentifier) },
      place,
    ),
  "rds:RestoreDBInstanceToPointInTime": (input, place) =>
    restoredDatabase(
      "RestoreDBInstanceToPointInTime",
      { type: "db", settings: "pg", engine: "postgres" },
      { source: text(input.SourceDBInstanceIdentifier), target: text(input.TargetDBInstanceIdentifier) },
      place,
    ),
  "dynamodb:DescribeContinuousBackups": ({ TableName }, place) => ({
    action: "dynamodb:DescribeContinuousBackups",
    resources: [tableIn(place, TableName)],
  }),
  // Takes no resource.
  "dynamodb:ListTables": () => ({ action: "dynamodb:ListTables", resources: ["*"] }),
  "dynamodb:RestoreTableToPointInTime": ({ SourceTableName, TargetTableName }, place) => [
    { action: "dynamodb:RestoreTableToPointInTime", resources: [tableIn(place, SourceTableName)] },
    ...WRITES_RESTORED.map((each) => ({
      action: `dynamodb:${each}`,
      resources: [tableIn(place, TargetTableName)],
    })),
  ],
  "backup:DescribeRecoveryPoint": (input, place) => ({
    action: "backup:DescribeRecoveryPoint",
    resources: points(input, place),
  }),
  // Takes no resource.
  "backup:ListRestoreJobs": () => ({ action: "backup:ListRestoreJobs", resources: ["*"] }),
  "backup:StartRestoreJob": (input, place) => [
    { action: "backup:StartRestoreJob", resources: points(input, place) },
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html
    {
      action: "iam:PassRole",
      resources: [text(input.IamRoleArn)],
      condition: { "iam:PassedToService": "backup.amazonaws.com" },
    },
  ],
};

/** A service through which a runbook must be able to use the keys of stores, and for what. */
export interface KeyNeed {
  readonly service: "rds" | "dynamodb";
  readonly actions: readonly string[];
  /** Whether the service lends itself the key for what it makes. */
  readonly lends: boolean;
}

/**
 * What a service does with a store's key as whoever restores. AWS Backup uses it as the role that it takes on.
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html (authorizing use of a
 * customer managed key), read November 2026; https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * (authorizing use of your customer managed key), recalled.
 */
export const KEYS_OF_RESTORES: Readonly<Record<string, KeyNeed>> = {
  "rds:RestoreDBClusterToPointInTime": { service: "rds", actions: ["kms:DescribeKey"], lends: true },
  "rds:RestoreDBInstanceToPointInTime": { service: "rds", actions: ["kms:DescribeKey"], lends: true },
  "dynamodb:RestoreTableToPointInTime": {
    service: "dynamodb",
    actions: [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
    lends: true,
  },
};
