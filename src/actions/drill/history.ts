import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type InputProblem, TriremeError } from "../../lib/index.ts";
import type { DrillRecord } from "./record.ts";
import { recordProblems } from "./schema.ts";

/** What is different from the drill of the same loss before. */
export interface DrillChange {
  readonly what: string;
  readonly before: string;
  readonly now: string;
  readonly worse: boolean;
}

/** JSON lines, the oldest first: `.trireme/drills/history.jsonl`. */
export function historyFile(stateRoot: string): string {
  return join(stateRoot, "drills", "history.jsonl");
}

/** A line is whole or is not there: it is appended in one write. */
export async function remember(file: string, record: DrillRecord): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${JSON.stringify(record)}\n`);
}

/**
 * @throws TriremeError `drill-history-damaged` for lines that are no records, each with what is wrong with it: nothing
 * is left out in silence
 */
export async function drillHistory(file: string): Promise<readonly DrillRecord[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = text
    .split("\n")
    .map((line, index) => ({ value: parsed(line), where: `${file}:${index + 1}`, line }))
    .filter(({ line }) => line !== "");
  const wrong = lines.flatMap(({ value, where, line }) =>
    problemsOf(value, line).map((problem) => ({ ...problem, at: where })),
  );
  // What is without problems is a record: the schema leaves no key open.
  if (wrong.length === 0) return lines.map(({ value }) => value as DrillRecord);
  throw damaged(wrong);
}

function problemsOf(value: unknown, line: string): readonly InputProblem[] {
  if (value !== undefined) return recordProblems(value);
  const given = line.length > 60 ? `${line.slice(0, 57)}...` : line;
  const fix = "Take the line out; the others stay as they are.";
  return [{ code: "drill/damaged-record", where: "", given, wanted: "JSON", fix }];
}

/** Undefined for what is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** As many as a person reads. */
const TOLD = 10;

function damaged(problems: readonly (InputProblem & { readonly at: string })[]): TriremeError {
  const told = problems
    .slice(0, TOLD)
    .map(
      ({ at, where, given, wanted }) =>
        `${at}${where === "" ? "" : `, ${where}`}: given ${given}, wanted ${wanted}`,
    );
  const more = problems.length > TOLD ? [`and ${problems.length - TOLD} more`] : [];
  return new TriremeError(`The history of drills cannot be read:\n  ${[...told, ...more].join("\n  ")}`, {
    code: "drill-history-damaged",
    fault: "environment",
    fix: [...new Set(problems.map(({ fix }) => fix))].join(" "),
  });
}

/** The latest drill of the same loss in the same environment that was held; undefined for one that was not itself. */
export function drillBefore(history: readonly DrillRecord[], drill: DrillRecord): DrillRecord | undefined {
  return drill.outcome === "held" ? lastHeld(history, drill) : undefined;
}

/** The latest drill of a loss that was held: one that was cut off was not. */
export function lastHeld(
  history: readonly DrillRecord[],
  { environment, lost, kind }: Pick<DrillRecord, "environment" | "lost" | "kind">,
): DrillRecord | undefined {
  return history.findLast(
    (each) =>
      each.environment === environment && each.lost === lost && each.kind === kind && each.outcome === "held",
  );
}

/** What has changed since, in what was measured here and in what is modelled. Empty when nothing has. */
export function drillChanges(before: DrillRecord, now: DrillRecord): readonly DrillChange[] {
  return [
    ...changed("proven", before.proven, now.proven, (proven) => (proven === true ? 0 : 1)),
    ...changed("calls into the lost region", before.calls?.toLostRegion, now.calls?.toLostRegion),
    ...changed(
      "calls to control planes that fell with it",
      before.calls?.toFallenControlPlanes,
      now.calls?.toFallenControlPlanes,
    ),
    ...changed("events of the scenario", eventsOf(before), eventsOf(now), () => 0),
    ...changed("written twice", before.verdict?.writtenTwice, now.verdict?.writtenTwice, notGood("no")),
    ...changed("fence", before.verdict?.fence, now.verdict?.fence, notGood("held", "not-needed")),
    ...changed("steps of the failover", before.timeline.length, now.timeline.length, () => 0),
    ...[...new Set([...Object.keys(before.rto), ...Object.keys(now.rto)])].flatMap((service) =>
      changed(`rto of ${service}, p95 in s (modelled)`, before.rto[service]?.p95, now.rto[service]?.p95),
    ),
    ...[...new Set([...Object.keys(before.rpo), ...Object.keys(now.rpo)])].flatMap((service) =>
      changed(`rpo of ${service}, p95 in s (modelled)`, before.rpo[service]?.p95, now.rpo[service]?.p95),
    ),
    ...storesOf(before, now).flatMap((store) => {
      const [then, lately] = [before.dataLoss[store]?.atEnd, now.dataLoss[store]?.atEnd];
      // A drill without customers has nothing to be compared with.
      if (then === undefined) return [];
      const half = (seconds: number | undefined) => seconds && Math.round(seconds * 2) / 2;
      return [
        ...changed(`lost of ${store}, in s (modelled)`, half(then.lost.seconds), half(lately?.lost.seconds)),
        ...changed(
          `${store} has writes on an old writer's side only`,
          then.diverged.writes > 0,
          lately === undefined ? undefined : lately.diverged.writes > 0,
          (there) => (there === false ? 0 : 1),
        ),
      ];
    }),
  ];
}

function storesOf(before: DrillRecord, now: DrillRecord): readonly string[] {
  return [...new Set([...Object.keys(before.dataLoss), ...Object.keys(now.dataLoss)])];
}

/** A scenario that was changed under its name is another one: what it comes to is no better or worse for that. */
function eventsOf({ events }: DrillRecord): string | undefined {
  return events
    ?.filter(({ kind }) => kind !== "end")
    .map(({ at, what }) => `${at} s ${what}`)
    .join("; ");
}

function notGood(...good: readonly string[]): (value: Value) => number {
  return (value) => (typeof value === "string" && good.includes(value) ? 0 : 1);
}

type Value = number | boolean | string | undefined;

/** What is not there any more is worse than any figure: it cannot be said. */
const cost = (value: Value) => (typeof value === "number" ? value : Number.POSITIVE_INFINITY);

function changed(
  what: string,
  before: Value,
  now: Value,
  badness: (value: Value) => number = cost,
): readonly DrillChange[] {
  if (before === now) return [];
  const text = (value: Value) => (value === undefined ? "not there" : String(value));
  return [{ what, before: text(before), now: text(now), worse: badness(now) > badness(before) }];
}
