import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../../host/index.ts";
import type { RecoverableStore, RegionScope, Runbook, RunResult } from "../../../runbooks/index.ts";
import type { LostPart, RegionEntry, Sandbox } from "../../../sandbox/index.ts";
import type { SynthesizedStack } from "../../../stacks/index.ts";
import { writersNow } from "../../recovery/scope.ts";
import { Customers, crowdOf } from "../../rehearse/customers.ts";
import { recover } from "../../rehearse/recoveries.ts";
import type { Moment, PlanSummary } from "../../rehearse/result.ts";
import type { Stages } from "../../rehearse/stages.ts";
import {
  callSummary,
  isEmpty,
  planSummary,
  resourceSummary,
  stepSummary,
  withMoment,
} from "../../rehearse/summaries.ts";
import { giveBack } from "../../sandbox/giveBack.ts";
import { Benches } from "../../workbench/benches.ts";
import type { Workbench } from "../../workbench/workbench.ts";
import type { PreparedDrill } from "../prepare.ts";
import { storeClients } from "./clients.ts";
import { type Draft, noteCustomers, noteNotDone, notePlan, noteSteps } from "./draft.ts";

export interface PlaceOptions {
  readonly prepared: PreparedDrill;
  readonly sandbox: Sandbox;
  readonly bench: Workbench;
  readonly workRoot: string;
  readonly host: Host;
  readonly stages: Stages;
  readonly draft: Draft;
  readonly signal: AbortSignal | undefined;
}

/** Thrown to leave a drill in the middle; what was not done is in the draft. */
export class DrillCutShort extends Error {}

/**
 * Some stacks of an environment on a sandbox, and what is done to them in a drill. Whatever is taken is given back when
 * the place is left.
 */
export class Place {
  readonly #options: PlaceOptions;
  readonly #benches: Benches;
  readonly #lost = new Map<string, LostPart>();
  #customers: Customers | undefined;
  #runs = 0;
  #before = 0;

  constructor(options: PlaceOptions) {
    this.#options = options;
    const { prepared, bench } = options;
    this.#benches = new Benches([{ stacks: prepared.stacks, bench }]);
  }

  get sandbox(): Sandbox {
    return this.#options.sandbox;
  }

  get observer(): Workbench["observer"] {
    return this.#options.bench.observer;
  }

  get draft(): Draft {
    return this.#options.draft;
  }

  /** Applies what the drill is held on, and plans it again. False when something could not be applied. */
  async make(): Promise<boolean> {
    const { prepared, stages, draft } = this.#options;
    const { stacks } = prepared;
    this.#goOn("applying");
    await giveBack(this.sandbox);
    await this.#benches.makeStateBuckets();
    const rollout = await stages.run(
      "apply",
      `Applying ${stacks.length} of ${prepared.all.length} stacks, ${draft.resources.emitted} of ${draft.resources.of} resources: what this drill needs`,
      () => this.#benches.apply("applying"),
    );
    this.#goOn("planning");
    const second = await stages.run("second", "Planning them again: nothing may be left to do", () =>
      this.#benches.plan("planning", () => true),
    );
    const validated = new Set(second.planned.map(({ stack }) => stack));
    const { applied } = resourceSummary(stacks, rollout, second, validated);
    draft.resources = { ...draft.resources, applied };
    notePlan(draft, "planBefore", this.#told(planSummary(second, [])), this.#isGlobal);
    const failed = rollout.results.filter(({ status }) => status === "failed" || status === "skipped");
    if (failed.length === 0) return true;
    noteNotDone(draft, {
      code: "apply-failed",
      what: "losing anything",
      why: failed.map(({ stack, error, reason }) => `${stack}: ${error?.message ?? reason}`).join("; "),
      fix: "Mend it, then drill again.",
    });
    return false;
  }

  /** Customers begin to write to the stores of the scope, a minute before the loss. */
  async customersOf(scope: RegionScope, entries?: Readonly<Record<string, RegionEntry>>): Promise<void> {
    const { platform } = this.#options.prepared.project;
    const { environment, stacks } = this.#options.prepared;
    const names = stacks.some(({ id }) => id === `${environment.name}/traffic`);
    this.#customers = await Customers.come(
      this.sandbox,
      storeClients({ platform, environment, scope, names, ...(entries === undefined ? {} : { entries }) }),
    );
  }

  /** Customers near those regions use services whose stores do not matter to the drill. */
  async customersOfServices(
    services: readonly { readonly name: string }[],
    near: readonly string[],
  ): Promise<void> {
    const { project, environment } = this.#options.prepared;
    this.#customers = await Customers.come(this.sandbox, {
      ...crowdOf(project.platform, environment),
      account: environment.account,
      clientRegions: near,
      services: services.map(({ name }) => ({ name, stores: [] })),
      stores: [],
    });
  }

  /** To be called by whoever then takes something away. */
  async beginLoss(): Promise<void> {
    this.#goOn("losing anything");
    await this.#customers?.lose();
    this.#before = (await this.sandbox.status()).calls;
  }

  async losePart(part: LostPart): Promise<void> {
    await this.sandbox.losePart(part);
    this.#lost.set(JSON.stringify(part), part);
  }

  /** Runs runbooks one after another, each in its own region; all questions are answered with yes. */
  async recover(
    which: "failover" | "failback",
    text: string,
    runbooks: readonly Runbook[],
  ): Promise<Pick<RunResult, "completed" | "steps">> {
    const { prepared, stages, draft, bench } = this.#options;
    this.#goOn(text);
    const dir = await this.#journals();
    const result = await stages.run(which, text, () =>
      recover(runbooks, {
        ...this.#options,
        project: prepared.project,
        environment: prepared.environment,
        clients: bench.runbook,
        dir,
      }),
    );
    noteSteps(draft, which, stepSummary(result));
    if (result.completed) return result;
    const last = result.steps.at(-1);
    noteNotDone(draft, {
      code: `${which}-incomplete`,
      what: text,
      why: last === undefined ? "no step was begun" : `${last.title}: ${last.outcome}, ${last.detail}`,
      fix: "See the step that was not confirmed.",
    });
    return result;
  }

  /** Customers go on for two minutes; then what they find is counted, and what the calls went to. */
  async seeRecovered(lostRegion: string | undefined): Promise<void> {
    const { draft } = this.#options;
    await this.#customers?.failedOver();
    const upTo = (await this.sandbox.status()).calls;
    const { byFailover, toLostRegion, toFallenControlPlanes } = await callSummary(
      this.sandbox,
      // No region of that name is called: nothing was lost as a whole.
      lostRegion ?? "none",
      { after: this.#before, upTo },
    );
    draft.calls = { byFailover, toLostRegion, toFallenControlPlanes };
  }

  async plan(moment: "planAfterFailover" | "planAfterFailback", text: string): Promise<void> {
    this.#goOn(text);
    const plans = await this.#options.stages.run(moment, text, () =>
      this.#benches.plan("planning", () => true),
    );
    notePlan(this.draft, moment, this.#told(planSummary(plans, [])), this.#isGlobal);
  }

  async writers(moment: Moment, stores: readonly RecoverableStore[]): Promise<ReadonlyMap<string, string>> {
    const writers = await writersNow(stores, this.observer, []);
    this.draft.writers = withMoment(this.draft.writers, moment, writers);
    return writers;
  }

  /** Gives back whatever was taken. */
  async restore(): Promise<void> {
    await this.#customers?.back();
    for (const part of this.#lost.values()) await this.sandbox.restorePart(part);
    this.#lost.clear();
  }

  async endCustomers(): Promise<void> {
    noteCustomers(this.draft, await this.#customers?.end());
    this.#customers = undefined;
  }

  async leave(): Promise<void> {
    await this.#benches.close();
    await this.sandbox.stopClients().catch(() => undefined);
    await giveBack(this.sandbox).catch(() => undefined);
  }

  readonly #isGlobal = (id: string): boolean => this.#stackOf(id)?.scope.kind === "global";

  #stackOf(id: string): SynthesizedStack | undefined {
    return this.#options.prepared.stacks.find((stack) => stack.id === id);
  }

  #told(summary: PlanSummary): PlanSummary {
    const { stacks, add, change, replace, destroy, unplannable } = summary;
    this.#options.host.notify({
      code: "planned",
      level: isEmpty(summary) ? "info" : "warn",
      text: `  ${stacks.length} stacks planned: ${add} to add, ${change} to change, ${replace} to replace, ${destroy} to destroy${unplannable.length > 0 ? `; ${unplannable.length} cannot be planned` : ""}`,
    });
    return summary;
  }

  /** What an earlier drill left unfinished was of another world. */
  async #journals(): Promise<string> {
    const root = join(this.#options.workRoot, "..", "runbooks");
    if (this.#runs === 0) await rm(root, { recursive: true, force: true });
    this.#runs += 1;
    return join(root, String(this.#runs));
  }

  #goOn(next: string): void {
    if (this.#options.signal?.aborted !== true) return;
    noteNotDone(this.draft, {
      code: "interrupted",
      what: `${next}, and all that follows`,
      why: "the drill was interrupted",
      fix: "Run it again: it begins anew.",
    });
    throw new DrillCutShort(next);
  }
}
