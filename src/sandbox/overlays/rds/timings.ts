/*
 * How long things take on an Aurora global database, on the sandbox clock. None of it was measured on AWS.
 * Aurora user guide, "Using switchover or failover in Amazon Aurora Global Database", read November 2026.
 */

/** Replication lag of a healthy secondary, milliseconds. The guide: "typically under a second". */
export const LAG_MS = 300;

/** Managed failover, milliseconds. The guide: "within a few minutes"; recalled range 60 to 300 s. */
export const FAILOVER_MS = 60_000;

/** Switchover, milliseconds. Recalled range 60 to 240 s. */
export const SWITCHOVER_MS = 60_000;

/**
 * Another instance of a cluster takes over in its region, milliseconds. AWS: restored "in less than 60 seconds, and often
 * less than 30". https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html, recalled.
 */
export const CLUSTER_FAILOVER_MS = 30_000;

/**
 * Rebuilding a member that a failover left behind, milliseconds, from when its region is back. The guide:
 * "a few minutes to several hours", with the size of the volume.
 */
export const REBUILD_MS = 180_000;

/*
 * RDS instances with cross-region read replicas. Recalled from practice, none of it measured on AWS, but
 * for the failover between zones, which AWS states.
 */

/** Lag of a cross-region read replica, milliseconds. Recalled range 5 to 300 s with the load and the distance. */
export const REPLICA_LAG_MS = 30_000;

/** PromoteReadReplica until the instance is available, milliseconds. Recalled range 120 to 900 s. */
export const PROMOTION_MS = 300_000;

/**
 * Failover of a Multi-AZ instance to its standby, milliseconds. AWS: "typically 60-120 seconds".
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html, read November 2026.
 */
export const ZONE_FAILOVER_MS = 90_000;

/** StopDBInstance until the instance is stopped, milliseconds. Recalled range 120 to 600 s. */
export const STOP_MS = 180_000;
