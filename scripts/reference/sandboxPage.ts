import { GLOBAL_HOMES } from "../../src/aws/index.ts";
import { REGION_FAULTS } from "../../src/sandbox/faults.ts";
import { allOverlays } from "../../src/sandbox/overlays/index.ts";
import { allRefusals } from "../../src/sandbox/refusals/index.ts";
import { code, codes, line, page, paragraphs, table } from "./markdown.ts";
import type { DocumentedFace, DocumentedName } from "./model.ts";
import { propertyTable } from "./propertyTable.ts";

/** What the sandbox answers itself, what it refuses, and what can be made to fail. */
export function sandboxPage(face: DocumentedFace, grades: DocumentedName): string {
  const refusals = allRefusals();
  const services = [...new Set(refusals.map(({ service }) => service))].sort();
  const match = face.types.find(({ name }) => name === "FaultMatch");
  return page(
    "# Sandbox",
    "An emulated AWS behind a gateway. The gateway records every call, takes regions away, refuses what AWS documents that it refuses, and answers what the emulator lacks.",
    "## Grades of proof",
    paragraphs(grades.doc).replaceAll(" - `", "\n- `"),
    `## Overlays`,
    "What is answered by us in place of the emulator, or after it.",
    table(
      ["overlay", "service", "grade", "answers"],
      allOverlays().map(({ name, service, grade, models }) => [name, code(service), grade, line(models)]),
    ),
    "## Faults",
    `Of a whole region (${codes(REGION_FAULTS)}). ${docOf(face, "REGION_FAULTS")}`,
    `Of single calls. ${docOf(face, "FaultMatch")}`,
    match === undefined ? undefined : propertyTable("key", match.properties),
    docOf(face, "FaultEffect"),
    "## Homes of global services",
    "Global services fall with the region of their control plane, wherever a call to them is signed.",
    table(
      ["service", "control plane", "source"],
      GLOBAL_HOMES.map(({ service, home, source }) => [
        code(service),
        home,
        `[${new URL(source).hostname}](${source})`,
      ]),
    ),
    "## Refusals",
    `What AWS documents that it rejects and the emulator lets through: ${refusals.length} rules. Each has a test with a call that is refused and one beside it that is taken.`,
    ...services.flatMap((service) => [
      `### ${service}`,
      table(
        ["id", "rule", "calls"],
        refusals
          .filter((each) => each.service === service)
          .map(({ id, rule, source, actions }) => [
            code(id),
            `${line(rule)} [Source](${source})`,
            codes(actions),
          ]),
      ),
    ]),
  );
}

function docOf(face: DocumentedFace, name: string): string {
  const found = [...face.types, ...face.values].find((each) => each.name === name);
  if (found === undefined || found.doc === "") throw new Error(`${name} says nothing of itself`);
  return paragraphs(found.doc);
}
