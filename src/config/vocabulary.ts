/**
 * The comments of `input.ts`, read from its source: they are the documentation of the vocabulary, and so
 * stand nowhere else. Understands that file's way of writing and no more: interfaces, and types that are put
 * together from them.
 */
export interface DocumentedType {
  readonly comment: string | undefined;
  readonly properties: ReadonlyMap<string, DocumentedProperty>;
}

export interface DocumentedProperty {
  readonly comment: string | undefined;
  /** Names of the documented types that stand in its type. */
  readonly types: readonly string[];
}

const DECLARATION =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^(?:export )?(?:interface (\w+)(?: extends [^{]+)? \{\n([\s\S]*?)^\}|type (\w+) =([\s\S]*?);\n)/gm;
const PROPERTY = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ {2}readonly (\w+)\??: ([^;]+);/gm;

/** Documented types by name; a type that is put together of others has the properties of all of them. */
export function readVocabulary(source: string): ReadonlyMap<string, DocumentedType> {
  const interfaces = new Map<string, DocumentedType>();
  const aliases: { name: string; comment: string | undefined; parts: readonly string[] }[] = [];
  const found = [...source.matchAll(DECLARATION)];
  const names = new Set(found.map(([, , asInterface, , asType]) => asInterface ?? asType ?? ""));
  const namedIn = (text: string) =>
    [...text.matchAll(/\b[A-Z]\w*/g)].map(([name]) => name).filter((name) => names.has(name));
  for (const [, comment, asInterface, body = "", asType, parts = ""] of found) {
    if (asInterface !== undefined) {
      const properties = [...body.matchAll(PROPERTY)].map(
        ([, about, key = "", type = ""]) =>
          [key, { comment: sentence(about), types: namedIn(type) }] as const,
      );
      interfaces.set(asInterface, { comment: sentence(comment), properties: new Map(properties) });
    } else if (asType !== undefined) {
      aliases.push({ name: asType, comment: sentence(comment), parts: namedIn(parts) });
    }
  }
  const joined = aliases.map(({ name, comment, parts }) => {
    const properties = parts.flatMap((part) => [...(interfaces.get(part)?.properties ?? [])]);
    // What several parts document is documented by the first that says something.
    const first = properties.toReversed().toSorted(([, a], [, b]) => weight(a) - weight(b));
    return [name, { comment, properties: new Map(first) }] as const;
  });
  return new Map([...interfaces, ...joined]);
}

function weight({ comment }: DocumentedProperty): number {
  return comment === undefined ? 0 : 1;
}

/** A comment as running text, its `@default` as a sentence of its own. */
function sentence(comment: string | undefined): string | undefined {
  const text = comment
    ?.split("\n")
    .map((line) => line.replace(/^\s*\*?\s?/, "").trim())
    .join(" ")
    .trim();
  return text
    ?.replace(/^@default (.*)$/, "Default: $1.")
    .replace(/ @default (.*)$/, " Default: $1.")
    .replaceAll(/\s+/g, " ");
}
