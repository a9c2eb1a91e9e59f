import { createHash } from "node:crypto";
import { type Form, flag, setChild, textAt, type XmlElement } from "../../wire/index.ts";

/** Settings that the emulator takes and forgets, by ARN of the cluster or instance. */
export type Forgotten = Map<string, Map<string, string>>;

const KEPT = [
  "PerformanceInsightsKMSKeyId",
  "PerformanceInsightsRetentionPeriod",
  "MonitoringInterval",
  "MonitoringRoleArn",
  "DatabaseInsightsMode",
] as const;

/** Days that Performance Insights keeps when nothing is said: the free tier, RDS API reference, read November 2026. */
const FREE_RETENTION_DAYS = "7";

/** Keeps what a Create or Modify call sets and the emulator would not show again. */
export function remember(forgotten: Forgotten, arn: string, form: Form): void {
  const known = forgotten.get(arn) ?? new Map<string, string>();
  const insights = flag(form, "EnablePerformanceInsights");
  if (insights !== undefined) known.set("PerformanceInsightsEnabled", String(insights));
  if (insights === true && !known.has("PerformanceInsightsRetentionPeriod")) {
    known.set("PerformanceInsightsRetentionPeriod", FREE_RETENTION_DAYS);
  }
  for (const name of KEPT) {
    const value = form.get(name);
    if (value !== undefined) known.set(name, value);
  }
  if (known.get("PerformanceInsightsEnabled") === "false") {
    known.delete("PerformanceInsightsKMSKeyId");
    known.delete("PerformanceInsightsRetentionPeriod");
  }
  if (known.size > 0) forgotten.set(arn, known);
}

/** Shows what was forgotten, where the answer does not show it itself. */
export function recall(forgotten: Forgotten, arn: string, shape: XmlElement): void {
  for (const [name, value] of forgotten.get(arn) ?? []) {
    if (textAt(shape, name) === undefined) setChild(shape, name, value);
  }
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A resource id of an instance's own: the emulator gives every instance of a region the same. */
export function dbiResourceId(arn: string, createdAt: string): string {
  const hash = createHash("sha256").update(`${arn} ${createdAt}`).digest();
  return `db-${[...hash.subarray(0, 26)].map((byte) => BASE32[byte % 32]).join("")}`;
}
