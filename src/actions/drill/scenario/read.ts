import { readFile } from "node:fs/promises";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { InputError, type InputProblem } from "../../../lib/index.ts";
import { EVENT_KINDS, RUNBOOKS, type Scenario, scenarioSchema } from "./events.ts";

/** Characters of the largest file that is read. */
const LARGEST = 200_000;

/** A scenario as it stands in a file. */
export interface ReadScenario {
  readonly file: string;
  readonly scenario: Scenario;
  /** `events[2].region, line 14`. */
  readonly where: (...path: readonly PropertyKey[]) => string;
}

/**
 * Reads a scenario: YAML, of which JSON is a part.
 * @throws InputError with everything that is wrong in it, each with its line
 */
export async function readScenario(file: string): Promise<ReadScenario> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw refused(file, {
      where: "--scenario",
      given: file,
      wanted: `a file that can be read (${error.code ?? error.message})`,
      fix: "Name the file of a scenario; examples/storefront/scenarios has some.",
    });
  });
  if (text.length > LARGEST) {
    const given = `${text.length} characters`;
    const fix = "Leave out what does not belong to it.";
    throw refused(file, { where: "line 1", given, wanted: `at most ${LARGEST}`, fix });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [unreadable] = document.errors;
  if (unreadable !== undefined) {
    const where = `line ${unreadable.linePos?.[0].line ?? 1}`;
    const [given = ""] = unreadable.message.split("\n");
    throw refused(file, { where, given, wanted: "YAML or JSON", fix: "Correct the line." });
  }
  const where = (...path: readonly PropertyKey[]) => placeOf(document, lines, path);
  const value = contentOf(file, document);
  const judged = scenarioSchema.safeParse(value);
  if (judged.success) return { file, scenario: judged.data, where };
  throw new InputError(
    file,
    judged.error.issues.map((issue) => problemOf(issue, value, where)),
  );
}

/** No aliases: a few lines of them can stand for millions of values. */
function contentOf(file: string, document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch {
    const fix = "Write out what the alias stands for.";
    throw refused(file, { where: "the file", given: "an alias", wanted: "none", fix });
  }
}

function refused(file: string, problem: Omit<InputProblem, "code">): InputError {
  return new InputError(file, [{ code: "scenario/unreadable", ...problem }]);
}

function problemOf(issue: z.core.$ZodIssue, value: unknown, where: ReadScenario["where"]): InputProblem {
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return {
      code: "scenario/unknown-key",
      where: where(...issue.path, key),
      given: key,
      wanted: "no such key",
      fix: "Take it out, or see docs/recovery.md for what an event of that kind has.",
    };
  }
  const { path } = issue;
  const given = shown(valueAt(value, path));
  if (issue.code === "invalid_union") {
    const known: readonly string[] = path.at(-1) === "runbook" ? RUNBOOKS : EVENT_KINDS;
    const wanted = `one of ${known.join(", ")}`;
    return { code: "scenario/unknown-kind", where: where(...path), given, wanted, fix: "Name one of them." };
  }
  const isOffset = path.at(-1) === "at";
  return {
    code: isOffset ? "scenario/offset" : "scenario/value",
    where: where(...path),
    given,
    wanted: isOffset ? "seconds from the begin of the scenario, from 0 to 86400 (a day)" : issue.message,
    fix: isOffset ? "Write the moment in seconds." : "Put the value right.",
  };
}

function placeOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (place, key) =>
      typeof key === "number" ? `${place}[${key}]` : `${place}${place === "" ? "" : "."}${String(key)}`,
    "",
  );
  // What is not there stands where it should be: in the nearest that is.
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    const offset = (node as { readonly range?: readonly number[] } | undefined)?.range?.[0];
    if (offset === undefined) continue;
    const line = `line ${lines.linePos(offset).line}`;
    return text === "" ? line : `${text}, ${line}`;
  }
  return text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    value,
  );
}

function shown(value: unknown): string {
  const whole = value === undefined ? "nothing" : JSON.stringify(value);
  return whole.length > 80 ? `${whole.slice(0, 77)}...` : whole;
}
