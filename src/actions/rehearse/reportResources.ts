import { GRADES, type Grade } from "../../lib/index.ts";
import type { Block, Section } from "../../report/index.ts";
import type { RehearsalResult } from "./result.ts";

/** What each grade claims, for a reader who meets it for the first time. */
const MEANINGS: Readonly<Record<Grade, string>> = {
  echoed: "The emulator accepted the shape of the request. AWS may still refuse it.",
  validated: "Checked against what AWS documents that it refuses.",
  modelled: "The behaviour that recovery leans on was simulated.",
  measured: "Seen on AWS itself.",
};

/** What stands, by type and grade; what does not; and what stood in AWS's place. */
export function resourceSections({ resources, emulation }: RehearsalResult): readonly Section[] {
  const { emitted, validated, applied, byType, notEmulated, grades } = resources;
  const blocks: Block[] = [
    {
      kind: "prose",
      text: `${number(emitted)} resources are in the configuration, ${number(validated)} of them in stacks that Terraform and the AWS provider accepted; ${number(applied)} were applied to the emulated AWS and found there by the second plan. Nothing here was measured on AWS.`,
    },
    {
      kind: "shares",
      caption: "Applied resources by grade of proof",
      of: "Resources",
      parts: GRADES.toReversed().map((grade) => ({
        grade,
        count: grades[grade] ?? 0,
        meaning: MEANINGS[grade],
      })),
    },
  ];
  if (notEmulated.length > 0) {
    blocks.push({
      kind: "table",
      caption: "Not standing in the emulated AWS",
      columns: [{ head: "Type" }, { head: "Resources", of: "number" }, { head: "Why" }],
      rows: notEmulated.map(({ type, count, reason }) => [
        { text: type, form: "code" },
        number(count),
        { text: reason, form: "message" },
      ]),
    });
  }
  if (byType.length > 0) {
    blocks.push({
      kind: "folded",
      title: `All ${byType.length} types of resources`,
      blocks: [types(byType)],
    });
  }
  if (emulation !== undefined) {
    blocks.push({ kind: "folded", title: "What stood in AWS's place", blocks: emulated(emulation) });
  }
  return [{ title: "Resources and their grade of proof", blocks }];
}

function types(byType: RehearsalResult["resources"]["byType"]): Block {
  return {
    kind: "table",
    caption: "Applied resources by type",
    columns: [{ head: "Type" }, { head: "Resources", of: "number" }, { head: "Grade" }],
    rows: byType.map(({ type, count, grade }) => [
      { text: type, form: "code" },
      number(count),
      { text: "", grade },
    ]),
  };
}

function emulated({ overlays, refusals }: NonNullable<RehearsalResult["emulation"]>): readonly Block[] {
  return [
    {
      kind: "prose",
      text: `An emulator answers most calls. A gateway before it simulates what the emulator lacks, refuses by ${refusals} rules what AWS documents that it rejects, takes regions away, and keeps a record of every call.`,
    },
    {
      kind: "table",
      caption: "Behaviour that the gateway adds to the emulator",
      columns: [{ head: "Service" }, { head: "What it does" }, { head: "Grade claimed" }],
      rows: overlays.map(({ name, grade, models }) => [name, models, grade]),
    },
  ];
}

function number(value: number): string {
  return value.toLocaleString("en");
}
