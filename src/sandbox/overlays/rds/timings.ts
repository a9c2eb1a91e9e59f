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
 * Rebuilding a member that a failover left behind, milliseconds, from when its region is back. The guide:
 * "a few minutes to several hours", with the size of the volume.
 */
export const REBUILD_MS = 180_000;
