import { read, recalled } from "../figure.ts";
import { normalQuantile } from "../lognormal.ts";
import { block } from "./block.ts";

const RDS = "https://docs.aws.amazon.com/AmazonRDS/latest";

/** How far copies are behind, and how long it takes until another one writes. */
export const AURORA_LAG = block(
  "aurora_global_replication_lag",
  "Aurora copy in another region behind its writer",
  [1, 5],
  read(
    `${RDS}/AuroraUserGuide/aurora-global-database.html`,
    "typically under a second; five on a bad day are ours",
  ),
);

export const AURORA_GLOBAL_FAILOVER = block(
  "aurora_global_unplanned_failover",
  "promotion of an Aurora copy in another region",
  [60, 300],
  recalled("AWS says: in the order of minutes"),
);

export const AURORA_GLOBAL_SWITCHOVER = block(
  "aurora_global_switchover",
  "an Aurora copy in another region takes over without a loss",
  [60, 240],
  recalled("the copy catches up first; AWS gives no figure"),
);

export const AURORA_RESYNCHRONISATION = block(
  "aurora_global_resynchronisation",
  "an Aurora copy that was passed over is filled again",
  [1800, 14_400],
  recalled("AWS says: minutes to hours, with the size of the volume"),
);

export const AURORA_INSTANCE_FAILOVER = block(
  "aurora_instance_failover",
  "another instance of an Aurora cluster takes over, in the region",
  [30, 60],
  recalled("AWS says: less than 60 s, often less than 30"),
);

export const RDS_INSTANCE_FAILOVER = block(
  "rds_multi_az_instance_failover",
  "the standby of an RDS instance takes over, in the region",
  [60, 120],
  read(`${RDS}/UserGuide/Concepts.MultiAZSingleStandby.html`, "typically 60 to 120 s"),
);

export const RDS_LAG = block(
  "rds_cross_region_replica_lag",
  "RDS replica in another region behind its source",
  [5, 300],
  recalled(),
);

export const RDS_PROMOTION = block(
  "rds_cross_region_replica_promotion",
  "promotion of an RDS replica in another region",
  [120, 900],
  recalled("a restart, and with backups on also a first backup"),
);

export const RDS_RESTORE = block(
  "rds_restore_from_snapshot",
  "restore of a database from a copied backup",
  [900, 5400],
  recalled("grows with the data"),
);

export const RDS_STOP = block(
  "rds_stop_instance",
  "an RDS instance stops, and keeps its data",
  [120, 600],
  recalled("connections are closed first; a standby takes longer"),
);

export const TABLE_RESTORE = block(
  "dynamodb_restore",
  "restore of a table or of objects from a copied backup",
  [1200, 7200],
  recalled("grows with the data"),
);

export const BACKUP_COPY = block(
  "aws_backup_cross_region_copy",
  "copy of a backup to another region",
  [600, 7200],
  recalled("grows with what has changed"),
);

export const TABLE_LAG = block(
  "dynamodb_global_table_lag",
  "DynamoDB copy behind the region that was written to",
  [1, 3],
  read(
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
    "usually within a second; three are ours",
  ),
);

export const CACHE_LAG = block(
  "elasticache_global_lag",
  "Redis copy in another region behind its primary",
  [1, 2],
  read(
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastore.html",
    "typically under a second; two are ours",
  ),
);

export const CACHE_NODE_LAG = block(
  "elasticache_replica_lag",
  "Redis replica behind its primary, in the region",
  [0.1, 1],
  recalled(
    "Redis answers before its replicas have a write; AWS gives no figure, its metric counts in seconds",
  ),
);

export const CACHE_GLOBAL_FAILOVER = block(
  "elasticache_global_failover",
  "promotion of a Redis copy in another region",
  [60, 300],
  recalled(
    "AWS's disaster recovery workshop says one minute (https://disaster-recovery.workshop.aws/en/services/databases/elasticache/global-datastore.html); five on a bad day are ours",
  ),
);

export const CACHE_RESYNCHRONISATION = block(
  "elasticache_global_resynchronisation",
  "a Redis copy that was passed over is filled again",
  [300, 3600],
  recalled("AWS gives no figure; a node's memory is sent anew, so it grows with the data"),
);

export const CACHE_NODE_FAILOVER = block(
  "elasticache_node_failover",
  "a replica of a Redis group takes over, in the region",
  [15, 60],
  recalled(),
);

export const CACHE_NODE_REPLACED = block(
  "elasticache_node_replacement",
  "ElastiCache replaces a node that nothing takes over from, in its zone",
  [300, 900],
  recalled("as long as a new node takes; AWS gives no figure"),
);

/** What S3 promises for buckets with replication time control: this share of objects within so many seconds. */
export const OBJECT_PROMISE = { share: 0.9999, seconds: 900 } as const;
const OBJECT_TYPICAL = 30;

export const OBJECT_LAG = block(
  "s3_replication_time_control",
  "S3 copy behind the bucket that was written to",
  // The 95th percentile of the lognormal whose 99.99th is what is promised.
  [
    OBJECT_TYPICAL,
    OBJECT_TYPICAL *
      (OBJECT_PROMISE.seconds / OBJECT_TYPICAL) **
        (normalQuantile(0.95) / normalQuantile(OBJECT_PROMISE.share)),
  ],
  recalled(
    "900 s for 99.99 % of objects is promised (https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html); the usual 30 are from memory",
  ),
);
