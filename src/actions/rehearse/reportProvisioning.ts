import type { ProvisioningPrediction } from "../../recovery/index.ts";
import { type Figure, type Section, spoken } from "../../report/index.ts";

/** When the environment would stand on AWS, against its objective. */
export function provisioningFigure({ total, objective, recalled }: ProvisioningPrediction): Figure {
  return {
    label: "Created from nothing on AWS, predicted",
    value: spoken(total.p50.seconds),
    note: `19 times in 20 within ${spoken(total.p95.seconds)}. The objective is ${spoken(objective.seconds)}, kept in ${Math.round(objective.kept * 100)} of 100 runs of the model`,
    standing: objective.metAtP95 ? "good" : "attention",
    grade: "modelled",
    ...(recalled.length > 0 ? { recalled: true } : {}),
  };
}

/** What the prediction rests on: what bounds it, and which of its figures nobody has seen. */
export function provisioningSection(prediction: ProvisioningPrediction): Section {
  const { critical, recalled, leftOut } = prediction;
  return {
    title: "Provisioning on AWS, predicted",
    blocks: [
      {
        kind: "prose",
        text: "How long AWS would take to create all of this, by a model: each resource takes a time drawn between what is typical and what is pessimistic for its kind, and begins when what it needs is there.",
      },
      {
        kind: "table",
        caption: "What bounds it most often",
        columns: [
          { head: "Resource" },
          { head: "Stack" },
          { head: "On the path", of: "number" },
          { head: "Takes", of: "number" },
          { head: "Figure is" },
        ],
        rows: critical.map(({ address, stack, share, seconds, origin }) => [
          { text: address, form: "code" },
          { text: stack, form: "code" },
          `${Math.round(share * 100)} %`,
          spoken(seconds),
          origin.kind,
        ]),
      },
      ...(recalled.length === 0
        ? []
        : [
            {
              kind: "table" as const,
              caption: "Figures from memory that carry it: to be confirmed",
              columns: [
                { head: "Kind" },
                { head: "Typical", of: "number" as const },
                { head: "Pessimistic", of: "number" as const },
                { head: "Share of the time", of: "number" as const },
              ],
              rows: recalled.map(({ figure, typical, pessimistic, weight }) => [
                { text: figure, form: "code" as const },
                spoken(typical),
                spoken(pessimistic),
                `${Math.round(weight * 100)} %`,
              ]),
            },
          ]),
      { kind: "list", items: leftOut.map((each) => `Left out: ${each}`) },
    ],
  };
}
