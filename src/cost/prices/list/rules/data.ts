import type { PriceRule } from "../rule.ts";
import { rulesOf } from "./rulesOf.ts";

/** Engines by the list's name and by ours. */
const ENGINES = {
  MySQL: "mysql",
  PostgreSQL: "postgres",
  MariaDB: "mariadb",
  "Aurora MySQL": "aurora-mysql",
  "Aurora PostgreSQL": "aurora-postgresql",
} as const;

/** Attributes and usage types: see `network.ts`. */
export const DATA_RULES: readonly PriceRule[] = [
  ...Object.entries(ENGINES).flatMap(([databaseEngine, engine]) =>
    rulesOf(
      "AmazonRDS",
      { productFamily: "Database Instance", databaseEngine, deploymentOption: "Single-AZ" },
      [
        // Optimised for I/O, Aurora's classes cost a third more under another usage type.
        [
          { of: `rds/${engine}/`, name: ({ attributes }) => attributes.instanceType },
          "hours",
          /^InstanceUsage:/,
        ],
      ],
    ),
  ),
  ...rulesOf("AmazonRDS", { productFamily: "Database Storage" }, [
    ["rds/storage-gp2", "GB-months", "RDS:GP2-Storage", { where: { databaseEngine: /^(PostgreSQL|Any)$/ } }],
    ["rds/storage-gp3", "GB-months", "RDS:GP3-Storage", { where: { databaseEngine: /^(PostgreSQL|Any)$/ } }],
    [
      "rds/storage-io1",
      "GB-months",
      "RDS:PIOPS-Storage",
      { where: { databaseEngine: /^(PostgreSQL|Any)$/ } },
    ],
    [
      "rds/storage-magnetic",
      "GB-months",
      "RDS:StorageUsage",
      { where: { databaseEngine: /^(PostgreSQL|Any)$/ } },
    ],
    ["aurora/storage", "GB-months", "Aurora:StorageUsage"],
    ["aurora/storage-io-optimised", "GB-months", "Aurora:IO-OptimizedStorageUsage"],
  ]),
  ...rulesOf("AmazonRDS", { productFamily: "Provisioned IOPS" }, [
    ["rds/iops", "IOPS-months", "RDS:PIOPS", { where: { databaseEngine: /^(PostgreSQL|Any)$/ } }],
    ["rds/gp3-iops", "IOPS-months", "RDS:GP3-PIOPS", { where: { databaseEngine: /^(PostgreSQL|Any)$/ } }],
  ]),
  ...rulesOf("AmazonRDS", { productFamily: "Storage Snapshot" }, [
    ["rds/backup", "GB-months", "RDS:ChargedBackupUsage"],
    ["aurora/backup", "GB-months", "Aurora:BackupUsage"],
    ["backup/rds", "GB-months", "RDS:ChargedBackupUsage"],
    ["backup/aurora", "GB-months", "Aurora:BackupUsage"],
  ]),
  ...rulesOf("AmazonRDS", { productFamily: "System Operation" }, [
    ["aurora/io", "I/O requests", "Aurora:StorageIOUsage"],
    ["rds/magnetic-io", "I/O requests", "RDS:StorageIOUsage"],
  ]),
  ...rulesOf("AmazonRDS", { productFamily: "ServerlessV2" }, [
    ["aurora/acu", "ACU-hours", "Aurora:ServerlessV2Usage"],
    ["aurora/acu-io-optimised", "ACU-hours", "Aurora:ServerlessV2IOOptimizedUsage"],
  ]),
  ...rulesOf("AmazonDynamoDB", {}, [
    ["dynamodb/write", "write request units", "WriteRequestUnits"],
    ["dynamodb/read", "read request units", "ReadRequestUnits"],
    ["dynamodb/replicated-write", "replicated write request units", "ReplWriteRequestUnits"],
    ["dynamodb/write-capacity", "WCU-hours", "WriteCapacityUnit-Hrs"],
    ["dynamodb/read-capacity", "RCU-hours", "ReadCapacityUnit-Hrs"],
    ["dynamodb/storage", "GB-months", "TimedStorage-ByteHrs"],
    ["dynamodb/point-in-time", "GB-months", "TimedPITRStorage-ByteHrs"],
    ["dynamodb/backup", "GB-months", "TimedBackupStorage-ByteHrs"],
    ["backup/dynamodb", "GB-months", "TimedBackupStorage-ByteHrs"],
    ["dynamodb/restore", "GB", "RestoreDataSize-Bytes"],
    ["dynamodb/stream-read", "read request units", "Streams-RequestsCount"],
  ]),
  ...rulesOf("AmazonElastiCache", { productFamily: "Cache Instance", cacheEngine: "Redis" }, [
    // Not those of outposts, of extended support, of synchronous durability: their usage types say so before it.
    [
      {
        of: "elasticache/cache.",
        name: ({ attributes }) => attributes.instanceType?.replace(/^cache\./, ""),
      },
      "hours",
      /^NodeUsage:/,
    ],
  ]),
  ...rulesOf("AmazonElastiCache", { productFamily: "Storage Snapshot" }, [
    ["elasticache/backup", "GB-months", "BackupUsage"],
  ]),
  ...rulesOf("AmazonS3", {}, [
    ["s3/standard", "GB-months", "TimedStorage-ByteHrs", { where: { volumeType: "Standard" } }],
    ["s3/infrequent", "GB-months", "TimedStorage-SIA-ByteHrs"],
    ["s3/one-zone-infrequent", "GB-months", "TimedStorage-ZIA-ByteHrs"],
    ["s3/glacier-instant", "GB-months", "TimedStorage-GIR-ByteHrs"],
    ["s3/put", "requests", "Requests-Tier1"],
    ["s3/get", "requests", "Requests-Tier2"],
    ["s3/infrequent-retrieval", "GB", "Retrieval-SIA"],
    ["s3/inventory", "objects", "Inventory-ObjectsListed"],
    ["s3/analytics", "objects", "StorageAnalytics-ObjCount"],
  ]),
  ...rulesOf("AmazonGlacier", {}, [["s3/glacier", "GB-months", "TimedStorage-ByteHrs"]]),
  ...rulesOf("AmazonS3GlacierDeepArchive", {}, [
    ["s3/deep-archive", "GB-months", "TimedStorage-GDA-ByteHrs"],
  ]),
  ...rulesOf("AWSBackup", { productFamily: "AWS Backup Storage" }, [
    ["backup/efs", "GB-months", "WarmStorage-ByteHrs-EFS"],
    ["backup/s3", "GB-months", "WarmStorage-ByteHrs-S3"],
  ]),
  ...rulesOf("AmazonEFS", {}, [
    ["efs/standard", "GB-months", "TimedStorage-ByteHrs"],
    ["efs/one-zone", "GB-months", "TimedStorage-Z-ByteHrs"],
    ["efs/infrequent", "GB-months", "IATimedStorage-ByteHrs"],
    ["efs/throughput", "MB/s-months", "ProvisionedTP-MiBpsHrs"],
  ]),
];
