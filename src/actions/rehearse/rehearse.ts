import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { graphFromStacks } from "../../graph/index.ts";
import type { Host } from "../../host/index.ts";
import { acquireRunLock, packageVersion, systemClock } from "../../lib/index.ts";
import type { RegionFault } from "../../sandbox/index.ts";
import { provisioningOf } from "../provisioning.ts";
import { modelledLossOf } from "../recovery/lostRegion.ts";
import { type Machine, thisMachine } from "../workbench/machine.ts";
import { rehearsalCost } from "./cost.ts";
import { type Draft, Life } from "./life.ts";
import { regionSummaries, stackSummaries } from "./places.ts";
import { type Prepared, prepare } from "./prepare.ts";
import type { RehearsalResult } from "./result.ts";
import { Stages } from "./stages.ts";
import { resourceSummary } from "./summaries.ts";
import { timelineOf } from "./timeline.ts";
import { openTools, type Tools } from "./tools.ts";
import { validateAll } from "./validate.ts";
import { isProven } from "./verdict.ts";
import { versionsOf, withProvider } from "./versions.ts";

export interface RehearseOptions {
  readonly path?: string;
  /** @default the environment with the most regions */
  readonly environment?: string;
  /** Region to lose. @default the environment's first */
  readonly lose?: string;
  /** How it is lost. @default "gone" */
  readonly fault?: RegionFault;
  /**
   * Plans the lost region's stacks and the global ones also between its return and the failback.
   *
   * @default false: the plans after the failback see the same stacks
   */
  readonly planAfterReturn?: boolean;
  /** Aborted: stops at once, ends what was started, and says so in `notDone`. */
  readonly signal?: AbortSignal;
}

export interface Rehearsed {
  readonly result: RehearsalResult;
  /** Folder of the rehearsal's state, where its report belongs. */
  readonly stateDir: string;
}

/**
 * Turns the whole life once on an emulated AWS: apply, plan again, lose a region, fail over, plan
 * again, give the region back, fail back, plan again. What could not be done is named in `notDone`
 * and never counted as proven.
 *
 * @throws InputError for a bad configuration or option; nothing has been started then.
 * @throws TriremeError `run-locked` when another rehearsal of this configuration is under way.
 */
export async function rehearse(
  options: RehearseOptions,
  host: Host,
  machine: Machine = thisMachine,
): Promise<Rehearsed> {
  const stages = new Stages(host, systemClock);
  const prepared = await stages.run("synth", "Reading the configuration, synthesising and checking it", () =>
    prepare(options),
  );
  const { project, environment, stacks, lost } = prepared;
  const graph = graphFromStacks(stacks, { name: environment.name });
  const draft: Draft = {
    platform: project.platform.name,
    environment: environment.name,
    lost,
    begun: new Date(stages.begunAt).toISOString(),
    versions: { trireme: packageVersion() },
    proven: false,
    findings: project.findings,
    resources: resourceSummary(stacks, undefined, undefined, new Set()),
    stacks: stackSummaries(stacks, { validated: new Set(), begunAt: stages.begunAt }),
    regions: [],
    plans: {},
    writers: {},
    timeline: [],
    provisioning: provisioningOf(project.platform, environment, stacks, graph),
    cost: await rehearsalCost(project, environment, graph),
    // A region that goes on for those inside it is another loss: `recovery modes` has it.
    ...((options.fault ?? "gone") === "gone"
      ? { modelledLoss: modelledLossOf(project.platform, environment, graph, lost) }
      : {}),
    seconds: stages.seconds,
    criticalPath: [],
    peakMemoryMb: undefined,
    failures: [],
    notDone: [],
    lostWithRegion: [],
    leftToPeople: [],
  };
  for (const { severity, where, text, fix } of project.findings) {
    host.notify({
      code: "finding",
      level: severity === "error" ? "error" : "warn",
      text: `${where}: ${text} ${fix}`,
    });
  }
  const stateRoot = join(dirname(project.file), ".trireme");
  const stateDir = join(stateRoot, "rehearsal");
  await mkdir(stateDir, { recursive: true });
  // For the whole of it: between two plans of one rehearsal another must not apply.
  const lock = await acquireRunLock(stateDir, "rehearse", systemClock);
  try {
    const tools = await stages.run(
      "sandbox",
      "Finding Terraform, and starting an emulated AWS behind the gateway",
      () => openTools({ stateRoot, host, machine }),
    );
    try {
      draft.notDone = tools.notDone;
      draft.versions = await versionsOf(tools);
      const workRoot = join(stateDir, "stacks");
      const { signal, fault = "gone", planAfterReturn = false } = options;
      await carryOut({
        prepared,
        tools,
        workRoot,
        stages,
        draft,
        host,
        machine,
        fault,
        planAfterReturn,
        signal,
      });
      const own = draft.stacks.filter(({ id }) => id.startsWith(`${environment.name}/`));
      const initialised = own.find(({ validated }) => validated)?.id;
      draft.versions = await withProvider(draft.versions, workRoot, initialised);
    } finally {
      await tools.close();
    }
  } finally {
    await lock.release();
  }
  const { failover, failback } = draft;
  draft.regions = regionSummaries(environment, draft.stacks);
  draft.timeline = timelineOf(stages.entries(), draft.stacks, { failover, failback });
  draft.seconds = { ...stages.seconds, total: stages.total() };
  draft.proven = isProven(draft);
  return { result: draft, stateDir };
}

interface Work {
  readonly prepared: Prepared;
  readonly tools: Tools;
  readonly workRoot: string;
  readonly stages: Stages;
  readonly draft: Draft;
  readonly host: Host;
  readonly machine: Machine;
  readonly fault: RegionFault;
  readonly planAfterReturn: boolean;
  readonly signal: AbortSignal | undefined;
}

/** As much as the tools allow: the whole life, or validation alone, or nothing. */
async function carryOut({ tools: { terraform, sandbox, sandboxIsOurs }, ...work }: Work): Promise<void> {
  const { prepared, workRoot, stages, draft, host, machine, signal } = work;
  if (terraform === undefined) return;
  if (sandbox !== undefined)
    return new Life({ ...work, ...prepared, terraform, sandbox, sandboxIsOurs }).run();

  const { stacks } = prepared;
  const { valid, invalid } = await stages.run(
    "validate",
    `No emulated AWS: validating ${stacks.length} stacks with ${terraform.name} ${terraform.version}, and no more`,
    () => validateAll({ stacks, terraform, workRoot, machine, host, signal }),
  );
  const validated = new Set(valid);
  draft.resources = resourceSummary(stacks, undefined, undefined, validated);
  draft.stacks = stackSummaries(stacks, { validated, begunAt: stages.begunAt });
  const refused = invalid.filter(({ code }) => code !== "interrupted");
  draft.failures = refused.map(({ stack, code, reason }) => ({ stack, code, message: reason }));
  if (refused.length === invalid.length) return;
  const interrupted = {
    code: "interrupted",
    what: `validating ${invalid.length - refused.length} stacks`,
    why: "the rehearsal was interrupted",
    fix: "Run it again.",
  };
  draft.notDone = [...draft.notDone, interrupted];
}
