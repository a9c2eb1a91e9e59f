/*
 * How long AWS Backup takes, milliseconds on the sandbox clock. None of it was measured on AWS: recalled
 * figures for stores of some gigabytes, which grow with size.
 */

/** A recovery point in its own region. Assumed: of the order of a snapshot. */
export const BACKUP_MS = 10 * 60_000;

/** A copy to another region. Recalled range 600 to 7200 s. */
export const COPY_MS = 20 * 60_000;

/** A restore. Recalled for a database from its snapshot: 900 to 5400 s. */
export const RESTORE_MS = 30 * 60_000;

export const DAY_MS = 86_400_000;
