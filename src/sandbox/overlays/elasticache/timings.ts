/*
 * How long things take in ElastiCache, on the sandbox clock. None of it was measured on AWS.
 */

/**
 * How far a healthy copy of a global datastore lies behind its primary, milliseconds. Read: "generally less
 * than 1 second" in AWS's disaster recovery workshop
 * (https://disaster-recovery.workshop.aws/en/services/databases/elasticache/global-datastore.html, November
 * 2026), 1 to 2 s elsewhere; the worse end counts.
 */
export const LAG_MS = 2_000;

/**
 * Making a copy the primary, milliseconds. The same workshop: "RTO: 1 minute". The user guide gives no
 * figure; recalled range 60 to 300 s, so this is the good end of it.
 */
export const FAILOVER_MS = 60_000;

/**
 * Filling a member again that a failover left behind, milliseconds, from when its region is back. Assumed:
 * no source gives a figure, and it grows with the size of the data.
 */
export const RESYNC_MS = 120_000;

/** A replica taking over inside a group, milliseconds. Recalled, not read. */
export const ZONE_FAILOVER_MS = 30_000;

/**
 * How far a replica lies behind the primary inside a group, milliseconds: Redis answers before its replicas have a write
 * (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html). AWS gives no figure; recalled.
 */
export const NODE_LAG_MS = 100;
