import { HOLE } from "../matching/pattern.ts";
import type { Condition, Listed, PolicyDocument, PrincipalEntry, Statement } from "./document.ts";

/** A text that is no policy; the message says what is wrong with it. */
export class PolicyError extends Error {}

/**
 * Reads a policy document. Throws `PolicyError` for what is none: a policy that is half understood would be judged
 * wrongly.
 * Source of the grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(text: string): PolicyDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new PolicyError("is not JSON");
  }
  return readPolicy(document);
}

/** The same from an object. */
export function readPolicy(document: unknown): PolicyDocument {
  if (!isObject(document)) throw new PolicyError("is not an object");
  const statements = listOf(document.Statement);
  if (statements.length === 0) throw new PolicyError("has no Statement");
  return {
    variables: document.Version === "2012-10-17",
    statements: statements.map(statement),
  };
}

function statement(given: unknown, index: number): Statement {
  const where = `statement ${index + 1}`;
  if (!isObject(given)) throw new PolicyError(`${where} is not an object`);
  const { Sid, Effect, Condition: conditions } = given;
  if (Effect !== "Allow" && Effect !== "Deny")
    throw new PolicyError(`${where} has no Effect of Allow or Deny`);
  const actions = listed(given, "Action", where, texts);
  if (actions === undefined) throw new PolicyError(`${where} has no Action and no NotAction`);
  const resources = listed(given, "Resource", where, texts);
  const principals = listed(given, "Principal", where, principalEntries);
  return {
    index,
    ...(typeof Sid === "string" && Sid !== "" ? { sid: Sid } : {}),
    effect: Effect,
    actions,
    ...(resources === undefined ? {} : { resources }),
    ...(principals === undefined ? {} : { principals }),
    conditions: conditions === undefined ? [] : conditionsOf(conditions, where),
  };
}

function listed<Entry>(
  given: Readonly<Record<string, unknown>>,
  name: string,
  where: string,
  read: (value: unknown, where: string) => readonly Entry[],
): Listed<Entry> | undefined {
  const [plain, except] = [given[name], given[`Not${name}`]];
  if (plain !== undefined && except !== undefined) {
    throw new PolicyError(`${where} has both ${name} and Not${name}`);
  }
  if (plain !== undefined) return { except: false, entries: read(plain, `${where}, ${name},`) };
  if (except !== undefined) return { except: true, entries: read(except, `${where}, Not${name},`) };
  return undefined;
}

function principalEntries(value: unknown, where: string): readonly PrincipalEntry[] {
  if (value === "*") return [{ kind: "*", value: "*" }];
  if (value === HOLE) return [{ kind: "AWS", value: HOLE }];
  if (!isObject(value)) throw new PolicyError(`${where} is neither "*" nor an object`);
  return Object.entries(value).flatMap(([kind, entries]) => {
    if (kind !== "AWS" && kind !== "Service" && kind !== "Federated" && kind !== "CanonicalUser") {
      throw new PolicyError(`${where} has a kind that AWS does not know: ${kind}`);
    }
    // "AWS": "*" and "*" alone mean the same.
    return texts(entries, where).map(
      (entry): PrincipalEntry =>
        kind === "AWS" && entry === "*" ? { kind: "*", value: "*" } : { kind, value: entry },
    );
  });
}

function conditionsOf(value: unknown, where: string): readonly Condition[] {
  if (!isObject(value)) throw new PolicyError(`${where} has a Condition that is not an object`);
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw new PolicyError(`${where}, ${operator}, is not an object`);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      values: texts(values, `${where}, ${operator}, ${key},`),
    }));
  });
}

function texts(value: unknown, where: string): readonly string[] {
  return listOf(value).map((each) => {
    if (typeof each === "string") return each;
    if (typeof each === "boolean" || typeof each === "number") return String(each);
    throw new PolicyError(`${where} holds something that is no text`);
  });
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
