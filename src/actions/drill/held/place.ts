import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../../host/index.ts";
import type { Recoverable, RegionScope, Runbook, RunResult } from "../../../runbooks/index.ts";
import type { FaultRule, LostPart, RegionEntry, RegionFault, Sandbox } from "../../../sandbox/index.ts";
import type { SynthesizedStack } from "../../../stacks/index.ts";
import { notCounted } from "../../recovery/keptCaches.ts";
import { SandboxTime } from "../../recovery/sandboxTime.ts";
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
import { TimedSandbox } from "./timedSandbox.ts";

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
  readonly #sandbox: TimedSandbox;
  readonly #lost = new Map<string, LostPart>();
  readonly #lostRegions = new Set<string>();
  readonly #faults = new Set<string>();
  #customers: Customers | undefined;
  #runs = 0;
  #time: SandboxTime | undefined;
  #before = 0;

  constructor(options: PlaceOptions) {
    this.#options = options;
    const { prepared, bench, sandbox } = options;
    this.#sandbox = new TimedSandbox(sandbox);
    this.#benches = new Benches([{ stacks: prepared.stacks, bench }]);
  }

  get sandbox(): TimedSandbox {
    return this.#sandbox;
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
      { notCounted: notCounted(environment, scope.region) },
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

  /** Takes a region as a whole, or gives back a part of it: what ran in one that was gone runs again. */
  async loseRegion(region: string, fault: RegionFault): Promise<void> {
    await this.sandbox.loseRegion(region, fault);
    this.#lostRegions.add(region);
    this.#benches.avoid([...this.#lostRegions]);
  }

  async returnRegion(region: string): Promise<void> {
    await this.sandbox.restoreRegion(region);
    this.#lostRegions.delete(region);
    this.#benches.avoid([...this.#lostRegions]);
    await this.#customers?.back();
  }

  async returnPart(part: LostPart): Promise<void> {
    await this.sandbox.restorePart(part);
    this.#lost.delete(JSON.stringify(part));
    await this.#customers?.back();
  }

  /** Calls are struck until that is ended; see `DRILL_FAULT` for its id. */
  async strike(rule: FaultRule): Promise<void> {
    await this.sandbox.setFault(rule);
    this.#faults.add(rule.id);
  }

  async endStrike(id: string): Promise<void> {
    await this.sandbox.clearFault(id);
    this.#faults.delete(id);
  }

  /** Runs runbooks one after another, each in its own region; every question gets the same answer. */
  async run(
    stage: string,
    text: string,
    runbooks: readonly Runbook[],
    answer: "yes" | "no" = "yes",
  ): Promise<Pick<RunResult, "completed" | "steps">> {
    this.#goOn(text);
    return this.#options.stages.run(stage, text, () => this.#recover(runbooks, answer));
  }

  /** Runs runbooks beside whatever else goes on: on one clock, so that both sleep through the same minutes. */
  beside(runbooks: readonly Runbook[]): Promise<Pick<RunResult, "completed" | "steps">> {
    return this.#recover(runbooks, "yes");
  }

  /** Lets time go by for those beside. */
  async pass(seconds: number): Promise<void> {
    await (await this.#clock()).sleep(seconds * 1000);
  }

  async #recover(runbooks: readonly Runbook[], answer: "yes" | "no") {
    const { prepared, bench } = this.#options;
    return recover(runbooks, {
      ...this.#options,
      sandbox: this.sandbox,
      project: prepared.project,
      environment: prepared.environment,
      clients: bench.runbook,
      dir: await this.#journals(),
      answer,
      clock: await this.#clock(),
    });
  }

  /** Of all runs of the drill. Others move the sandbox's clock in between. */
  async #clock(): Promise<SandboxTime> {
    this.#time ??= await SandboxTime.of(this.sandbox);
    await this.#time.look();
    return this.#time;
  }

  /** The same, and keeps what it came to. */
  async recover(
    which: "failover" | "failback",
    text: string,
    runbooks: readonly Runbook[],
  ): Promise<Pick<RunResult, "completed" | "steps">> {
    const { draft } = this.#options;
    const result = await this.run(which, text, runbooks);
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

  /** Customers go on for two minutes; then what they find is counted. */
  async failedOver(): Promise<void> {
    await this.#customers?.failedOver();
  }

  /** The same, and what the calls went to. */
  async seeRecovered(lostRegion: string | undefined): Promise<void> {
    const { draft } = this.#options;
    await this.failedOver();
    const upTo = (await this.sandbox.status()).calls;
    const { byFailover, toLostRegion, toFallenControlPlanes } = await callSummary(
      this.sandbox,
      // No region of that name is called: nothing was lost as a whole.
      lostRegion ?? "none",
      { after: this.#before, upTo },
    );
    draft.calls = { byFailover, toLostRegion, toFallenControlPlanes };
  }

  /** `whyNot`: what keeps a stack from being planned now, which is told and not taken for a fault. */
  async plan(
    moment: "planAfterFailover" | "planAfterFailback",
    text: string,
    whyNot: (stack: SynthesizedStack) => string | undefined = () => undefined,
  ): Promise<PlanSummary> {
    this.#goOn(text);
    const skipped = this.#options.prepared.stacks.flatMap((stack) => {
      const reason = whyNot(stack);
      return reason === undefined ? [] : [{ id: stack.id, reason, expected: true }];
    });
    const plans = await this.#options.stages.run(moment, text, () =>
      this.#benches.plan("planning", ({ id }) => !skipped.some((each) => each.id === id)),
    );
    const summary = this.#told(planSummary(plans, skipped));
    notePlan(this.draft, moment, summary, this.#isGlobal);
    return summary;
  }

  /** Who writes now, for whoever must know and not for the record. `gone`: regions that cannot be asked. */
  writersNow(
    stores: readonly Recoverable[],
    gone: readonly string[] = [],
  ): Promise<ReadonlyMap<string, string>> {
    return writersNow(stores, this.observer, gone);
  }

  /** The same, as a moment of the record. */
  async writers(
    moment: Moment,
    stores: readonly Recoverable[],
    gone: readonly string[] = [],
  ): Promise<ReadonlyMap<string, string>> {
    const writers = await this.writersNow(stores, gone);
    this.draft.writers = withMoment(this.draft.writers, moment, writers);
    return writers;
  }

  /** Gives back whatever was taken. */
  async restore(): Promise<void> {
    if (this.#lost.size + this.#lostRegions.size > 0) await this.#customers?.back();
    for (const part of this.#lost.values()) await this.sandbox.restorePart(part);
    for (const region of this.#lostRegions) await this.sandbox.restoreRegion(region);
    for (const id of this.#faults) await this.sandbox.clearFault(id);
    this.#lost.clear();
    this.#lostRegions.clear();
    this.#faults.clear();
    this.#benches.avoid([]);
  }

  async endCustomers(): Promise<void> {
    noteCustomers(this.draft, await this.#customers?.end());
    this.#customers = undefined;
  }

  tell(text: string): void {
    this.#options.host.notify({ code: "drill-event", level: "info", text });
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
