import { GRADES, type Grade } from "../../src/lib/index.ts";
import { gradeOfType } from "../../src/sandbox/index.ts";
import { anchor, code, codes, line, page, paragraphs, table } from "./markdown.ts";
import type { DocumentedConstruct, DocumentedFace, DocumentedName } from "./model.ts";
import { propertyTable } from "./propertyTable.ts";
import type { Usage, Usages } from "./usage.ts";

/** The modules in the order in which a platform is built. What is in none of them stands at the top of the folder. */
const MODULES = ["network", "security", "storage", "compute", "edge", "backup", "monitoring"] as const;

/** The page of all constructs, and one for each module, by their names in `docs/reference`. */
export function constructPages(
  face: DocumentedFace,
  usages: Usages,
  unseen: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> {
  const modules = [
    ...new Set([...MODULES, ...[...face.constructs, ...face.types, ...face.values].map(moduleOf)]),
  ];
  return new Map([
    ["constructs.md", overview(face, usages, modules, unseen)],
    ...modules.map((module) => [`constructs/${module}.md`, modulePage(module, face, usages)] as const),
  ]);
}

/** `src/constructs/storage/globalTable.ts` to `storage`; `naming.ts` belongs to none, which is `common`. */
function moduleOf({ file }: DocumentedName): string {
  const [folder = "", ...rest] = file.replace("src/constructs/", "").split("/");
  return rest.length === 0 ? "common" : folder;
}

function overview(
  face: DocumentedFace,
  { constructs, loose }: Usages,
  modules: readonly string[],
  unseen: ReadonlyMap<string, readonly string[]>,
): string {
  const tables = modules.map((module) => {
    const rows = face.constructs
      .filter((each) => moduleOf(each) === module)
      .map((each) => [
        `[${each.name}](constructs/${module}.md#${anchor(each.name)})`,
        line(firstSentence(each.doc)),
        codes(constructs.get(each.name)?.stacks ?? []),
      ]);
    const names = face.values.filter((each) => moduleOf(each) === module).length;
    const more =
      names === 0 ? "" : `Names and functions: [${names}](constructs/${module}.md#names-and-functions).`;
    return [`## ${module}`, table(["construct", "what it is for", "stacks"], rows), more]
      .filter((part) => part !== "")
      .join("\n\n");
  });
  return page(
    "# Constructs",
    "The building blocks, by module. A construct makes resources of AWS that belong together; a stack is a Terraform root module with a state of its own, and touches one region's APIs or global APIs. What is said of stacks and resources was seen when the example and two variants of it were built.",
    ...tables,
    "## Resources outside of constructs",
    loose.length === 0
      ? "None: every resource of a stack is made by a construct."
      : `Made by the stacks themselves: ${codes(loose)}.`,
    unseen.size === 0
      ? undefined
      : "Constructs can make these too, which neither the example nor its variants ask for:",
    [...unseen]
      .map(
        ([type, files]) =>
          `- ${code(type)}, in ${files.map((file) => `[${file}](../../${file})`).join(", ")}`,
      )
      .join("\n"),
  );
}

function modulePage(module: string, face: DocumentedFace, usages: Usages): string {
  const constructs = face.constructs.filter((each) => moduleOf(each) === module);
  const props = new Set(constructs.map(({ name }) => `${name}Props`));
  const types = face.types.filter((each) => moduleOf(each) === module && !props.has(each.name));
  const values = face.values.filter((each) => moduleOf(each) === module);
  return page(
    `# ${module === "common" ? "Common to all modules" : `Module ${module}`}`,
    constructs.map(({ name }) => `[${name}](#${anchor(name)})`).join(" · "),
    ...constructs.flatMap((each) => constructBlocks(each, usages.constructs.get(each.name))),
    types.length === 0 ? undefined : "## Types",
    ...types.flatMap(({ name, doc, text, properties }) => [
      `### ${name}`,
      paragraphs(doc),
      text === undefined ? propertyTable("key", properties) : code(text),
    ]),
    values.length === 0 ? undefined : "## Names and functions",
    table(
      ["name", ""],
      values.map(({ name, type, doc }) => [code(name), `${code(type)}<br>${line(doc)}`]),
    ),
  );
}

function constructBlocks(construct: DocumentedConstruct, usage: Usage | undefined): readonly string[] {
  const { name, file, doc, props, outputs, throws } = construct;
  return [
    `## ${name}`,
    paragraphs(doc),
    [
      `- Source: [${file}](../../../${file})`,
      `- Stacks: ${usage === undefined ? "none that was built here" : codes(usage.stacks)}${usage?.inExample === false ? " (not in the example, seen in a variant of it)" : ""}`,
      ...(usage === undefined ? [] : [...creates(usage), ...containing(usage)]),
      ...throws.map((what) => `- Throws ${line(what)}`),
    ].join("\n"),
    propertyTable("prop", props),
    propertyTable("output", outputs),
  ].filter((block) => block !== "");
}

/** Resource types by what an apply in the sandbox proves of them, strongest first. */
function creates({ types }: Usage): readonly string[] {
  const of = (grade: Grade) => types.filter((type) => gradeOfType(type) === grade);
  return GRADES.toReversed().flatMap((grade) =>
    of(grade).length === 0 ? [] : [`- Creates, ${grade}: ${codes(of(grade))}`],
  );
}

function containing({ contains }: Usage): readonly string[] {
  return contains.length === 0 ? [] : [`- Contains: ${contains.join(", ")}`];
}

function firstSentence(doc: string): string {
  const [first = ""] = doc.split(/\n\s*\n/);
  return first.replaceAll(/\s+/g, " ").split(/(?<=\.)\s/)[0] ?? "";
}
