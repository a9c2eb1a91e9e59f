import type { Plane } from "../aws/index.ts";
import type { JsonObject } from "../lib/index.ts";
import type { Names } from "./compile/index.ts";
import { homeOf, planeOfCall } from "./planes.ts";
import { type Look, type PlacedStep, type Runbook, type Step, stepsOf } from "./runbook.ts";

/** One thing that a runbook may do, as a dry run shows it. */
export interface PlannedAct {
  readonly part: "look" | "switch" | "act" | "read back" | "ask" | "tell" | "wait";
  /** `rds:FailoverGlobalCluster`; a host for names; the words of a question. */
  readonly what: string;
  /** Region that answers. */
  readonly region: string;
  readonly plane: Plane | "people";
  readonly input: JsonObject;
}

export interface PlannedStep {
  readonly id: string;
  readonly title: string;
  readonly stage: string;
  readonly lane: number;
  readonly budgetSeconds: number;
  readonly undo: string;
  readonly retry: Step["retry"];
  readonly timing: string;
  readonly acts: readonly PlannedAct[];
}

/** Every call that a runbook may make, in order; nothing is called. */
export function planRunbook(runbook: Runbook, names: Names): readonly PlannedStep[] {
  return stepsOf(runbook).map((placed) => plannedStep(placed, runbook, names));
}

function plannedStep({ step, stage, lane }: PlacedStep, { runsIn }: Runbook, names: Names): PlannedStep {
  const looked = (part: PlannedAct["part"], { ask }: Look): PlannedAct => {
    if ("names" in ask) {
      const input = { clientRegions: ask.names.clientRegions, ...ask.names.wanted };
      return { part, what: `resolve ${ask.names.host}`, region: "everywhere", plane: "data", input };
    }
    if ("http" in ask)
      return { part, what: `GET ${ask.http.url}`, region: "everywhere", plane: "data", input: {} };
    return called(part, ask.api);
  };
  const called = (part: PlannedAct["part"], call: Parameters<typeof homeOf>[0]): PlannedAct => ({
    part,
    what: `${call.service}:${call.action}`,
    region: homeOf(call, runsIn),
    plane: planeOfCall(call),
    input: call.input,
  });
  const { id, title, budgetSeconds, undo, retry, timing, guard, confirmation } = step;
  return {
    id,
    title,
    stage,
    lane,
    budgetSeconds,
    undo,
    retry,
    timing,
    acts: [
      ...(guard.look === undefined ? [] : [looked("look", guard.look)]),
      ...actsOf(step, runsIn, names, called),
      ...(confirmation === undefined ? [] : [looked("read back", confirmation.look)]),
      ...(step.expendable === undefined ? [] : [toldInstead(step.expendable, runsIn, names)]),
    ],
  };
}

/** In place of a good end that a lane does without. */
function toldInstead(
  { severity, says }: NonNullable<Step["expendable"]>,
  region: string,
  names: Names,
): PlannedAct {
  const what = `where it comes to a bad end: ${says}`;
  return { part: "tell", what, region, plane: "data", input: { topic: names.topicArn(severity) } };
}

function actsOf(
  { action }: Step,
  runsIn: string,
  names: Names,
  called: (part: PlannedAct["part"], call: Parameters<typeof homeOf>[0]) => PlannedAct,
): readonly PlannedAct[] {
  const topic = { region: runsIn, input: { topic: names.topicArn("critical") } };
  switch (action?.kind) {
    case undefined:
      return [];
    case "question":
      return [{ part: "ask", what: action.asks, plane: "people", ...topic }];
    case "notify":
      return [{ part: "tell", what: action.message, plane: "data", ...topic }];
    case "wait":
      return [{ part: "wait", what: `${action.seconds} s`, region: runsIn, plane: "data", input: {} }];
    case "call":
      return [
        {
          part: "switch",
          what: "ssm:GetParameter",
          region: runsIn,
          plane: "data",
          input: { Name: names.switchParameter },
        },
        called("act", action.call),
      ];
  }
}
