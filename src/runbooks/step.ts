/** Which half of a service a step leans on. Control planes fall with their home region; data planes are built not to. */
export type Plane = "control" | "data";

export type Guard =
  | { readonly kind: "proceed" }
  /** What the step is for is true already; nothing is called. */
  | { readonly kind: "satisfied"; readonly detail: string }
  /** It would be unsafe to go on. Stops the run. */
  | { readonly kind: "stop"; readonly detail: string };

export type Confirmation = { readonly ok: boolean; readonly detail: string };

/**
 * One step of a recovery: look first, act, then read back until it is true.
 * A step calls one region only, and never the one that is gone.
 */
export interface Step {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly plane: Plane;
  /** Region that is called; `everywhere` for a data plane that is in every region, like DNS. */
  readonly region: string;
  /** API actions it may call: `rds:FailoverGlobalCluster`. Empty when it only resolves names. */
  readonly actions: readonly string[];
  /** Seconds until an unconfirmed step counts as failed. */
  readonly budgetSeconds: number;
  guard(): Promise<Guard>;
  /** Absent for a step that only confirms. */
  act?(): Promise<void>;
  confirm(): Promise<Confirmation>;
}

export interface StepRecord {
  readonly id: string;
  readonly title: string;
  readonly plane: Plane;
  readonly region: string;
  readonly actions: readonly string[];
  readonly outcome: "confirmed" | "satisfied" | "stopped" | "failed" | "timed-out";
  readonly detail: string;
  /** Milliseconds since the epoch, on the clock that the run was given. */
  readonly startedAt: number;
  readonly endedAt: number;
}
