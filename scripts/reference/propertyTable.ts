import { code, line, table } from "./markdown.ts";
import type { DocumentedProperty } from "./model.ts";

/** Keys of an interface as a table. A `?` marks those that may be left out. */
export function propertyTable(heading: string, properties: readonly DocumentedProperty[]): string {
  return table(
    [heading, "type", ""],
    properties.map((property) => [
      code(`${property.name}${property.optional ? "?" : ""}`),
      code(property.type),
      explanation(property),
    ]),
  );
}

function explanation({ only, doc, defaultValue }: DocumentedProperty): string {
  return [
    only === undefined ? "" : `With ${code(only)}.`,
    line(doc),
    defaultValue === undefined ? "" : `**Default:** ${line(defaultValue)}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}
