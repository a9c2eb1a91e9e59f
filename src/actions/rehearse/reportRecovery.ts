import type { Block, Section, Span, Standing } from "../../report/index.ts";
import { spoken } from "../../report/index.ts";
import { customersSection } from "./reportCustomers.ts";
import { shortName } from "./reportProof.ts";
import type { Moment, RehearsalResult, StepSummary, TimelineEntry } from "./result.ts";

/** What happened when: the rehearsal, the failover and the failback, each on its own clock; and who wrote. */
export function recoverySections(result: RehearsalResult): readonly Section[] {
  const { failover, failback, lost } = result;
  return [
    { title: "Timeline of the rehearsal", blocks: timeline(result) },
    ...stepsSection(`Failover: ${lost} is gone`, result, "failover", failover),
    ...stepsSection(`Failback: ${lost} is back`, result, "failback", failback),
    ...customersSection(result),
    ...writers(result),
    ...remains(result),
  ];
}

const STAGES: Readonly<Record<string, string>> = {
  synth: "Configuration read, checked and synthesised",
  sandbox: "Terraform found, emulated AWS started",
  validate: "Every stack validated",
  apply: "Every stack applied",
  second: "Everything planned again",
  failover: "Failover",
  afterFailover: "Survivors planned, region gone",
  afterReturn: "What came back planned, before the failback",
  failback: "Failback",
  afterFailback: "Everything planned, region back",
};

function timeline({ timeline, criticalPath, environment }: RehearsalResult): readonly Block[] {
  const stages = timeline.filter(({ kind }) => kind === "stage");
  const bands = timeline
    .filter(({ kind }) => kind === "outage")
    .map(({ name, start, end }) => ({ label: `${name} is gone`, start, end }));
  const stacks = timeline.filter(({ kind }) => kind === "stack");
  const zero = Math.min(...stacks.map(({ start }) => start));
  const places = [...new Set(stacks.map(({ place = "" }) => place))];
  const blocks: Block[] = [
    {
      kind: "timeline",
      caption: "What was done when",
      clock: "wall clock, from the start of the rehearsal",
      bands,
      groups: [
        { spans: stages.map((entry) => ({ ...spanOf(entry), label: STAGES[entry.name] ?? entry.name })) },
      ],
    },
  ];
  if (stacks.length > 0) {
    const groups = places.map((place) => ({
      label: place,
      spans: stacks
        .filter((entry) => entry.place === place)
        .map((entry) => ({
          ...spanOf(entry),
          label: shortName({ id: entry.name, place }, environment),
          start: entry.start - zero,
          end: entry.end - zero,
        })),
    }));
    blocks.push({
      kind: "timeline",
      caption: "The apply, stack by stack",
      clock: "wall clock, from the first stack's start",
      bands: [],
      groups,
    });
  }
  if (criticalPath.length > 0) {
    blocks.push({
      kind: "table",
      caption: "The chain of stacks that bounded the apply",
      columns: [{ head: "Stack" }, { head: "Took", of: "number" }, { head: "Slowest resource" }],
      rows: criticalPath.map(({ stack, seconds, slowest }) => [
        stack,
        spoken(seconds),
        { text: slowest, form: "code" },
      ]),
    });
  }
  return blocks;
}

function spanOf({ name, start, end, outcome }: TimelineEntry): Span {
  return { label: name, start, end, standing: outcome === "done" ? "good" : "bad" };
}

const OUTCOMES: Readonly<Record<StepSummary["steps"][number]["outcome"], Standing>> = {
  confirmed: "good",
  satisfied: "good",
  stopped: "bad",
  declined: "bad",
  failed: "bad",
  "timed-out": "bad",
};

function stepsSection(
  title: string,
  { timeline, calls, lost }: RehearsalResult,
  stage: "failover" | "failback",
  summary: StepSummary | undefined,
): readonly Section[] {
  if (summary === undefined) return [];
  const entries = timeline.filter((entry) => entry.kind === "step" && entry.stage === stage);
  const blocks: Block[] = [
    {
      kind: "prose",
      text: `${summary.completed ? "Completed" : "Not completed"} in ${spoken(summary.modelledSeconds)} on the sandbox's clock. That clock counts waits of the model that nobody waited for; it is no measurement of AWS.`,
    },
  ];
  if (stage === "failover" && calls !== undefined) {
    blocks.push({
      kind: "prose",
      text: `The failover made ${calls.byFailover} AWS calls: ${calls.toLostRegion} into ${lost}, ${calls.toFallenControlPlanes} to global control planes that fell with it. Planning made ${number(calls.byPlanning.total)} calls meanwhile, ${calls.byPlanning.toLostRegion} of them into ${lost}. Each call was seen by the gateway that stands before the emulated AWS; it recorded ${number(calls.total)} in all.`,
    });
  }
  if (summary.steps.length === 0) return [{ title, blocks }];
  blocks.push(
    {
      kind: "timeline",
      caption: "Steps of the runbook",
      clock: "sandbox's clock, from the first step's start",
      bands: [],
      groups: [
        { spans: entries.map((entry) => ({ ...spanOf(entry), detail: `calls ${entry.place ?? ""}` })) },
      ],
    },
    {
      kind: "folded",
      title: "Each step: what it called, and what was read back",
      blocks: [stepTable(summary)],
    },
  );
  return [{ title, blocks }];
}

function stepTable({ steps }: StepSummary): Block {
  return {
    kind: "table",
    caption: "A step looks first, acts, then reads back until it is true",
    columns: [
      { head: "Step" },
      { head: "Outcome" },
      { head: "Seen" },
      { head: "Region called", of: "code" },
      { head: "Plane" },
      { head: "API actions" },
    ],
    rows: steps.map(({ title, outcome, detail, region, plane, actions }) => [
      title,
      { text: outcome, standing: OUTCOMES[outcome] },
      { text: detail, form: "message" },
      region,
      plane,
      { text: actions.length === 0 ? "none: it resolves names" : actions.join(" "), form: "code" },
    ]),
  };
}

const MOMENTS: readonly { readonly moment: Moment; readonly head: string }[] = [
  { moment: "afterApply", head: "Applied" },
  { moment: "afterLoss", head: "Region lost" },
  { moment: "afterFailover", head: "Failed over" },
  { moment: "afterReturn", head: "Region back" },
  { moment: "afterFailback", head: "Failed back" },
];

function writers({ writers }: RehearsalResult): readonly Section[] {
  const stores = Object.entries(writers);
  if (stores.length === 0) return [];
  return [
    {
      title: "Who writes",
      blocks: [
        {
          kind: "table",
          caption: "The region that writes to each store, as AWS's own description says at each moment",
          columns: [{ head: "Store" }, ...MOMENTS.map(({ head }) => ({ head }))],
          rows: stores.map(([store, seen]) => [
            store,
            ...MOMENTS.map(({ moment }) => seen[moment] ?? "not asked"),
          ]),
        },
      ],
    },
  ];
}

/** What no runbook brings back. Nothing is said where a region was not lost. */
function remains({ failover, lost, lostWithRegion, leftToPeople }: RehearsalResult): readonly Section[] {
  if (failover === undefined || lostWithRegion.length + leftToPeople.length === 0) return [];
  const blocks: Block[] = [];
  if (lostWithRegion.length > 0) {
    blocks.push({
      kind: "prose",
      text: `What these caches of ${lost} held is gone with it, as their configuration says: ${lostWithRegion.join(", ")}.`,
    });
  }
  if (leftToPeople.length > 0) {
    blocks.push({
      kind: "table",
      caption: "Left to people, because AWS offers no way back",
      columns: [{ head: "Store" }, { head: "What was seen" }, { head: "What to do, in this order" }],
      rows: leftToPeople.map(({ store, detail, byHand }) => [
        store,
        detail,
        { text: byHand.map((step, index) => `${index + 1}. ${step}`).join("\n"), form: "message" },
      ]),
    });
  }
  return [{ title: "What the recovery leaves", blocks }];
}

function number(value: number): string {
  return value.toLocaleString("en");
}
