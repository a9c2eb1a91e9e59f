/** What can be changed about a figure that bounds a recovery, in the imperative. By id of the timing. */
export const TIME_REMEDIES: Readonly<Record<string, string>> = {
  people_decide:
    "Set automaticFailover: true for the environment, and its recovery switch to on: then a watch starts the failover, and people may stop it.",
  people_notice:
    "Let the public service's healthPath fail when what it leans on in its region fails for a minute: then health checks see what people must see now.",
  rds_cross_region_replica_promotion:
    "Give the store the engine aurora-postgresql, whose copies are promoted in minutes without a restart.",
  aws_eks_cluster: 'Set recoveryCluster: "pilot-light" for the home, so that no cluster must be made.',
  rds_restore_from_snapshot: "Give the store a copy in another region of its home.",
  dynamodb_restore: "Give the store a copy in another region of its home.",
  dns_ttl: "Set edge.accelerator: true, which moves connections without names.",
  route53_control_plane_accelerated_recovery_rto:
    "Let health checks decide between records that are there beforehand: then no record is edited.",
};

/** The same for what is lost. */
export const DATA_REMEDIES: Readonly<Record<string, string>> = {
  rds_cross_region_replica_lag:
    "Give the store the engine aurora-postgresql, whose copies follow within a second.",
  aws_backup_cross_region_copy:
    "Give the store a copy in another region of its home: backups are a day apart.",
  s3_replication_time_control:
    "Keep what must not be lost in a table or a database as well, until the object has been copied.",
};
