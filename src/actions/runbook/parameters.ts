import type { WritersBefore } from "../../runbooks/index.ts";

/** What a runbook is about, beside its region. Each runbook says which of them it takes. */
export interface RunbookParameters {
  /** Store by its id or its name: `orders-us`, `orders`. */
  readonly store?: string;
  /** Region that is to write. @default the region itself: another instance of it */
  readonly to?: string;
  /** What has not been copied may be lost. @default false */
  readonly acceptDataLoss?: boolean;
  /** Name of what a restore makes. @default that of the store with `-restored` */
  readonly as?: string;
  /** What a restore is made from: the store's own history, or a recovery point of AWS Backup. @default "log" */
  readonly from?: "log" | "backup";
  /** As it was at this moment, or at the last before it that a backup was made; UTC, ISO 8601. @default the newest */
  readonly at?: string;
  /** ARN of the recovery point. @default the newest in the region's vault, or the newest before `at` */
  readonly point?: string;
  /** Moment from which on jobs of AWS Backup are of this run. @default all that it lists */
  readonly since?: string;
  /** Zone to be left or used again: `us-east-1a`. */
  readonly zone?: string;
}

/** Who writes, for a failback: seen, or as it would be after a failover when nobody has looked. */
export interface Writers {
  readonly before: WritersBefore;
  readonly holders: WritersBefore;
}
