import type { Json, JsonObject } from "../../lib/index.ts";

/**
 * Step Functions spells what its SDK integrations send and return as the AWS SDK for Java 2 does, with the first letter
 * raised: a leading run of capitals becomes a word, so that `DBInstances` is `DbInstances` and `SSEDescription` is
 * `SseDescription`, while `ReadReplicaSourceDBInstanceIdentifier` stays.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html, and state machines in
 * public repositories that ask `rds:describeDBInstances` for `DbInstances[0].DbInstanceStatus`; read November 2026.
 */
export function spelled(name: string): string {
  return name.replace(
    /^([A-Z])([A-Z]+)(?=[A-Z][a-z]|$)/,
    (_, first: string, rest: string) => first + rest.toLowerCase(),
  );
}

/** A path of fields and indices: `DBInstances[0].DBInstanceStatus`. */
export function spelledPath(path: string): string {
  return path.split(".").map(spelled).join(".");
}

export function spelledInput(input: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [spelled(key), inside(value)]));
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
