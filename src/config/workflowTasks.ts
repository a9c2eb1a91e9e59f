import type { Json } from "../lib/index.ts";

/** How a definition names a function: `function:stock-report`. */
const REFERENCE = /^function:(.*)$/;

/** What a workflow's tasks may call; its role says no more. */
export const INVOKE = "arn:aws:states:::lambda:invoke";

/** One value of a definition, and where it stands. */
interface Leaf {
  readonly where: string;
  readonly key: string;
  readonly text: string;
}

/** Every text of a definition. */
export function leavesOf(value: Json, where: string, key = ""): readonly Leaf[] {
  if (typeof value === "string") return [{ where, key, text: value }];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, child]) =>
    leavesOf(child, Array.isArray(value) ? `${where}[${name}]` : `${where}.${name}`, name),
  );
}

/** The function that a text stands for; undefined when it stands for none. */
export function functionIn(text: string): string | undefined {
  return REFERENCE.exec(text)?.[1];
}

/** Functions that a definition calls, each once. */
export function functionsCalled(definition: Json): readonly string[] {
  return [...new Set(leavesOf(definition, "").flatMap(({ text }) => functionIn(text) ?? []))].sort();
}

/** The definition with every function that it names in the place of its name. */
export function withFunctions(definition: Json, arnOf: (name: string) => string): Json {
  if (typeof definition === "string") {
    const name = functionIn(definition);
    return name === undefined ? definition : arnOf(name);
  }
  if (definition === null || typeof definition !== "object") return definition;
  if (Array.isArray(definition)) return definition.map((each) => withFunctions(each, arnOf));
  return Object.fromEntries(
    Object.entries(definition).map(([key, value]) => [key, withFunctions(value, arnOf)]),
  );
}
