import type { PolicyStatement } from "./policyDocument.ts";

const deny = (statement: Omit<PolicyStatement, "Effect">): PolicyStatement => ({
  ...statement,
  Effect: "Deny",
});

/**
 * What nobody may make: instances that hand out credentials without a token, anything public, anything unencrypted.
 * As far as AWS gives conditions to tell by: DynamoDB, SQS and SNS always encrypt, and S3 does since January 2023.
 * A snapshot of a database that is made public has no condition key; the account's settings and Config look for it.
 */
export function dataStatements(): readonly PolicyStatement[] {
  return [...metadataStatements(), ...publicStatements(), ...encryptionStatements()];
}

/**
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-instance-metadata.
 * The limit of hops is left open: pods on nodes need two.
 */
function metadataStatements(): readonly PolicyStatement[] {
  return [
    deny({
      Sid: "InstancesNeedTokens",
      Action: "ec2:RunInstances",
      Resource: "arn:aws:ec2:*:*:instance/*",
      Condition: { StringNotEquals: { "ec2:MetadataHttpTokens": "required" } },
    }),
    deny({
      Sid: "InstancesKeepTokens",
      Action: "ec2:ModifyInstanceMetadataOptions",
      Resource: "*",
      Condition: { StringEquals: { "ec2:Attribute/HttpTokens": "optional" } },
    }),
    deny({
      // Credentials that an instance was given without a token are worth nothing.
      Sid: "NoCredentialsWithoutToken",
      Action: "*",
      Resource: "*",
      Condition: { NumericLessThan: { "ec2:RoleDelivery": "2.0" } },
    }),
  ];
}

/** That the account's block of public access stays is in the foundation; this is what it does not see. */
function publicStatements(): readonly PolicyStatement[] {
  return [
    deny({
      Sid: "NoPublicObjects",
      Action: ["s3:CreateBucket", "s3:PutBucketAcl", "s3:PutObject", "s3:PutObjectAcl"],
      Resource: "*",
      Condition: {
        StringEquals: { "s3:x-amz-acl": ["authenticated-read", "public-read", "public-read-write"] },
      },
    }),
    deny({
      Sid: "NoPublicImages",
      Action: ["ec2:ModifyImageAttribute", "ec2:ModifySnapshotAttribute"],
      Resource: "*",
      Condition: { StringEquals: { "ec2:Add/group": "all" } },
    }),
    deny({
      Sid: "NoPublicDatabases",
      Action: ["rds:CreateDBInstance", "rds:ModifyDBInstance"],
      Resource: "*",
      Condition: { Bool: { "rds:PubliclyAccessible": "true" } },
    }),
    deny({
      Sid: "NoPublicFunctions",
      Action: ["lambda:CreateFunctionUrlConfig", "lambda:UpdateFunctionUrlConfig"],
      Resource: "*",
      Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
    }),
  ];
}

function encryptionStatements(): readonly PolicyStatement[] {
  return [
    deny({
      Sid: "NoPlainConnections",
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
    deny({
      // With a key of the caller's, which AWS does not keep: what is overwritten so is lost to everybody else.
      Sid: "NoForeignKeys",
      Action: "s3:PutObject",
      Resource: "*",
      Condition: { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
    }),
    deny({
      Sid: "NoPlainVolumes",
      Action: ["ec2:CreateVolume", "ec2:RunInstances"],
      Resource: "arn:aws:ec2:*:*:volume/*",
      Condition: { Bool: { "ec2:Encrypted": "false" } },
    }),
    deny({
      Sid: "NoPlainClusters",
      Action: ["rds:CreateDBCluster", "rds:RestoreDBClusterFromS3"],
      Resource: "*",
      Condition: { Bool: { "rds:StorageEncrypted": "false" } },
    }),
    deny({
      // An instance of Aurora takes its cluster's encryption and says nothing of its own.
      Sid: "NoPlainDatabases",
      Action: "rds:CreateDBInstance",
      Resource: "*",
      Condition: {
        Bool: { "rds:StorageEncrypted": "false" },
        StringNotEquals: { "rds:DatabaseEngine": ["aurora-mysql", "aurora-postgresql"] },
      },
    }),
    deny({
      Sid: "NoPlainFileSystems",
      Action: "elasticfilesystem:CreateFileSystem",
      Resource: "*",
      Condition: { Bool: { "elasticfilesystem:Encrypted": "false" } },
    }),
  ];
}
