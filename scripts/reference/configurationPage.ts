import { anchor, code, page, paragraphs } from "./markdown.ts";
import type { DocumentedType } from "./model.ts";
import { propertyTable } from "./propertyTable.ts";

/** The vocabulary of `trireme.config.ts`. */
export function configurationPage(vocabulary: readonly DocumentedType[]): string {
  return page(
    "# Configuration",
    "What `trireme.config.ts` may say. Begin with [PlatformInput](#platforminput); a `?` marks what may be left out. What must hold between the parts is in [rules](rules.md). `trireme schema` writes the same as JSON Schema.",
    vocabulary.map(({ name }) => `[${name}](#${anchor(name)})`).join(" · "),
    ...vocabulary.flatMap(({ name, doc, text, properties }) => [
      `## ${name}`,
      paragraphs(doc),
      text === undefined ? propertyTable("key", properties) : code(text),
    ]),
  );
}
