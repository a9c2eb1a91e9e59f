import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "../../config/index.ts";
import type { Host } from "../../host/index.ts";
import {
  datastoresOf,
  failback as failbackRunbooks,
  instancesToRebuild,
  type Runbook,
  regionalFailover,
  strandedStores,
} from "../../runbooks/index.ts";
import type { RegionFault, Sandbox } from "../../sandbox/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import type { LocatedTerraform, PlansResult, RolloutResult } from "../../terraform/index.ts";
import type { Project } from "../project.ts";
import { cachesLostWith, regionScope, writersNow } from "../recovery/scope.ts";
import { giveBack } from "../sandbox/giveBack.ts";
import { Benches } from "../workbench/benches.ts";
import type { Machine } from "../workbench/machine.ts";
import { whyUnplannable } from "../workbench/plannable.ts";
import { sandboxTarget } from "../workbench/target.ts";
import { Workbench } from "../workbench/workbench.ts";
import { Customers } from "./customers.ts";
import { emulationSummary, stackSummaries } from "./places.ts";
import type { PreparedUnit } from "./prepare.ts";
import { recover } from "./recoveries.ts";
import type { Moment, NotDone, PlanSummary, RehearsalResult, UnplannableStack } from "./result.ts";
import type { Stages } from "./stages.ts";
import {
  callSummary,
  criticalPath,
  isEmpty,
  planSummary,
  resourceSummary,
  stepSummary,
  withMoment,
} from "./summaries.ts";

/** A result that is still being filled. */
export type Draft = { -readonly [Key in keyof RehearsalResult]: RehearsalResult[Key] };

export interface LifeOptions {
  readonly project: Project;
  readonly environment: Environment;
  readonly units: readonly PreparedUnit[];
  readonly stacks: readonly SynthesizedStack[];
  readonly lost: string;
  readonly terraform: Extract<LocatedTerraform, { ok: true }>;
  readonly sandbox: Sandbox;
  /** Started for this rehearsal, and ended with it. */
  readonly sandboxIsOurs: boolean;
  readonly workRoot: string;
  readonly machine: Machine;
  readonly host: Host;
  readonly stages: Stages;
  readonly draft: Draft;
  /** How the region is lost. */
  readonly fault: RegionFault;
  /** Plans what comes back with the region before the failback as well. */
  readonly planAfterReturn: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Thrown to leave a life in the middle; says what was not begun or not finished, and why. */
class CutShort extends Error {
  readonly entry: NotDone;

  constructor(entry: NotDone) {
    super(`${entry.what}: ${entry.why}`);
    this.entry = entry;
  }
}

function interruptedBefore(what: string): CutShort {
  return new CutShort({
    code: "interrupted",
    what: `${what}, and all that follows`,
    why: "the rehearsal was interrupted",
    fix: "Run it again: it begins anew.",
  });
}

/** The part that needs Terraform and a sandbox. Fills the draft as it goes, so that what was reached is reported. */
export class Life {
  readonly #options: LifeOptions;

  constructor(options: LifeOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    try {
      await this.#live();
    } catch (error) {
      if (!(error instanceof CutShort)) throw error;
      this.#notDone(error.entry);
    }
  }

  async #live(): Promise<void> {
    const { environment, lost, sandbox, draft, stages } = this.#options;
    this.#goOn("applying");
    draft.emulation = emulationSummary(await sandbox.status());
    await giveBack(sandbox);
    const { benches, bench } = await this.#open();
    try {
      await benches.makeStateBuckets();
      await this.#apply(benches);
      if (draft.failures.length > 0) {
        this.#notDone({
          code: "apply-failed",
          what: "losing a region",
          why: "some stacks could not be applied",
          fix: "See failures; mend them, then rehearse again.",
        });
      } else if (environment.regions.length < 2) {
        this.#notDone({
          code: "one-region",
          what: "losing a region",
          why: `${environment.name} has one region only`,
          fix: "Rehearse an environment with more regions: --env NAME.",
        });
      } else await this.#loseAndReturn(benches, bench);
    } finally {
      draft.peakMemoryMb = Math.round(benches.peakMemory() / 1e6 + process.resourceUsage().maxRSS / 1e3);
      await benches.close();
      await sandbox.stopClients().catch(() => undefined);
      draft.seconds = stages.seconds;
      if ((await sandbox.status().catch(() => undefined))?.lostRegions.includes(lost)) {
        await sandbox.restoreRegion(lost);
      }
      stages.regionBack();
    }
  }

  /** A bench for each unit, and the environment's apart. Each unit has credentials and buckets of states of its own. */
  async #open(): Promise<{ readonly benches: Benches; readonly bench: Workbench }> {
    const { project, environment, units, sandbox, sandboxIsOurs, workRoot } = this.#options;
    const opened = await Promise.all(
      units.map(async ({ unit, stacks }) => ({
        unit,
        stacks,
        bench: await Workbench.open({
          ...this.#options,
          platform: project.platform,
          unit,
          // A folder for each, since each keeps a journal of its own.
          workRoot: unit === environment ? workRoot : join(workRoot, "..", unit.name),
          target: sandboxTarget({ endpoint: sandbox.endpoint, endsWithUs: sandboxIsOurs }, unit.account),
        }),
      })),
    );
    const bench = opened.find(({ unit }) => unit === environment)?.bench;
    if (bench === undefined) throw new RangeError("the environment is none of the units");
    return { benches: new Benches(opened), bench };
  }

  async #apply(benches: Benches): Promise<void> {
    const { stacks, stages, draft, terraform } = this.#options;
    const rollout = await stages.run(
      "apply",
      `Applying ${stacks.length} stacks, ${draft.resources.emitted} resources, with ${terraform.name} ${terraform.version}`,
      () => benches.apply("applying"),
    );
    const { begunAt } = stages;
    const seen = rollout.results.filter(({ plan }) => plan !== undefined);
    const planned = new Set(seen.map(({ stack }) => stack));
    draft.stacks = stackSummaries(stacks, { rollout, validated: planned, begunAt });
    const interrupted = rollout.results.some(({ error }) => error?.code === "interrupted");
    if (interrupted || this.#options.signal?.aborted) {
      draft.resources = resourceSummary(stacks, undefined, undefined, planned);
      draft.failures = failuresOf(rollout).filter(
        ({ code }) => code !== "interrupted" && code !== "not-started",
      );
      throw interruptedBefore("applying");
    }
    draft.failures = failuresOf(rollout);
    if (draft.failures.length > 0) await this.#seeEmulator();
    draft.criticalPath = criticalPath(stacks, rollout);
    const second = await this.#plan(
      benches,
      "second",
      "Planning everything again: nothing may be left to do",
    );
    const validated = new Set(second.plans.planned.map(({ stack }) => stack));
    draft.resources = resourceSummary(stacks, rollout, second.plans, validated);
    draft.stacks = stackSummaries(stacks, { rollout, second: second.plans, validated, begunAt });
    draft.plans = { second: second.summary };
  }

  /** Without the emulator every further word would be about its absence. */
  async #seeEmulator(): Promise<void> {
    const { emulator } = await this.#options.sandbox.status();
    if (emulator.alive) return;
    throw new CutShort({
      code: "emulator-gone",
      what: "applying, and all that follows",
      why: `the emulator at ${emulator.endpoint} has ended, and what it held is lost`,
      fix: "Run it again; if you started the sandbox yourself: trireme sandbox down, then up.",
    });
  }

  async #loseAndReturn(benches: Benches, bench: Workbench): Promise<void> {
    const { project, environment, lost, sandbox, stages, draft } = this.#options;
    const recovery = { ...this.#options, clients: bench.runbook, dir: await this.#journals() };
    const run = (runbooks: readonly Runbook[]) => recover(runbooks, recovery);
    const scope = regionScope(project.platform, environment, lost);
    const note = async (moment: Moment, gone: readonly string[]) => {
      const writers = await writersNow([...scope.stores, ...datastoresOf(scope)], bench.observer, gone);
      draft.writers = withMoment(draft.writers, moment, writers);
      return writers;
    };

    this.#goOn("losing a region");
    const before = await note("afterApply", []);
    const customers = await Customers.begin({ ...this.#options, platform: project.platform, scope });
    const mark = (await sandbox.status()).calls;
    await customers.lose();
    await sandbox.loseRegion(lost, this.#options.fault);
    stages.regionLost(lost);
    benches.avoid([lost]);
    await note("afterLoss", [lost]);
    const failover = await stages.run(
      "failover",
      `${lost} is ${this.#options.fault}. Failing over, from the regions that survive`,
      () => run(regionalFailover(scope)),
    );
    draft.failover = stepSummary(failover);
    draft.customers = await customers.failedOver();
    for (const store of strandedStores(scope)) this.#stranded(store);
    draft.lostWithRegion = cachesLostWith(environment, lost);
    this.#goOn("planning without the region");
    await note("afterFailover", [lost]);
    const during = await this.#plan(
      benches,
      "afterFailover",
      "Planning the surviving regions: nothing may be left to do",
      (stack) => whyUnplannable(stack, lost),
    );
    draft.plans = { ...draft.plans, afterFailover: during.summary };
    const end = (await sandbox.status()).calls;
    draft.calls = await callSummary(sandbox, lost, { after: mark, upTo: end });

    this.#goOn("giving the region back");
    await customers.back();
    await sandbox.restoreRegion(lost);
    stages.regionBack();
    benches.avoid([]);
    const holders = await note("afterReturn", []);
    if (this.#options.planAfterReturn) await this.#planReturned(benches);
    if (!failover.completed) {
      draft.customers = await customers.end();
      this.#notDone({
        code: "failover-incomplete",
        what: "failing back",
        why: "the failover was not completed",
        fix: "See the step that was not confirmed.",
      });
      return;
    }
    const failback = await stages.run("failback", `${lost} is back. Giving it its work again`, () =>
      run(failbackRunbooks(scope, before, holders)),
    );
    draft.failback = stepSummary(failback);
    draft.leftToPeople = await instancesToRebuild(scope, bench.observer);
    this.#goOn("planning after the failback");
    await note("afterFailback", []);
    draft.customers = await customers.end();
    const after = await this.#plan(
      benches,
      "afterFailback",
      "Planning everything a last time: nothing may be left to do",
    );
    draft.plans = { ...draft.plans, afterFailback: after.summary };
    draft.calls = { ...draft.calls, total: (await sandbox.status()).calls };
  }

  /** What was out of reach while the region was gone, now that its writers are still elsewhere. */
  async #planReturned(benches: Benches): Promise<void> {
    const { lost, draft } = this.#options;
    const returned = await this.#plan(
      benches,
      "afterReturn",
      `${lost} is back and has not failed back: planning what could not be planned without it`,
      (stack) =>
        whyUnplannable(stack, lost) === undefined ? "it was planned without the region" : undefined,
    );
    const summary = {
      ...returned.summary,
      unplannable: returned.summary.unplannable.filter(({ expected }) => !expected),
    };
    draft.plans = { ...draft.plans, afterReturn: summary };
  }

  /** A folder of journals of this rehearsal's own: what an earlier one left unfinished was of another world. */
  async #journals(): Promise<string> {
    const dir = join(this.#options.workRoot, "..", "runbooks");
    await rm(dir, { recursive: true, force: true });
    return dir;
  }

  async #plan(
    benches: Benches,
    stage: string,
    text: string,
    whyNot: (stack: SynthesizedStack) => string | undefined = () => undefined,
  ): Promise<{ readonly plans: PlansResult; readonly summary: PlanSummary }> {
    const { stacks, stages, host } = this.#options;
    this.#goOn(`the plan ${stage}`);
    const skipped: UnplannableStack[] = [];
    const possible = new Set(stacks);
    for (const stack of stacks) {
      const reason = whyNot(stack);
      if (reason === undefined) continue;
      skipped.push({ id: stack.id, reason, expected: true });
      possible.delete(stack);
    }
    const plans = await stages.run(stage, text, () =>
      benches.plan("planning", (stack) => possible.has(stack)),
    );
    if (plans.unplannable.some(({ code }) => code === "interrupted")) {
      throw interruptedBefore(`the plan ${stage}`);
    }
    const summary = planSummary(plans, skipped);
    host.notify({
      code: "planned",
      level: isEmpty(summary) ? "info" : "warn",
      text: `  ${summary.stacks.length} stacks planned: ${summary.add} to add, ${summary.change} to change, ${summary.replace} to replace, ${summary.destroy} to destroy${summary.unplannable.length > 0 ? `; ${summary.unplannable.length} cannot be planned now` : ""}`,
    });
    return { plans, summary };
  }

  /** Leaves when the rehearsal was told to stop; `next` is what will not be done. */
  #goOn(next: string): void {
    if (this.#options.signal?.aborted) throw interruptedBefore(next);
  }

  #stranded(store: string): void {
    const { lost } = this.#options;
    this.#notDone({
      code: "store-stranded",
      what: `recovering ${store}`,
      why: `its only copy is in ${lost}: nothing can be done for it until ${lost} is back`,
      fix: "Give the store a copy in another region.",
    });
  }

  #notDone(entry: NotDone): void {
    this.#options.draft.notDone = [...this.#options.draft.notDone, entry];
  }
}

function failuresOf({ results }: RolloutResult): RehearsalResult["failures"] {
  return results.flatMap(({ stack, status, error, reason }) => {
    if (status === "failed")
      return [{ stack, code: error?.code ?? "unknown", message: error?.message ?? "" }];
    return status === "skipped" ? [{ stack, code: "not-started", message: reason ?? "" }] : [];
  });
}
