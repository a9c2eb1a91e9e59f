import type { Json, JsonObject } from "../lib/index.ts";

/** What Terraform is asked to work on: a folder with a written configuration. */
export interface Workspace {
  readonly stack: string;
  /** Folder that holds `main.tf.json` and, on a sandbox, the generated `sandbox_override.tf.json`. */
  readonly dir: string;
}

/** Resource counts of a plan. `replace` counts a replacement once, in neither `add` nor `destroy`. */
export interface PlanCounts {
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly destroy: number;
}

/** `move`, `import` and `forget` touch the state only; they stand in no count. */
export type ResourceAction =
  | "create"
  | "update"
  | "replace"
  | "delete"
  | "read"
  | "move"
  | "import"
  | "forget";

export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly action: ResourceAction;
}

/** A plan that was saved, and can be applied just as it is or not at all. */
export interface SavedPlan {
  readonly stack: string;
  readonly file: string;
  /** Of the plan file, hexadecimal. `apply` refuses a file whose hash differs. */
  readonly sha256: string;
  readonly counts: PlanCounts;
  readonly changes: readonly ResourceChange[];
  /** Names of the outputs that the apply would add, change or remove. */
  readonly outputChanges: readonly string[];
  /** Planned with a placeholder for at least one input: `apply` refuses it. */
  readonly provisional: boolean;
}

/** Nothing to do: no resource, no output, no state entry would change. A read of a data source is no change. */
export function isUnchanged(plan: SavedPlan): boolean {
  return plan.outputChanges.length === 0 && plan.changes.every((change) => change.action === "read");
}

export interface PlanOptions {
  readonly variables: Readonly<Record<string, Json>>;
  /** Names of the variables whose value is a placeholder. */
  readonly provisional?: readonly string[];
  /** Ask AWS for the present state of every resource first. Default true. */
  readonly refresh?: boolean;
  readonly destroy?: boolean;
}

export interface AppliedStack {
  readonly outputs: Readonly<Record<string, Json>>;
  readonly counts: PlanCounts;
  /** Slowest resources first: what bounded the apply. */
  readonly slowest: readonly { readonly address: string; readonly seconds: number }[];
}

/** What Terraform does at this moment, for progress: resource, what it does, for how long. */
export interface TerraformEvent {
  readonly kind: "resource-started" | "resource-running" | "resource-done" | "resource-failed" | "message";
  readonly address?: string;
  readonly text: string;
  readonly seconds?: number;
}

export type OnEvent = (event: TerraformEvent) => void;

/**
 * The Terraform command as a port. Errors are `TriremeError` with the codes
 * `terraform-missing`, `terraform-init-failed`, `terraform-validate-failed`,
 * `terraform-plan-failed`, `terraform-apply-failed`, `terraform-output-failed`, `state-locked` (message
 * tells who holds the lock, since when and for which operation),
 * `plan-provisional`, `plan-changed` (the file is not the one that was planned),
 * `plan-stale` (the state moved on since) and `interrupted` (the signal was
 * aborted; Terraform was asked to stop and has stopped).
 */
export interface TerraformDriver {
  version(): Promise<{ readonly name: string; readonly version: string; readonly path: string }>;
  init(workspace: Workspace, signal?: AbortSignal): Promise<void>;
  /**
   * Checks the configuration against Terraform and the provider's schema, and calls nothing: no
   * backend, no state, no AWS. Needs no `init` before it and no values for variables.
   */
  validate(workspace: Workspace, signal?: AbortSignal): Promise<void>;
  plan(
    workspace: Workspace,
    options: PlanOptions,
    onEvent?: OnEvent,
    signal?: AbortSignal,
  ): Promise<SavedPlan>;
  apply(
    workspace: Workspace,
    plan: SavedPlan,
    onEvent?: OnEvent,
    signal?: AbortSignal,
  ): Promise<AppliedStack>;
  outputs(workspace: Workspace): Promise<Readonly<Record<string, Json>>>;
}

/** Written beside the approved configuration when the target is a sandbox; Terraform merges it. */
export type Override = JsonObject;
