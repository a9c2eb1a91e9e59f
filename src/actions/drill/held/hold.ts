import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Host } from "../../../host/index.ts";
import { acquireRunLock, systemClock } from "../../../lib/index.ts";
import type { ModelledService } from "../../recovery/lostRegion.ts";
import { Stages } from "../../rehearse/stages.ts";
import { resourceSummary } from "../../rehearse/summaries.ts";
import { openTools } from "../../rehearse/tools.ts";
import { divergedOf } from "../../rehearse/verdict.ts";
import type { Machine } from "../../workbench/machine.ts";
import { sandboxTarget } from "../../workbench/target.ts";
import { Workbench } from "../../workbench/workbench.ts";
import { type DrillResult, keepDrill } from "../keep.ts";
import type { DrillOptions, PreparedDrill } from "../prepare.ts";
import { type DrillKind, type DrillRecord, modelledPart, NOT_PART, RECORD_VERSION } from "../record.ts";
import { isSafe } from "../scenario/verdict.ts";
import { type Draft, isEmptyPlan, noteNotDone } from "./draft.ts";
import { DrillCutShort, Place } from "./place.ts";

export interface HoldOptions extends Pick<DrillOptions, "path" | "signal"> {
  readonly prepared: PreparedDrill;
  readonly kind: DrillKind;
  /** What is lost, in the words of the record. */
  readonly lost: string;
  /** What the same loss means on AWS, by the model. */
  readonly modelled: readonly ModelledService[];
}

/** What a drill must not end with, to count as proven. */
const NEVER_PROVES = new Set(NOT_PART.map(({ code }) => code));

/**
 * Holds a drill that takes a part of a region and keeps it: finds the tools, applies the stacks that it needs, plays it, and says in
 * the record what it came to. `play` takes something away and brings the platform back; what it says in `notDone` under a
 * code that begins with `drill-` is what no drill of its kind does, and does not keep it from being proven.
 *
 * @throws TriremeError `drill-history-damaged` before anything is begun, and `run-locked` while another drill or
 * rehearsal of the configuration is under way
 */
export async function holdDrill(
  options: HoldOptions,
  host: Host,
  machine: Machine,
  play: (place: Place) => Promise<void>,
): Promise<DrillResult> {
  return keepDrill(options.path, () => held(options, host, machine, play));
}

async function held(
  options: HoldOptions,
  host: Host,
  machine: Machine,
  play: (place: Place) => Promise<void>,
): Promise<DrillRecord> {
  const { prepared, signal } = options;
  const stages = new Stages(host, systemClock);
  const draft = emptyDraft(options, stages.begunAt);
  const stateRoot = join(dirname(prepared.project.file), ".trireme");
  const stateDir = join(stateRoot, "rehearsal");
  await mkdir(stateDir, { recursive: true });
  const lock = await acquireRunLock(stateDir, "drill", systemClock);
  try {
    const tools = await stages.run(
      "sandbox",
      "Finding Terraform, and an emulated AWS behind the gateway",
      () => openTools({ stateRoot, host, machine }),
    );
    try {
      noteNotDone(draft, ...tools.notDone);
      const { terraform, sandbox, sandboxIsOurs } = tools;
      if (terraform === undefined || sandbox === undefined) return draft;
      const workRoot = join(stateRoot, "drills", "stacks");
      const bench = await Workbench.open({
        platform: prepared.project.platform,
        unit: prepared.environment,
        target: sandboxTarget(
          { endpoint: sandbox.endpoint, endsWithUs: sandboxIsOurs },
          prepared.environment.account,
        ),
        terraform,
        workRoot,
        machine,
        host,
        signal,
      });
      const place = new Place({ prepared, sandbox, bench, workRoot, host, stages, draft, signal });
      try {
        if (await place.make()) {
          await play(place);
          draft.outcome = "held";
        }
      } catch (error) {
        if (!(error instanceof DrillCutShort)) throw error;
        draft.outcome = "interrupted";
      } finally {
        await place.leave();
      }
    } finally {
      await tools.close();
    }
  } finally {
    await lock.release();
  }
  draft.proven = isProven(draft);
  return draft;
}

const cameOut: Readonly<Record<"dependency" | "scenario" | "recovered", (draft: Draft) => boolean>> = {
  // Nothing is recovered: it is seen who is served, and compared with the model.
  dependency: () => true,
  scenario: ({ verdict, took }) => verdict !== undefined && isSafe(verdict) && areServed(took),
  recovered: isRecovered,
};

function areServed({ untilServed }: Draft["took"]): boolean {
  return Object.values(untilServed).every((seconds) => seconds !== null);
}

function isRecovered({ planAfterFailover, calls, took }: Draft): boolean {
  return (
    isEmptyPlan(planAfterFailover?.survivors) &&
    isEmptyPlan(planAfterFailover?.global) &&
    calls !== undefined &&
    calls.toLostRegion + calls.toFallenControlPlanes === 0 &&
    areServed(took)
  );
}

function emptyDraft({ prepared, kind, lost, modelled }: HoldOptions, begunAt: number): Draft {
  const emitted = (stacks: PreparedDrill["stacks"]) =>
    resourceSummary(stacks, undefined, undefined, new Set()).emitted;
  return {
    version: RECORD_VERSION,
    at: new Date(begunAt).toISOString(),
    platform: prepared.project.platform.name,
    environment: prepared.environment.name,
    kind,
    lost,
    outcome: "not-held",
    proven: false,
    resources: {
      emitted: emitted(prepared.stacks),
      applied: 0,
      of: emitted(prepared.all),
      stacks: prepared.stacks.map(({ id }) => id),
    },
    timeline: [],
    writers: {},
    writersOverTime: {},
    fenced: {},
    dataLoss: {},
    ...modelledPart(modelled),
    took: { untilServed: {} },
    notDone: [...NOT_PART],
  };
}

/** Everything was done and came out as it must. What was not looked at proves nothing. */
function isProven(draft: Draft): boolean {
  const { kind, outcome, resources, planBefore, planAfterFailback, notDone } = draft;
  return (
    outcome === "held" &&
    resources.applied === resources.emitted &&
    isEmptyPlan(planBefore) &&
    isEmptyPlan(planAfterFailback) &&
    cameOut[kind === "dependency" || kind === "scenario" ? kind : "recovered"](draft) &&
    divergedOf(Object.values(draft.dataLoss)) === 0 &&
    notDone.every(({ code }) => NEVER_PROVES.has(code) || code.startsWith("drill-"))
  );
}
