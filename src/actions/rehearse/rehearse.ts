import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Environment } from "../../config/index.ts";
import type { Host } from "../../host/index.ts";
import { InputError, systemClock } from "../../lib/index.ts";
import { regionFailback, regionFailover, runSteps } from "../../runbooks/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { applyStacks, type PlansResult, planStacks, type RolloutResult } from "../../terraform/index.ts";
import { openProject, type Project, synthesizeEnvironment } from "../project.ts";
import { whyUnplannable } from "./plannable.ts";
import type { Moment, PlanSummary, RehearsalResult, UnplannableStack } from "./result.ts";
import { SandboxTime } from "./sandboxTime.ts";
import { regionScope, writersNow } from "./scope.ts";
import { Stages } from "./stages.ts";
import {
  callSummary,
  criticalPath,
  isEmpty,
  planSummary,
  resourceSummary,
  stepSummary,
} from "./summaries.ts";
import { openTools, type Tools } from "./tools.ts";
import { Workbench } from "./workbench.ts";

export interface RehearseOptions {
  readonly path?: string;
  /** @default the environment with the most regions */
  readonly environment?: string;
  /** Region to lose. @default the environment's first */
  readonly lose?: string;
  readonly signal?: AbortSignal;
}

export interface Rehearsed {
  readonly result: RehearsalResult;
  /** Folder of the rehearsal's state, where its report belongs. */
  readonly stateDir: string;
}

type Draft = { -readonly [Key in keyof RehearsalResult]: RehearsalResult[Key] };

/**
 * Turns the whole life once on an emulated AWS: apply, plan again, lose a region, fail over, plan
 * again, give the region back, fail back, plan again. What could not be done is named in `notDone`
 * and never counted as proven.
 *
 * @throws InputError for a bad configuration or option; nothing has been started then.
 */
export async function rehearse(options: RehearseOptions, host: Host): Promise<Rehearsed> {
  const stages = new Stages(host, systemClock);
  const { project, environment, stacks, lost } = await stages.run(
    "synth",
    "Reading the configuration, synthesising and checking it",
    () => prepare(options),
  );
  const draft: Draft = {
    platform: project.platform.name,
    environment: environment.name,
    lost,
    proven: false,
    findings: project.findings,
    resources: resourceSummary(stacks, undefined, undefined, new Set()),
    plans: {},
    writers: {},
    seconds: stages.seconds,
    criticalPath: [],
    peakMemoryMb: undefined,
    failures: [],
    notDone: [],
  };
  for (const { severity, where, text, fix } of project.findings) {
    host.notify({
      code: "finding",
      level: severity === "error" ? "error" : "warn",
      text: `${where}: ${text} ${fix}`,
    });
  }
  const stateRoot = join(dirname(project.file), ".trireme");
  await mkdir(stateRoot, { recursive: true });
  const tools = await stages.run("sandbox", "Starting the emulated AWS behind the gateway", () =>
    openTools({
      stacks,
      stateRoot,
      host,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    }),
  );
  draft.notDone = tools.notDone;
  draft.resources = resourceSummary(stacks, undefined, undefined, tools.validated);
  try {
    if (tools.ready !== undefined) {
      await new Rehearsal(
        { project, environment, stacks, lost, host, stages, draft, options },
        tools.ready,
      ).run();
    }
  } finally {
    await tools.close();
  }
  draft.seconds = { ...stages.seconds, total: stages.total() };
  draft.proven = isProven(draft);
  return { result: draft, stateDir: join(stateRoot, "rehearsal") };
}

async function prepare(options: RehearseOptions) {
  const project = await openProject(options.path, systemClock);
  const environment = chosenEnvironment(project, options.environment);
  const { stacks } = synthesizeEnvironment(project.platform, environment);
  return { project, environment, stacks, lost: chosenRegion(project, environment, options.lose) };
}

function chosenEnvironment({ platform, file }: Project, name: string | undefined): Environment {
  const byRegions = [...platform.environments].sort((a, b) => b.regions.length - a.regions.length);
  const found = name === undefined ? byRegions[0] : byRegions.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new InputError(file, [
    {
      code: "option/unknown-environment",
      where: "--env",
      given: name ?? "nothing",
      wanted: `one of ${platform.environments.map((each) => each.name).join(", ")}`,
      fix: "Name an environment of the configuration.",
    },
  ]);
}

function chosenRegion({ file }: Project, environment: Environment, name: string | undefined): string {
  const regions = environment.regions.map((each) => each.name);
  const found = name === undefined ? regions[0] : regions.find((each) => each === name);
  if (found !== undefined) return found;
  throw new InputError(file, [
    {
      code: "option/unknown-region",
      where: "--lose",
      given: name ?? "nothing",
      wanted: `a region of ${environment.name}: ${regions.join(", ")}`,
      fix: "Name a region that the environment has.",
    },
  ]);
}

function isProven({ plans, failover, failback, calls, notDone, failures }: Draft): boolean {
  return (
    notDone.length === 0 &&
    failures.length === 0 &&
    isEmpty(plans.second) &&
    isEmpty(plans.afterFailover) &&
    isEmpty(plans.afterFailback) &&
    failover?.completed === true &&
    failback?.completed === true &&
    calls !== undefined &&
    calls.byFailover > 0 &&
    calls.toLostRegion === 0 &&
    calls.toFallenControlPlanes === 0
  );
}

interface RehearsalContext {
  readonly project: Project;
  readonly environment: Environment;
  readonly stacks: readonly SynthesizedStack[];
  readonly lost: string;
  readonly host: Host;
  readonly stages: Stages;
  readonly draft: Draft;
  readonly options: RehearseOptions;
}

/** The part that needs Terraform and a sandbox. Fills the draft as it goes, so that what was reached is reported. */
class Rehearsal {
  readonly #context: RehearsalContext;
  readonly #tools: NonNullable<Tools["ready"]>;

  constructor(context: RehearsalContext, tools: NonNullable<Tools["ready"]>) {
    this.#context = context;
    this.#tools = tools;
  }

  async run(): Promise<void> {
    const { project, environment, stacks, lost, host, stages, draft, options } = this.#context;
    const { sandbox } = this.#tools;
    // A sandbox that outlived an interrupted rehearsal may still lack a region.
    for (const region of (await sandbox.status()).lostRegions) await sandbox.restoreRegion(region);
    const bench = await Workbench.open({
      platform: project.platform,
      environment,
      sandbox,
      terraform: this.#tools.terraform,
      workRoot: this.#tools.workRoot,
      host,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    try {
      const rollout = await stages.run(
        "apply",
        `Applying ${stacks.length} stacks, ${draft.resources.emitted} resources, with ${this.#tools.terraform.name} ${this.#tools.terraform.version}`,
        () => applyStacks(bench.rollout(stacks, "applying")),
      );
      draft.failures = failuresOf(rollout);
      draft.criticalPath = criticalPath(stacks, rollout);
      const second = await this.#plan(
        bench,
        "second",
        "Planning everything again: nothing may be left to do",
        stacks,
      );
      const validated = new Set(second.plans.planned.map(({ stack }) => stack));
      draft.resources = resourceSummary(stacks, rollout, second.plans, validated);
      draft.plans = { second: second.summary };
      if (draft.failures.length > 0) {
        this.#notDone(
          "losing a region",
          "some stacks could not be applied",
          "See failures; mend them, then rehearse again.",
        );
        return;
      }
      if (environment.regions.length < 2) {
        this.#notDone(
          "losing a region",
          `${environment.name} has one region only`,
          "Rehearse an environment with more regions: --env NAME.",
        );
        return;
      }
      await this.#loseAndReturn(bench, sandbox);
    } finally {
      const { total } = bench.driver.peakMemory();
      draft.peakMemoryMb = Math.round(total / 1e6 + process.resourceUsage().maxRSS / 1e3);
      bench.close();
      draft.seconds = stages.seconds;
      if (lost !== undefined && (await sandbox.status().catch(() => undefined))?.lostRegions.includes(lost)) {
        await sandbox.restoreRegion(lost);
      }
    }
  }

  async #loseAndReturn(bench: Workbench, sandbox: Sandbox): Promise<void> {
    const { project, environment, stacks, lost, host, stages, draft } = this.#context;
    const time = await SandboxTime.of(sandbox);
    const scope = regionScope(project.platform, environment, lost, {
      clients: bench.runbook,
      resolve: (name, clientRegion) => sandbox.resolveName({ name, type: "A", clientRegion }),
    });
    const note = async (moment: Moment, gone: readonly string[]) => {
      const writers = await writersNow(scope.stores, bench.observer, gone);
      draft.writers = withMoment(draft.writers, moment, writers);
      return writers;
    };
    const stepping = {
      clock: time,
      onStep: (step: {
        id: string;
        title: string;
        outcome: string;
        detail: string;
        startedAt: number;
        endedAt: number;
      }) =>
        host.notify({
          code: "step-ended",
          level: step.outcome === "confirmed" || step.outcome === "satisfied" ? "info" : "error",
          text: `  ${step.title}: ${step.outcome}, ${step.detail} (${((step.endedAt - step.startedAt) / 1000).toFixed(0)} s on the sandbox's clock)`,
        }),
    };

    const before = await note("afterApply", []);
    const mark = (await sandbox.status()).calls;
    await sandbox.loseRegion(lost);
    bench.avoid([lost]);
    await note("afterLoss", [lost]);
    const failover = await stages.run(
      "failover",
      `${lost} is gone. Failing over, from the regions that survive`,
      () => runSteps(regionFailover(scope), stepping),
    );
    draft.failover = stepSummary(failover);
    await note("afterFailover", [lost]);
    const during = await this.#plan(
      bench,
      "afterFailover",
      "Planning the surviving regions: nothing may be left to do",
      stacks,
      lost,
    );
    draft.plans = { ...draft.plans, afterFailover: during.summary };
    const end = (await sandbox.status()).calls;
    draft.calls = await callSummary(sandbox, lost, { after: mark, upTo: end });

    await sandbox.restoreRegion(lost);
    bench.avoid([]);
    const holders = await note("afterReturn", []);
    if (!failover.completed) {
      this.#notDone("failing back", "the failover was not completed", "See the step that was not confirmed.");
      return;
    }
    const failback = await stages.run("failback", `${lost} is back. Giving it its work again`, () =>
      runSteps(regionFailback(scope, before, holders), stepping),
    );
    draft.failback = stepSummary(failback);
    await note("afterFailback", []);
    const after = await this.#plan(
      bench,
      "afterFailback",
      "Planning everything a last time: nothing may be left to do",
      stacks,
    );
    draft.plans = { ...draft.plans, afterFailback: after.summary };
    draft.calls = { ...draft.calls, total: (await sandbox.status()).calls };
  }

  async #plan(
    bench: Workbench,
    stage: string,
    text: string,
    stacks: readonly SynthesizedStack[],
    lost?: string,
  ): Promise<{ readonly plans: PlansResult; readonly summary: PlanSummary }> {
    const skipped: UnplannableStack[] = [];
    const possible = stacks.filter((stack) => {
      const reason = lost === undefined ? undefined : whyUnplannable(stack, lost);
      if (reason !== undefined) skipped.push({ id: stack.id, reason, expected: true });
      return reason === undefined;
    });
    const plans = await this.#context.stages.run(stage, text, () =>
      planStacks({ ...bench.rollout(possible, "planning"), provisional: "refuse" }),
    );
    const summary = planSummary(plans, skipped);
    this.#context.host.notify({
      code: "planned",
      level: isEmpty(summary) ? "info" : "warn",
      text: `  ${summary.stacks.length} stacks planned: ${summary.add} to add, ${summary.change} to change, ${summary.replace} to replace, ${summary.destroy} to destroy${summary.unplannable.length > 0 ? `; ${summary.unplannable.length} cannot be planned now` : ""}`,
    });
    return { plans, summary };
  }

  #notDone(what: string, why: string, fix: string): void {
    this.#context.draft.notDone = [...this.#context.draft.notDone, { what, why, fix }];
  }
}

function failuresOf({ results }: RolloutResult): RehearsalResult["failures"] {
  return results.flatMap(({ stack, status, error, reason }) => {
    if (status === "failed")
      return [{ stack, code: error?.code ?? "unknown", message: error?.message ?? "" }];
    return status === "skipped" ? [{ stack, code: "not-started", message: reason ?? "" }] : [];
  });
}

function withMoment(
  all: RehearsalResult["writers"],
  moment: Moment,
  writers: ReadonlyMap<string, string>,
): RehearsalResult["writers"] {
  return Object.fromEntries(
    [...writers].map(([store, writer]) => [store, { ...all[store], [moment]: writer }]),
  );
}
