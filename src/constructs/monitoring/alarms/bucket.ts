import type { AlarmDefinition, Metric, WatchedResource } from "./alarm.ts";
import { together } from "./together.ts";

/** One way between two buckets: a rule of the source's replication. */
export interface BucketWatch {
  /** Store as placed: `media`. */
  readonly store: string;
  /** Where objects are written and leave from. */
  readonly source: { readonly region: string; readonly bucket: string };
  /** Where their copies arrive. */
  readonly destination: { readonly region: string; readonly bucket: string };
  /** Id of the replication rule. */
  readonly ruleId: string;
  /** Seconds of writes that may be lost with a region. */
  readonly rpoSeconds: number;
}

/**
 * What a region sees of replication between buckets. S3 sends these only for rules with metrics or
 * replication time control turned on: the lag in the destination's region, failures in the source's. So each
 * region watches what arrives, and goes on watching when the other is lost.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html, read November 2026.
 */
export function bucketAlarms(region: string, watches: readonly BucketWatch[]): WatchedResource {
  return {
    title: "Buckets",
    alarms: [
      ...together(
        "buckets-late",
        watches.filter(({ destination }) => destination.region === region).map(arrival),
      ),
      ...together("buckets-failed", watches.filter(({ source }) => source.region === region).map(failure)),
    ],
  };
}

function metric(watch: BucketWatch, name: string, statistic: string): Metric {
  return {
    namespace: "AWS/S3",
    name,
    statistic,
    dimensions: {
      SourceBucket: watch.source.bucket,
      DestinationBucket: watch.destination.bucket,
      RuleId: watch.ruleId,
    },
  };
}

function arrival(watch: BucketWatch): AlarmDefinition {
  return {
    name: `${watch.store}-lag-from-${watch.source.region}`,
    severity: "critical",
    meaning: `Objects arrive late from ${watch.source.region}: half of what may be lost with that region is on its way.`,
    watch: metric(watch, "ReplicationLatency", "Maximum"),
    sounds: "above",
    threshold: watch.rpoSeconds / 2,
    unit: "s",
    periodSeconds: 300,
    periods: 3,
    // Nothing to copy, nothing sent.
    silence: "fine",
  };
}

function failure(watch: BucketWatch): AlarmDefinition {
  return {
    name: `${watch.store}-failed-to-${watch.destination.region}`,
    severity: "warning",
    meaning: `Objects could not be copied to ${watch.destination.region} and are not tried again: look at the role, the key and the bucket there, then copy them by a batch job.`,
    watch: metric(watch, "OperationsFailedReplication", "Sum"),
    sounds: "above",
    threshold: 0,
    unit: "objects",
    periodSeconds: 300,
    periods: 1,
    silence: "fine",
  };
}
