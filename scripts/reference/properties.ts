import {
  type Checker,
  type Symbol as Named,
  SymbolFlags,
  type Type,
  TypeFlags,
} from "typescript/unstable/sync";
import type { DocumentedProperty } from "./model.ts";

/** Types are never shortened: the reader of a page cannot hover. */
const NO_TRUNCATION = 1;

/**
 * Keys of a type with what their authors say of them. Of a type that is one of several, the keys of all of
 * them. Objects within are opened when their keys are described. `docOf` gives the description of a named
 * type: it speaks for keys of that type that say nothing themselves.
 */
export function propertiesOf(
  type: Type,
  checker: Checker,
  docOf: (name: string) => string,
): readonly DocumentedProperty[] {
  const members = membersOf(type);
  const lists = members.map((member) => listOf(member, checker, docOf));
  const found = new Map<string, DocumentedProperty>();
  for (const [index, list] of lists.entries()) {
    for (const property of list) {
      const key = `${property.name} ${property.type} ${property.doc}`;
      if (found.has(key)) continue;
      const everywhere = lists.every((other) => other.some(({ name }) => name === property.name));
      const only = everywhere ? undefined : distinction(members[index], members, checker);
      found.set(key, { ...property, only });
    }
  }
  return [...found.values()];
}

function membersOf(type: Type): readonly Type[] {
  return (type.flags & TypeFlags.Union) === 0
    ? [type]
    : (type as Type & { getTypes(): readonly Type[] }).getTypes();
}

function listOf(
  type: Type,
  checker: Checker,
  docOf: (name: string) => string,
): readonly DocumentedProperty[] {
  return checker.getPropertiesOfType(type).flatMap((symbol) => {
    const outer = describe(symbol, checker, docOf);
    // Keys that a type of several forbids say nothing to whoever writes one.
    if (outer.type === "undefined" || outer.type === "never") return [];
    const inner = innerObject(symbol, checker);
    if (inner === undefined) return [outer];
    const mark = outer.type.endsWith("[]") ? "[]" : "";
    const keys = listOf(inner, checker, docOf);
    if (keys.every(({ doc, defaultValue }) => doc === "" && defaultValue === undefined)) return [outer];
    const opened = keys.map((key) => ({ ...key, name: `${outer.name}${mark}.${key.name}` }));
    return [{ ...outer, type: mark === "" ? "object" : "object[]" }, ...opened];
  });
}

function describe(symbol: Named, checker: Checker, docOf: (name: string) => string): DocumentedProperty {
  const type = textOf(checker.getTypeOfSymbol(symbol), checker);
  const own = symbol.getDocumentationComment(checker).trim();
  const byDefault = symbol.getJsDocTags(checker).find(({ name }) => name === "default")?.text;
  return {
    name: symbol.name,
    type,
    optional: (symbol.flags & SymbolFlags.Optional) !== 0,
    doc: own === "" ? docOf(type.replace(/^readonly /, "").replace(/\[\]$/, "")).trim() : own,
    defaultValue: byDefault?.trim(),
    only: undefined,
  };
}

export function textOf(type: Type | undefined, checker: Checker): string {
  if (type === undefined) return "unknown";
  return checker.typeToString(type, undefined, NO_TRUNCATION).replace(/ \| undefined$/, "");
}

/** The object that is written out in the place of a type's name, by itself or as what a list is made of. */
function innerObject(symbol: Named, checker: Checker): Type | undefined {
  const declared = checker.getTypeOfSymbol(symbol);
  const type = declared === undefined ? undefined : checker.getNonNullableType(declared);
  if (type === undefined || !/^(readonly )?\{[^{}]*\}(\[\])?$/.test(textOf(type, checker))) return undefined;
  if (!checker.isArrayType(type)) return type;
  return checker.getTypeArguments(type as Parameters<Checker["getTypeArguments"]>[0])[0];
}

/** The key of which a type has one fixed value and the others have others: `origin: "joined"`. */
function distinction(
  member: Type | undefined,
  members: readonly Type[],
  checker: Checker,
): string | undefined {
  if (member === undefined) return undefined;
  const value = (of: Type, key: string) => {
    const property = checker.getPropertyOfType(of, key);
    return property === undefined ? "" : textOf(checker.getTypeOfSymbol(property), checker);
  };
  const key = checker
    .getPropertiesOfType(member)
    .map(({ name }) => name)
    .find((name) => {
      const values = members.map((each) => value(each, name));
      return (
        values.every((text) => /^(".*"|true|false)$/.test(text)) && new Set(values).size === values.length
      );
    });
  return key === undefined ? undefined : `${key}: ${value(member, key)}`;
}
