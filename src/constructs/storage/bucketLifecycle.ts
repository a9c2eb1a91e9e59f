import type { S3BucketLifecycleConfigurationRule } from "@cdktn/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";

/** A cheaper class for what nobody asks for, and after how many days. */
export interface ColdStorage {
  /**
   * `INTELLIGENT_TIERING`: S3 watches each object and moves it by use; no fee for reading, a small one
   * for watching objects of 128 KiB and more. `STANDARD_IA` and `GLACIER_IR`: cheaper still for what is
   * known to be read rarely, with a fee for each read and a least stay of 30 and 90 days.
   * Source: https://aws.amazon.com/s3/storage-classes/ (read November 2026).
   */
  readonly storageClass: "INTELLIGENT_TIERING" | "STANDARD_IA" | "GLACIER_IR";
  /** Days after an object was made; 30 or more for `STANDARD_IA`. */
  readonly afterDays: number;
}

/**
 * Intelligent tiering, because how often a store's objects are read is not known beforehand: a wrong guess
 * costs a small fee instead of one for every read. After 30 days: what is deleted young is never watched.
 */
export const COLD_STORAGE: ColdStorage = { storageClass: "INTELLIGENT_TIERING", afterDays: 30 };

/** Days for which a version has been superseded before it is moved: STANDARD_IA takes nothing younger. */
const SUPERSEDED_DAYS = 30;

/** STANDARD_IA bills 30 days at least: what would be deleted sooner than that stays where it is. */
const LEAST_STAY_DAYS = 30;

/**
 * What becomes of objects with time. Superseded versions are kept for a mistake to be undone and read by
 * nobody else, so they move to STANDARD_IA if they stay long enough for that to pay. Delete markers with
 * nothing left behind them go, or listings slow down with every deletion; parts of uploads that were
 * never completed go after a week, for they are billed and not seen.
 */
export function lifecycleRules(
  noncurrentDays: number,
  cold: ColdStorage | "none",
): S3BucketLifecycleConfigurationRule[] {
  const moveSuperseded = noncurrentDays >= SUPERSEDED_DAYS + LEAST_STAY_DAYS;
  const everything = { status: "Enabled", filter: [{ prefix: "" }] };
  return [
    {
      id: "superseded-versions",
      ...everything,
      noncurrentVersionExpiration: [{ noncurrentDays }],
      ...(moveSuperseded
        ? {
            noncurrentVersionTransition: [{ noncurrentDays: SUPERSEDED_DAYS, storageClass: "STANDARD_IA" }],
          }
        : {}),
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
    },
    { id: "expired-delete-markers", ...everything, expiration: [{ expiredObjectDeleteMarker: true }] },
    ...(cold === "none"
      ? []
      : [
          {
            id: "cold-storage",
            ...everything,
            transition: [{ days: cold.afterDays, storageClass: cold.storageClass }],
          },
        ]),
  ];
}
