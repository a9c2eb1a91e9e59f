import { type InputProblems, kindOf } from "../inputProblems.ts";

/** Reads members of parsed JSON, and says of each that has another type than it must. */
export class Shape {
  readonly #problems: InputProblems;

  constructor(problems: InputProblems) {
    this.#problems = problems;
  }

  /** A member that must be there. */
  text(value: unknown, name: string, where: string): string | undefined {
    const found = memberOf(value, name);
    if (typeof found === "string" && found !== "") return found;
    return this.wrong(`${where}.${name}`, found, "a text");
  }

  /** Absent, `null`, or a text. */
  optionalText(value: unknown, name: string, where: string): string | undefined {
    const found = memberOf(value, name);
    if (found === undefined || found === null || typeof found === "string") return found ?? undefined;
    return this.wrong(`${where}.${name}`, found, "a text, or nothing");
  }

  /** Absent and `null` are an empty list. */
  list(value: unknown, name: string, where: string): readonly unknown[] {
    const found = memberOf(value, name) ?? [];
    if (Array.isArray(found)) return found;
    this.wrong(`${where}.${name}`, found, "a list");
    return [];
  }

  /** As `list`; whatever is no text in it is a problem. */
  texts(value: unknown, name: string, where: string): readonly string[] {
    return this.list(value, name, where).flatMap((item, at) => {
      if (typeof item === "string") return [item];
      this.wrong(`${where}.${name}[${at}]`, item, "a text");
      return [];
    });
  }

  /** The members of a member; absent and `null` have none. */
  entries(value: unknown, name: string, where: string): readonly (readonly [string, unknown])[] {
    const found = memberOf(value, name) ?? {};
    if (isObject(found)) return Object.entries(found);
    this.wrong(`${where}.${name}`, found, "an object");
    return [];
  }

  /** An instance's key: a text, a whole number, or nothing. */
  key(value: unknown, name: string, where: string): string | number | undefined {
    const found = memberOf(value, name);
    if (found === undefined || found === null) return undefined;
    if (typeof found === "string" || (typeof found === "number" && Number.isSafeInteger(found))) return found;
    return this.wrong(`${where}.${name}`, found, "a text or a whole number");
  }

  object(value: unknown, where: string): object | undefined {
    return isObject(value) ? value : this.wrong(where, value, "an object");
  }

  wrong(where: string, value: unknown, wanted: string): undefined {
    this.#problems.add({
      code: "graph/wrong-type",
      where,
      given: kindOf(value),
      wanted,
      fix: "Write the file again with terraform show -json and do not edit it.",
    });
  }
}

/** An own member, or nothing: never what an object inherits. */
export function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

export function isObject(value: unknown): value is object {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
