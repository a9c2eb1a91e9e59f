import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { VOCABULARY_SOURCES } from "../../src/config/jsonSchema.ts";
import { configurationPage } from "./configurationPage.ts";
import { constructPages } from "./constructPages.ts";
import type { DocumentedFace, DocumentedType } from "./model.ts";
import { rulesPage } from "./rulesPage.ts";
import { sandboxPage } from "./sandboxPage.ts";
import { PROJECT, Sources } from "./sources.ts";
import { importedTypes, type Usages, usages } from "./usage.ts";

/** Where the pages are written. */
export const REFERENCE = join(PROJECT, "docs/reference");

export interface Reference {
  /** Pages by their path below `REFERENCE`. */
  readonly pages: ReadonlyMap<string, string>;
  readonly constructs: DocumentedFace;
  readonly usages: Usages;
  readonly vocabulary: readonly DocumentedType[];
}

/** The whole reference as the sources are now. Writes nothing. */
export async function reference(): Promise<Reference> {
  const used = await usages();
  const seen = new Set([...used.loose, ...[...used.constructs.values()].flatMap(({ types }) => types)]);
  const possible = await importedTypes(await constructSources());
  const sources = new Sources();
  try {
    const constructs = sources.face("src/constructs/index.ts");
    const faults = sources.face("src/sandbox/faults.ts");
    const grade = sources.face("src/lib/index.ts").types.find(({ name }) => name === "Grade");
    if (grade === undefined) throw new Error("lib does not say what grades there are");
    const vocabulary = VOCABULARY_SOURCES.flatMap((file) => sources.vocabulary(join("src/config", file)));
    const pages = new Map([
      ...constructPages(constructs, used, new Map([...possible].filter(([type]) => !seen.has(type)))),
      ["configuration.md", configurationPage(vocabulary)],
      ["rules.md", rulesPage()],
      ["sandbox.md", sandboxPage(faults, grade)],
    ]);
    return { pages, constructs, usages: used, vocabulary };
  } finally {
    sources.close();
  }
}

/** Sources of all constructs, exported or private, without tests. */
async function constructSources(): Promise<readonly string[]> {
  const files = await readdir(join(PROJECT, "src/constructs"), { recursive: true });
  return files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("testing"))
    .map((file) => join("src/constructs", file))
    .sort();
}
