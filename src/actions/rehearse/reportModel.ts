import { type Cell, type Section, spoken } from "../../report/index.ts";
import type { ModelledRegionLoss, ModelledService, ModelledTime } from "../recovery/lostRegion.ts";
import type { StepSummary } from "./result.ts";

/** What the loss would mean on AWS, service by service, beside what this run took on the sandbox. */
export function modelledLossSection(
  { lost, samples, startedBy, services }: ModelledRegionLoss,
  failover: StepSummary | undefined,
): Section {
  const took =
    failover === undefined
      ? "This run did not get as far as a failover."
      : `This run's failover took ${spoken(failover.modelledSeconds)} on the sandbox's clock, which knows neither people nor how long AWS takes to promote anything.`;
  const people =
    startedBy === "watch"
      ? "A watch starts the failover, which it may only while the recovery switch of the region that takes over says on; as it is born, it says manual, and a person comes on top."
      : "Among the steps is whoever is on call, who decides to fail over.";
  const ordered = services.toSorted((a, b) => Number(b.critical) - Number(a.critical));
  return {
    title: `The loss of ${lost} on AWS, modelled`,
    blocks: [
      {
        kind: "prose",
        text: `How long each service would be away, and how much of its latest data would be gone, in ${samples.toLocaleString("en")} simulated losses. Every step takes a time drawn between what is typical and what is pessimistic for it. ${people} ${took}`,
      },
      {
        kind: "table",
        caption:
          "Back after, and gone: half of the losses, 19 in 20, 99 in 100, against the strictest objective",
        columns: [
          { head: "Service" },
          { head: "Back after" },
          { head: "Objective", of: "number" },
          { head: "Data gone" },
          { head: "Objective", of: "number" },
          { head: "From memory, to be confirmed" },
        ],
        rows: ordered.map(row),
      },
    ],
  };
}

function row(service: ModelledService): readonly Cell[] {
  const { name, critical, rto, rpo, notes } = service;
  const label = critical ? `${name} (critical)` : name;
  if (rto === undefined || rpo === undefined) {
    return [
      label,
      { text: "no way back until the region is", standing: "bad" },
      "",
      notes.join("; "),
      "",
      "",
    ];
  }
  const recalled = [...new Set([...rto.recalled, ...rpo.recalled])];
  return [
    label,
    timeCell(rto),
    spoken(rto.objectiveSeconds),
    timeCell(rpo),
    spoken(rpo.objectiveSeconds),
    recalled.length === 0 ? "none" : { text: recalled.join(" "), form: "code" },
  ];
}

function timeCell(time: ModelledTime): Cell {
  const { p50, p95, p99, objectiveSeconds } = time;
  const standing = p95 <= objectiveSeconds ? "good" : p50 <= objectiveSeconds ? "attention" : "bad";
  const text = p99 === 0 ? "0 s" : [p50, p95, p99].map(spoken).join(" / ");
  return { text, standing, grade: "modelled" };
}
