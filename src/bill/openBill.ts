import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError, type InputProblem } from "../lib/index.ts";
import type { BillTable } from "./ask.ts";
import { FOCUS_COLUMNS, type FocusColumn, type FocusVersion, NEEDED_COLUMNS, versionOf } from "./columns.ts";
import { DUCKDB } from "./dialect.ts";
import { Engine, type EngineLimits } from "./engine.ts";
import { type BillFile, type FoundFiles, findBillFiles } from "./files.ts";
import { csvHeader } from "./header.ts";
import { literal } from "./sqlText.ts";

/** Files of a bill, as one table `bill` of FOCUS's columns, with `file` (from 0) and `row` (from 1) of each charge. */
export interface Bill extends BillTable, AsyncDisposable {
  readonly found: FoundFiles;
  readonly versions: readonly FocusVersion[];
  /** Columns that every file has; a rule over a column that one file lacks is judged on none. */
  readonly there: ReadonlySet<string>;
  /** Mandatory columns that files lack, though figures can be had without. */
  readonly lacking: readonly { readonly file: string; readonly columns: readonly string[] }[];
}

/**
 * Opens the files and folders. Parquet is read where it lies; CSV is taken into the database once.
 * Throws `InputError` for what is no bill: nothing there, not readable, columns missing, no rows.
 */
export async function openBill(paths: readonly string[], limits: EngineLimits = {}): Promise<Bill> {
  const found = await findBillFiles(paths);
  const folder = await mkdtemp(join(tmpdir(), "trireme-bill-"));
  const engine = await Engine.open(
    folder,
    found.files.map(({ path }) => path),
    limits,
  );
  const dispose = async () => {
    engine.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const read = await readAll(engine, folder, found.files);
    return {
      dialect: DUCKDB,
      rows: (sql) => engine.rows(sql),
      found,
      ...read,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** What a file calls its columns: FOCUS's name to the file's expression and type. */
interface Opened {
  readonly file: BillFile;
  /** What it is read from, as SQL, with `row` beside the columns. */
  readonly from: string;
  readonly columns: ReadonlyMap<string, { readonly expression: string; readonly type: string }>;
  readonly names: readonly string[];
}

async function readAll(engine: Engine, folder: string, files: readonly BillFile[]) {
  const opened: Opened[] = [];
  const problems: InputProblem[] = [];
  for (const [index, file] of files.entries()) {
    // By a name of ours: what a file is called reaches no statement, and its stars and brackets match nothing.
    const link = join(folder, `${index}.${file.format}`);
    await symlink(file.path, link);
    try {
      const one = file.format === "csv" ? await openCsv(file, link) : await openParquet(engine, file, link);
      const missing = NEEDED_COLUMNS.filter((name) => !one.columns.has(name));
      if (missing.length > 0) problems.push(columnsMissing(file, one.names, missing));
      else opened.push(one);
    } catch (error) {
      problems.push(unreadableFile(file, link, error));
    }
  }
  if (problems.length > 0) throw new InputError("bill", problems);
  await takeIn(engine, opened);
  const [count] = await engine.rows("SELECT count(*) AS n FROM bill");
  if (count?.n === "0") {
    throw new InputError("bill", [
      {
        code: "bill/no-rows",
        where: files.map(({ name }) => name).join(", "),
        given: "no rows",
        wanted: "at least one charge",
        fix: "Look whether the export has run: the first delivery takes up to a day.",
      },
    ]);
  }
  const lacking = opened
    .map(({ file, columns }) => ({
      file: file.name,
      columns: FOCUS_COLUMNS.filter(({ name, mandatory }) => mandatory && !columns.has(name)).map(
        ({ name }) => name,
      ),
    }))
    .filter(({ columns }) => columns.length > 0);
  return {
    versions: opened.map(({ names }) => versionOf(names)),
    there: new Set(
      FOCUS_COLUMNS.map(({ name }) => name).filter((name) =>
        opened.every(({ columns }) => columns.has(name)),
      ),
    ),
    lacking,
  };
}

async function openCsv(file: BillFile, link: string): Promise<Opened> {
  const names = await csvHeader(file);
  if (names === undefined) throw new Error("It has no first line with the names of columns.");
  const positions = names.map((_, index) => `c${index}`);
  const options = [
    "auto_detect = false",
    "header = true",
    "delim = ','",
    `quote = '"'`,
    `escape = '"'`,
    "nullstr = ['', 'NULL', 'null']",
    `compression = '${file.packed}'`,
    `columns = {${positions.map((name) => `${name}: 'VARCHAR'`).join(", ")}}`,
  ].join(", ");
  return {
    file,
    from: `(SELECT *, row_number() OVER () AS "row" FROM read_csv(${literal(link)}, ${options}))`,
    columns: matched(names, (index) => ({ expression: `c${index}`, type: "VARCHAR" })),
    names,
  };
}

async function openParquet(engine: Engine, file: BillFile, link: string): Promise<Opened> {
  const described = await engine.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(link)})`);
  const names = described.map(({ column_name: name }) => name ?? "");
  return {
    file,
    from: `(SELECT *, file_row_number + 1 AS "row" FROM read_parquet(${literal(link)}, file_row_number = true))`,
    columns: matched(names, (index) => ({
      expression: `"${(names[index] ?? "").replaceAll('"', '""')}"`,
      type: described[index]?.column_type ?? "",
    })),
    names,
  };
}

function matched<Value>(
  names: readonly string[],
  value: (index: number) => Value,
): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const { name } of FOCUS_COLUMNS) {
    const index = names.findIndex((each) => each.toLowerCase() === name.toLowerCase());
    if (index >= 0) found.set(name, value(index));
  }
  return found;
}

/** Each CSV as a table, each Parquet file where it lies, all of them as the view `bill`. */
async function takeIn(engine: Engine, opened: readonly Opened[]): Promise<void> {
  const parts: string[] = [];
  const problems: InputProblem[] = [];
  for (const [index, { file, from, columns }] of opened.entries()) {
    const select = `SELECT ${index} AS file, "row", ${FOCUS_COLUMNS.map((column) => converted(column, columns)).join(", ")} FROM ${from}`;
    if (file.format === "parquet") {
      parts.push(select);
      continue;
    }
    try {
      await engine.run(`CREATE TABLE csv${index} AS ${select}`);
      parts.push(`SELECT * FROM csv${index}`);
    } catch (error) {
      problems.push(unreadableFile(file, "", error));
    }
  }
  if (problems.length > 0) throw new InputError("bill", problems);
  await engine.run(`CREATE VIEW bill AS ${parts.join(" UNION ALL BY NAME ")}`);
}

/** Places of an amount that comes as a binary fraction, as AWS exports it: twelve are what its bills have. */
const DOUBLE = "DECIMAL(38, 12)";
const EXACT = "DECIMAL(38, 18)";

/** A column as its type, and beside it, of text that might be none, whether it is none. */
function converted({ name, kind }: FocusColumn, columns: Opened["columns"]): string {
  const column = columns.get(name);
  if (kind === "string") return `${column === undefined ? "NULL" : column.expression}::VARCHAR AS ${name}`;
  const type = { decimal: EXACT, time: "TIMESTAMP", map: "MAP(VARCHAR, VARCHAR)" }[kind];
  if (column === undefined) return `NULL::${type} AS ${name}, FALSE AS "unreadable ${name}"`;
  const { expression } = column;
  const value =
    kind === "map"
      ? mapOf(expression, column.type)
      : `TRY_CAST(${expression} AS ${/^(DOUBLE|FLOAT)$/.test(column.type) ? DOUBLE : type})`;
  return `${value} AS ${name}, ${expression} IS NOT NULL AND ${value} IS NULL AS "unreadable ${name}"`;
}

function mapOf(expression: string, type: string): string {
  if (type !== "VARCHAR" && type !== "JSON") return `TRY_CAST(${expression} AS MAP(VARCHAR, VARCHAR))`;
  return `CASE WHEN json_valid(${expression}) AND json_type(${expression}) = 'OBJECT' THEN from_json(${expression}, '"MAP(VARCHAR,VARCHAR)"') END`;
}

function columnsMissing(file: BillFile, names: readonly string[], missing: readonly string[]): InputProblem {
  return {
    code: "bill/columns-missing",
    where: file.name,
    given:
      names.length > 8 ? `${names.length} columns: ${names.slice(0, 8).join(", ")}, …` : names.join(", "),
    wanted: `FOCUS 1.0, 1.1 or 1.2, with ${missing.join(", ")}`,
    fix: "Export the table FOCUS with these columns; a Cost and Usage Report has others.",
  };
}

function unreadableFile(file: BillFile, link: string, error: unknown): InputProblem {
  const text = error instanceof Error ? error.message : String(error);
  const [first = "", ...rest] = (link === "" ? text : text.replaceAll(link, file.name)).split("\n");
  const more = rest.find((line) => /Expected Number of Columns|Line:/.test(line));
  return {
    code: "bill/unreadable-file",
    where: file.name,
    given: more === undefined ? first : `${first} ${more}`,
    wanted: file.format === "csv" ? "CSV with commas, every line as long as the first" : "Parquet",
    fix: "Fetch or export it again: nothing of it was counted.",
  };
}
