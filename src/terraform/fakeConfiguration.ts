import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Json, JsonObject } from "../lib/index.ts";
import { CONFIGURATION, OVERRIDE } from "./workspace.ts";

/** What the fake driver makes of a configuration: resources by address, with their arguments resolved. */
export interface EvaluatedConfiguration {
  readonly resources: ReadonlyMap<string, FakeResource>;
  readonly outputs: Readonly<Record<string, Json>>;
}

export interface FakeResource {
  readonly type: string;
  readonly arguments: JsonObject;
  /** Names in `lifecycle.ignore_changes`. */
  readonly ignored: readonly string[];
}

const META_ARGUMENTS = new Set(["lifecycle", "depends_on", "provider", "count", "for_each", "connection"]);

/** Reads a workspace's configuration with its override merged in, as far as the fake needs it. */
export async function readConfiguration(dir: string): Promise<JsonObject> {
  const main = JSON.parse(await readFile(join(dir, CONFIGURATION), "utf8")) as JsonObject;
  const override = await readFile(join(dir, OVERRIDE), "utf8").catch(() => undefined);
  return override === undefined ? main : (merged(main, JSON.parse(override)) as JsonObject);
}

function merged(base: Json | undefined, over: Json): Json {
  if (!isObject(base) || !isObject(over)) return over;
  const result: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(over)) result[key] = merged(result[key], value);
  return result;
}

/** Names of declared variables that have neither a value nor a default. */
export function missingVariables(configuration: JsonObject, given: Readonly<Record<string, Json>>): string[] {
  const declared = section(configuration, "variable");
  return Object.keys(declared).filter((name) => !(name in given) && !("default" in objectAt(declared, name)));
}

/** Names of variables that some expression refers to and nothing declares. */
export function undeclaredVariables(configuration: JsonObject): string[] {
  const expressions = JSON.stringify(configuration).match(/\$\{[^}]*\}/g) ?? [];
  const names = expressions.flatMap((text) =>
    [...text.matchAll(/\bvar\.([\w-]+)/g)].map(([, name = ""]) => name),
  );
  const declared = section(configuration, "variable");
  return [...new Set(names)].filter((name) => !(name in declared)).sort();
}

/**
 * Substitutes variables, locals and references to resources. A resource attribute
 * that is no argument becomes a string made of its address. Expressions beyond
 * references are left as they stand; `count` and `for_each` are not expanded.
 */
export function evaluate(
  configuration: JsonObject,
  given: Readonly<Record<string, Json>>,
): EvaluatedConfiguration {
  const scope = new Scope(configuration, given);
  const resources = new Map<string, FakeResource>();
  for (const [type, byName] of Object.entries(section(configuration, "resource"))) {
    for (const name of Object.keys(isObject(byName) ? byName : {})) {
      const block = objectAt(byName as JsonObject, name);
      const entries = Object.entries(block).filter(([key]) => !META_ARGUMENTS.has(key));
      const resolved = Object.fromEntries(entries.map(([key, value]) => [key, scope.resolve(value)]));
      const ignored = objectAt(block, "lifecycle").ignore_changes;
      const names = Array.isArray(ignored) ? ignored.map(String) : [];
      resources.set(`${type}.${name}`, { type, arguments: resolved, ignored: names });
    }
  }
  const outputs = Object.entries(section(configuration, "output")).map(([name, output]) => [
    name,
    scope.resolve(isObject(output) ? (output.value ?? null) : null),
  ]);
  return { resources, outputs: Object.fromEntries(outputs) };
}

class Scope {
  readonly #configuration: JsonObject;
  readonly #given: Readonly<Record<string, Json>>;

  constructor(configuration: JsonObject, given: Readonly<Record<string, Json>>) {
    this.#configuration = configuration;
    this.#given = given;
  }

  resolve(value: Json): Json {
    if (typeof value === "string") return this.#resolveText(value);
    if (Array.isArray(value)) return value.map((item: Json) => this.resolve(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item)]));
  }

  #resolveText(text: string): Json {
    const whole = /^\$\{([\w.-]+)\}$/.exec(text)?.[1];
    if (whole !== undefined) return this.#lookUp(whole) ?? text;
    return text.replaceAll(/\$\{([\w.-]+)\}/g, (all: string, path: string) => {
      const value = this.#lookUp(path);
      return value === undefined ? all : typeof value === "string" ? value : JSON.stringify(value);
    });
  }

  #lookUp(path: string): Json | undefined {
    const [first = "", second = "", third] = path.split(".");
    if (first === "var") {
      return this.#given[second] ?? objectAt(section(this.#configuration, "variable"), second).default;
    }
    if (first === "local") {
      const value = section(this.#configuration, "locals")[second];
      return value === undefined ? undefined : this.resolve(value);
    }
    const block = objectAt(section(this.#configuration, "resource"), first)[second];
    if (!isObject(block)) return undefined;
    // terraform_data gives back its input as its output; no other resource is known here.
    const argument = block[first === "terraform_data" && third === "output" ? "input" : (third ?? "")];
    return argument === undefined ? path : this.resolve(argument);
  }
}

function section(configuration: JsonObject, name: string): JsonObject {
  return objectAt(configuration, name);
}

function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
