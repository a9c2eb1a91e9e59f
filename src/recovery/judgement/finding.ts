import type { ModelledAvailability } from "../availability/availability.ts";
import type { ModelledLoss } from "../simulation/results.ts";
import type { RecoverySubject } from "../subject/subject.ts";

/** Requirements that contradict each other, or what the platform is. The levels are those of `trireme check`. */
export interface RecoveryFinding {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly where: string;
  readonly text: string;
  readonly fix: string;
}

/** What is judged. */
export interface Judged {
  readonly subject: RecoverySubject;
  readonly losses: readonly ModelledLoss[];
  readonly availability: readonly ModelledAvailability[];
  /** Homes of a single region: that their data cannot be recovered is said elsewhere. */
  readonly homesReported: readonly string[];
}

/** Whole minutes, or seconds where they are few. Up: nobody is told that a thing is sooner done than it is. */
export function spokenTime(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 360) / 10} h`;
}

/** A, B and C; of many the first few, and how many more. */
export function listed(texts: readonly string[], most = 4): string {
  const shown = texts.slice(0, most);
  const more = texts.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
