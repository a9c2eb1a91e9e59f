import { XMLParser } from "fast-xml-parser";
import { TriremeError } from "../../lib/index.ts";

/** An XML element, order kept. What AWS's XML answers consist of: no mixed content, no processing instructions. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Text of an element without children. */
  text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
  // Also reads character references such as &#34; and &#xA;, which Go clients write.
  htmlEntities: true,
});

/**
 * Reads a document.
 *
 * @throws TriremeError `xml-unreadable` (ours) when there is no single root element.
 */
export function parseXml(source: Buffer | string): XmlElement {
  const nodes = parser.parse(source.toString()) as unknown;
  const roots = elementsOf(nodes).filter((node) => !node.name.startsWith("?"));
  const root = roots[0];
  if (root === undefined || roots.length > 1) {
    throw new TriremeError("An answer that should be XML has no single root element.", {
      code: "xml-unreadable",
      fault: "ours",
    });
  }
  return root;
}

function elementsOf(nodes: unknown): XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: Record<string, unknown>) => {
    const name = Object.keys(node).find((key) => key !== ":@" && key !== "#text");
    if (name === undefined) return [];
    const content = node[name];
    const children = elementsOf(content);
    return [
      {
        name,
        attributes: { ...(node[":@"] as Record<string, string> | undefined) },
        children,
        text: children.length > 0 ? "" : textOf(content),
      },
    ];
  });
}

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) return "";
  return nodes.map((node: Record<string, unknown>) => String(node["#text"] ?? "")).join("");
}

/** The document as text, with an XML declaration. */
export function renderXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${render(root)}`;
}

function render(node: XmlElement): string {
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
  const content = node.children.length > 0 ? node.children.map(render).join("") : escaped(node.text);
  return content === ""
    ? `<${node.name}${attributes}/>`
    : `<${node.name}${attributes}>${content}</${node.name}>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}

/** What an element may be built from: undefined is left out, a list repeats nothing by itself (see `listOf`). */
export type XmlContent = string | number | boolean | undefined | readonly XmlElement[];

export function element(
  name: string,
  content: XmlContent = "",
  attributes: Record<string, string> = {},
): XmlElement {
  return typeof content === "object"
    ? { name, attributes, children: [...content], text: "" }
    : { name, attributes, children: [], text: content === undefined ? "" : String(content) };
}

/** Children from a record, in its order; undefined values are left out. */
export function fields(record: Readonly<Record<string, XmlContent>>): XmlElement[] {
  return Object.entries(record).flatMap(([name, content]) =>
    content === undefined ? [] : [element(name, content)],
  );
}

/** A list as the query protocol writes it: `<Readers><member>..</member></Readers>`. */
export function listOf(member: string, contents: readonly XmlContent[]): XmlElement[] {
  return contents.map((content) => element(member, content));
}

export function child(parent: XmlElement, name: string): XmlElement | undefined {
  return parent.children.find((node) => node.name === name);
}

/** Text of the element at the end of the path, undefined where there is none. */
export function textAt(parent: XmlElement, ...path: readonly string[]): string | undefined {
  let node: XmlElement | undefined = parent;
  for (const name of path) node = node === undefined ? undefined : child(node, name);
  return node?.text;
}

/** Sets a child, at its place where it stands already, at the end where not; undefined removes it. */
export function setChild(parent: XmlElement, name: string, content: XmlContent): void {
  const at = parent.children.findIndex((node) => node.name === name);
  if (content === undefined) {
    if (at >= 0) parent.children.splice(at, 1);
    return;
  }
  const made = element(name, content);
  if (at >= 0) parent.children[at] = made;
  else parent.children.push(made);
}

/** Every element below and including `root`, parents first. */
export function* walk(root: XmlElement): Generator<XmlElement> {
  yield root;
  for (const node of root.children) yield* walk(node);
}
