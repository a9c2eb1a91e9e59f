import type { Json, JsonObject } from "../../lib/index.ts";

/** A value of an input that stands for what a look has kept. */
const KEPT = /^\{([a-z]+)\}$/;

/** JSONPath of what a value stands for; undefined for a value that stands for itself. */
export function keptPath(value: Json): string | undefined {
  const name = keptName(value);
  return name === undefined ? undefined : `$.kept.${name}.value`;
}

/** Names that an input asks for, whatever their depth. */
export function keptNames(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keptNames);
  if (value !== null && typeof value === "object") return Object.values(value).flatMap(keptNames);
  const name = keptName(value);
  return name === undefined ? [] : [name];
}

/** Name of what a value stands for; undefined for a value that stands for itself. */
export function keptName(value: Json): string | undefined {
  return typeof value === "string" ? KEPT.exec(value)?.[1] : undefined;
}

/** Fields whose own fields are words of whoever is called, and are not respelt. */
const MAPS: readonly string[] = ["Metadata", "Detail"];

/**
 * Step Functions spells what its SDK integrations send and return as the AWS SDK for Java 2 does, with the first letter
 * raised, also where the API has a small one (`awayFrom` is `AwayFrom`): a leading run of capitals becomes a word, so that `DBInstances` is `DbInstances` and `SSEDescription` is
 * `SseDescription`, while `ReadReplicaSourceDBInstanceIdentifier` stays.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html, and state machines in
 * public repositories that ask `rds:describeDBInstances` for `DbInstances[0].DbInstanceStatus`; read November 2026.
 */
export function spelled(name: string): string {
  const raised = name.charAt(0).toUpperCase() + name.slice(1);
  return raised.replace(
    /^([A-Z])([A-Z]+)(?=[A-Z][a-z]|$)/,
    (_, first: string, rest: string) => first + rest.toLowerCase(),
  );
}

/** A path of fields and indices: `DBInstances[0].DBInstanceStatus`. */
export function spelledPath(path: string): string {
  return path.split(".").map(spelled).join(".");
}

/** As a payload template: with JSONPath for what was kept. */
export function spelledInput(input: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => {
      const name = spelled(key);
      const path = keptPath(value);
      if (path !== undefined) return [`${name}.$`, path];
      const paths = Array.isArray(value) ? value.flatMap((each) => keptPath(each) ?? []) : [];
      if (paths.length > 0) return [`${name}.$`, `States.Array(${paths.join(", ")})`];
      return [name, MAPS.includes(key) ? mapped(value) : inside(value)];
    }),
  );
}

/** Words of whoever is called, each with a text: a list is written as JSON. */
function mapped(value: Json): Json {
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, each]) => {
      if (!Array.isArray(each)) {
        const path = keptPath(each);
        return path === undefined ? [key, each] : [`${key}.$`, path];
      }
      const paths = each.map((entry) => keptPath(entry) ?? `'${String(entry)}'`);
      return [`${key}.$`, `States.JsonToString(States.Array(${paths.join(", ")}))`];
    }),
  );
}

/** An answer of an SDK for JavaScript as Step Functions would hand it on: spelt its way, JSON throughout. */
export function spelledAnswer(answer: unknown): Json {
  if (answer instanceof Date) return answer.toISOString();
  if (Array.isArray(answer)) return answer.map(spelledAnswer);
  if (answer === null || answer === undefined) return null;
  if (typeof answer === "object") {
    if (answer instanceof Uint8Array || Symbol.asyncIterator in answer) return null;
    return Object.fromEntries(
      Object.entries(answer)
        .filter(([key, value]) => key !== "$metadata" && value !== undefined && value !== null)
        .map(([key, value]) => [spelled(key), spelledAnswer(value)]),
    );
  }
  return typeof answer === "bigint" ? answer.toString() : (answer as string | number | boolean);
}

function inside(value: Json): Json {
  if (Array.isArray(value)) return value.map(inside);
  return value !== null && typeof value === "object" ? spelledInput(value as JsonObject) : value;
}

/** Last part of a task's resource: `failoverGlobalCluster`. */
export function resourceAction(action: string): string {
  return action.charAt(0).toLowerCase() + action.slice(1);
}
