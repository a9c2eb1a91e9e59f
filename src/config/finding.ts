/** `error`: an objective cannot be met. `warning`: it may not be. `note`: worth knowing. The levels of SARIF. */
export type Severity = "error" | "warning" | "note";

/** Something about a valid platform that its owner should decide on. */
export interface Finding {
  /** Stable: `config/home-without-recovery`. */
  readonly code: string;
  readonly severity: Severity;
  /** Where it stands, as a path into the configuration: `homes.EU`. */
  readonly where: string;
  /** What is found, a sentence or two. */
  readonly text: string;
  /** What to do, in the imperative. */
  readonly fix: string;
}
