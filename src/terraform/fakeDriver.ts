import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, canonicalJson, type Json, ManualClock, TriremeError } from "../lib/index.ts";
import type {
  AppliedStack,
  OnEvent,
  PlanCounts,
  PlanOptions,
  ResourceChange,
  SavedPlan,
  TerraformDriver,
  Workspace,
} from "./driver.ts";
import {
  type EvaluatedConfiguration,
  evaluate,
  type FakeResource,
  missingVariables,
  readConfiguration,
  undeclaredVariables,
} from "./fakeConfiguration.ts";
import { planStale, refuseUnfit, sha256Of } from "./savedPlan.ts";
import { lockMessage, type StateLock } from "./stateLock.ts";
import { recordsOf } from "./workspace.ts";

export type FakeOperation = "init" | "validate" | "plan" | "apply";

export interface FakeDriverOptions {
  /** What slowness passes on. Default: a clock of its own that stands still but for sleeping. */
  readonly clock?: Clock;
  /** Whether a changed argument replaces the resource. Default: only `triggers_replace` of terraform_data. */
  readonly replaces?: (type: string, argument: string) => boolean;
}

interface State {
  readonly serial: number;
  readonly resources: ReadonlyMap<string, FakeResource>;
  readonly outputs: Readonly<Record<string, Json>>;
}

const EMPTY: State = { serial: 0, resources: new Map(), outputs: {} };

/**
 * Terraform in memory, for tests of what stands above the port. Understands
 * `variable`, `resource`, `output` and `locals` of Terraform JSON just enough to
 * tell what would be created, changed, replaced and deleted. Kept honest by the
 * conformance suite that the real driver passes too.
 */
export class FakeDriver implements TerraformDriver {
  /** Every operation that was begun, in order. */
  readonly operations: { readonly operation: FakeOperation; readonly stack: string }[] = [];
  readonly #clock: Clock;
  readonly #replaces: (type: string, argument: string) => boolean;
  readonly #states = new Map<string, State>();
  readonly #pending = new Map<string, { readonly basis: number; readonly next: EvaluatedConfiguration }>();
  readonly #locks = new Map<string, StateLock>();
  readonly #failures = new Map<string, TriremeError>();
  readonly #delays = new Map<string, number>();

  constructor(options: FakeDriverOptions = {}) {
    this.#clock = options.clock ?? new ManualClock();
    this.#replaces =
      options.replaces ?? ((type, argument) => type === "terraform_data" && argument === "triggers_replace");
  }

  /** From now on the operation fails at that stack, until `heal`. */
  failAt(stack: string, operation: FakeOperation, message = "told to fail"): void {
    const options = { code: `terraform-${operation}-failed`, fault: "environment" } as const;
    this.#failures.set(`${operation} ${stack}`, new TriremeError(`${stack}: ${message}`, options));
  }

  heal(stack: string): void {
    for (const operation of ["init", "validate", "plan", "apply"])
      this.#failures.delete(`${operation} ${stack}`);
  }

  /** From now on the operation takes that long at that stack. */
  slowAt(stack: string, operation: FakeOperation, milliseconds: number): void {
    this.#delays.set(`${operation} ${stack}`, milliseconds);
  }

  /** Somebody else holds the state's lock, until `unlockState`. */
  lockState(stack: string, lock: StateLock): void {
    this.#locks.set(stack, lock);
  }

  unlockState(stack: string): void {
    this.#locks.delete(stack);
  }

  /** Takes a resource out of the state, as if it had been deleted behind Terraform's back. */
  drift(stack: string, address: string): void {
    const state = this.#stateOf(stack);
    const resources = new Map(state.resources);
    resources.delete(address);
    this.#states.set(stack, { ...state, resources });
  }

  async version(): Promise<{ readonly name: string; readonly version: string; readonly path: string }> {
    return { name: "fake", version: "1.11.0", path: "in memory" };
  }

  async init(workspace: Workspace, signal?: AbortSignal): Promise<void> {
    await this.#begin("init", workspace, signal);
    await readConfiguration(workspace.dir).catch((cause: unknown) => {
      throw failed(workspace, "init", "the configuration cannot be read", cause);
    });
  }

  async validate(workspace: Workspace, signal?: AbortSignal): Promise<void> {
    await this.#begin("validate", workspace, signal);
    const configuration = await readConfiguration(workspace.dir).catch((cause: unknown) => {
      throw failed(workspace, "init", "the configuration cannot be read", cause);
    });
    const undeclared = undeclaredVariables(configuration);
    if (undeclared.length > 0) {
      throw failed(workspace, "validate", `no declaration of variable ${undeclared.join(", ")}`);
    }
  }

  async plan(
    workspace: Workspace,
    options: PlanOptions,
    onEvent?: OnEvent,
    signal?: AbortSignal,
  ): Promise<SavedPlan> {
    await this.#begin("plan", workspace, signal);
    this.#refuseLocked(workspace);
    onEvent?.({ kind: "message", text: "planning in memory" });
    const configuration = await readConfiguration(workspace.dir);
    const missing = options.destroy === true ? [] : missingVariables(configuration, options.variables);
    if (missing.length > 0) throw failed(workspace, "plan", `no value for variable ${missing.join(", ")}`);
    const state = this.#stateOf(workspace.stack);
    const next =
      options.destroy === true
        ? { resources: new Map<string, FakeResource>(), outputs: {} }
        : evaluate(configuration, options.variables);
    const changes = this.#difference(state.resources, next.resources);
    const file = join(recordsOf(workspace.dir), "plan.tfplan");
    const outputChanges = changedKeys(state.outputs, next.outputs);
    const basis = state.serial;
    await mkdir(recordsOf(workspace.dir), { recursive: true, mode: 0o700 });
    const resources = Object.fromEntries(next.resources);
    await writeFile(file, canonicalJson({ stack: workspace.stack, basis, resources, outputs: next.outputs }));
    const sha256 = await sha256Of(file);
    this.#pending.set(`${workspace.stack} ${sha256}`, { basis, next: held(next, state) });
    return {
      stack: workspace.stack,
      file,
      sha256,
      counts: countsOf(changes),
      changes,
      outputChanges,
      provisional: (options.provisional ?? []).length > 0,
    };
  }

  async apply(
    workspace: Workspace,
    plan: SavedPlan,
    onEvent?: OnEvent,
    signal?: AbortSignal,
  ): Promise<AppliedStack> {
    await refuseUnfit(workspace, plan);
    await this.#begin("apply", workspace, signal);
    this.#refuseLocked(workspace);
    const pending = this.#pending.get(`${workspace.stack} ${plan.sha256}`);
    if (pending?.basis !== this.#stateOf(workspace.stack).serial) throw planStale(workspace.stack);
    for (const { address, action } of plan.changes) {
      onEvent?.({ kind: "resource-started", address, text: `${address}: ${action}` });
      onEvent?.({ kind: "resource-done", address, text: `${address}: ${action} complete`, seconds: 0 });
    }
    this.#states.set(workspace.stack, { serial: pending.basis + 1, ...pending.next });
    const slowest = plan.changes.map(({ address }) => ({ address, seconds: 0 }));
    return { outputs: pending.next.outputs, counts: plan.counts, slowest };
  }

  async outputs(workspace: Workspace): Promise<Readonly<Record<string, Json>>> {
    return this.#stateOf(workspace.stack).outputs;
  }

  #stateOf(stack: string): State {
    return this.#states.get(stack) ?? EMPTY;
  }

  async #begin(
    operation: FakeOperation,
    workspace: Workspace,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    this.operations.push({ operation, stack: workspace.stack });
    const key = `${operation} ${workspace.stack}`;
    try {
      signal?.throwIfAborted();
      const delay = this.#delays.get(key);
      if (delay !== undefined) await this.#clock.sleep(delay, signal);
    } catch (cause) {
      throw new TriremeError(`${workspace.stack}: ${operation} was interrupted and has stopped`, {
        code: "interrupted",
        fault: "environment",
        cause,
      });
    }
    const failure = this.#failures.get(key);
    if (failure !== undefined) throw failure;
  }

  #refuseLocked(workspace: Workspace): void {
    const lock = this.#locks.get(workspace.stack);
    if (lock === undefined) return;
    const message = lockMessage(workspace.stack, lock);
    throw new TriremeError(message, { code: "state-locked", fault: "environment" });
  }

  #difference(
    before: ReadonlyMap<string, FakeResource>,
    after: ReadonlyMap<string, FakeResource>,
  ): ResourceChange[] {
    const changes: ResourceChange[] = [];
    for (const address of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      const old = before.get(address);
      const wanted = after.get(address);
      if (old === undefined && wanted !== undefined) {
        changes.push({ address, type: wanted.type, action: "create" });
      } else if (old !== undefined && wanted === undefined) {
        changes.push({ address, type: old.type, action: "delete" });
      } else if (old !== undefined && wanted !== undefined) {
        const changed = changedKeys(old.arguments, wanted.arguments).filter(
          (argument) => !wanted.ignored.includes(argument),
        );
        if (changed.length === 0) continue;
        const replaced = changed.some((argument) => this.#replaces(wanted.type, argument));
        changes.push({ address, type: wanted.type, action: replaced ? "replace" : "update" });
      }
    }
    return changes;
  }
}

/** What will stand in the state: ignored arguments keep the value they have there. */
function held(next: EvaluatedConfiguration, state: State): EvaluatedConfiguration {
  const resources = new Map(next.resources);
  for (const [address, resource] of resources) {
    const old = state.resources.get(address)?.arguments;
    if (old === undefined) continue;
    const kept = resource.ignored.flatMap((name) => (name in old ? [[name, old[name]]] : []));
    resources.set(address, {
      ...resource,
      arguments: { ...resource.arguments, ...Object.fromEntries(kept) },
    });
  }
  return { resources, outputs: next.outputs };
}

function changedKeys(
  before: Readonly<Record<string, Json>>,
  after: Readonly<Record<string, Json>>,
): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const text = (value: Json | undefined) => (value === undefined ? undefined : canonicalJson(value));
  return [...keys].filter((key) => text(before[key]) !== text(after[key])).sort();
}

function countsOf(changes: readonly ResourceChange[]): PlanCounts {
  const count = (action: string) => changes.filter((change) => change.action === action).length;
  return {
    add: count("create"),
    change: count("update"),
    replace: count("replace"),
    destroy: count("delete"),
  };
}

function failed(workspace: Workspace, operation: string, text: string, cause?: unknown): TriremeError {
  const code = `terraform-${operation}-failed`;
  return new TriremeError(`${workspace.stack}: ${text}`, { code, fault: "environment", cause });
}
