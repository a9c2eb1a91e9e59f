import { type Amount, amountOf, amountText } from "./amount.ts";
import { FOCUS_COLUMNS } from "./columns.ts";
import type { Bill } from "./openBill.ts";
import { type RowRule, rowRules } from "./rules.ts";

/** Something about a bill that its reader should know. */
export interface BillFinding {
  /** Stable. */
  readonly code: string;
  readonly severity: RowRule["severity"];
  readonly column?: string;
  /** How many rows. */
  readonly rows?: number;
  /** The first of them: its file, and its number among the rows of the file, the header not counted. */
  readonly first?: { readonly file: string; readonly row: number };
  /** What is there. */
  readonly given: string;
  readonly wanted: string;
  readonly fix: string;
}

/** Everything that is wrong with a bill's form, dearest in consequence first. Looks at every row. */
export async function checkBill(bill: Bill): Promise<readonly BillFinding[]> {
  const findings = [
    ...repeatedFiles(bill),
    ...severalExports(bill),
    ...(await rowsInTwoFiles(bill)),
    ...columnsLacking(bill),
    ...(await brokenRules(bill)),
  ];
  const order = ["error", "warning", "note"];
  return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

function repeatedFiles({ found }: Bill): readonly BillFinding[] {
  return found.repeated.map(({ name, sameAs }) => ({
    code: "bill/same-file",
    severity: "warning",
    given: `${name} has the bytes of ${sameAs}; its rows are counted once`,
    wanted: "each file once",
    fix: "Leave one of the two out.",
  }));
}

/**
 * AWS writes the files of an export below `BILLING_PERIOD=2026-10`. An export that keeps its earlier versions has a
 * folder for each below that, and each holds the whole month.
 * Source: https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html, read November 2026.
 */
function severalExports({ found }: Bill): readonly BillFinding[] {
  const folders = new Map<string, Set<string>>();
  for (const { name } of found.files) {
    const [, period] = /BILLING_PERIOD=(\d{4}-\d{2})[/\\]/i.exec(name) ?? [];
    if (period === undefined) continue;
    const folder = name.replace(/[^/\\]*$/, "");
    folders.set(period, (folders.get(period) ?? new Set()).add(folder));
  }
  return [...folders]
    .filter(([, all]) => all.size > 1)
    .map(([period, all]) => ({
      code: "bill/several-exports-of-a-month",
      severity: "error",
      given: `${all.size} exports of ${period}: ${[...all].join(", ")}`,
      wanted: "one export of each month: each holds all of it",
      fix: "Name the folder of the newest one alone.",
    }));
}

/** Rows that stand in more than one file, charge for charge: exports that overlap. */
async function rowsInTwoFiles({ rows: ask, found: { files } }: Bill): Promise<readonly BillFinding[]> {
  if (files.length < 2) return [];
  const hash = `hash(${FOCUS_COLUMNS.map(({ name }) => name).join(", ")})`;
  const rows = await ask(`WITH charges AS (SELECT file, "row", BilledCost, ${hash} AS h FROM bill),
    twice AS (SELECT h FROM charges GROUP BY h HAVING min(file) <> max(file))
    SELECT file, count(*) AS n, min("row") AS first, CAST(coalesce(sum(BilledCost), 0) AS VARCHAR) AS billed,
      (SELECT count(*) FROM bill AS own WHERE own.file = charges.file) AS all_of_it
    FROM charges SEMI JOIN twice USING (h) GROUP BY file ORDER BY file`);
  if (rows.length === 0) return [];
  // A few charges may be alike; a file of which half stands elsewhere is the same bill again.
  const overlapping = rows.some((row) => 2 * Number(row.n) >= Number(row.all_of_it));
  const count = rows.reduce((sum, { n }) => sum + Number(n), 0);
  const [first] = rows;
  const shares = rows.map(
    ({ file, n, all_of_it: all, billed }) =>
      `${n} of ${all} rows of ${files[Number(file)]?.name} (${trimmed(billed)} billed)`,
  );
  return [
    {
      code: "bill/rows-in-two-files",
      severity: overlapping ? "error" : "warning",
      rows: count,
      ...(first === undefined ? {} : { first: place(first.file, first.first, files) }),
      given: `${shares.join(", ")} stand in another file too, and are counted each time`,
      wanted: "each charge once",
      fix: "Leave out the export that the other one covers.",
    },
  ];
}

function columnsLacking({ lacking }: Bill): readonly BillFinding[] {
  return lacking.map(({ file, columns }) => ({
    code: "bill/mandatory-columns",
    severity: "warning",
    given: `${file} has no ${columns.join(", ")}`,
    wanted: "the mandatory columns of FOCUS",
    fix: "Add them to the export's query.",
  }));
}

async function brokenRules({ rows: ask, there, found: { files } }: Bill): Promise<readonly BillFinding[]> {
  const rules = rowRules(there);
  const counts = await ask(
    `SELECT ${rules.map(({ broken }, index) => `count(*) FILTER (WHERE ${broken}) AS n${index}`).join(", ")} FROM bill`,
  );
  const broken = rules
    .map((rule, index) => ({ rule, rows: Number(counts[0]?.[`n${index}`]) }))
    .filter(({ rows }) => rows > 0);
  if (broken.length === 0) return [];
  // Where they are is looked for when there is something to find: it costs reading every row's number.
  const [firsts] = await ask(
    `SELECT ${broken.map(({ rule }, index) => `${FIRST} FILTER (WHERE ${rule.broken}) AS p${index}`).join(", ")} FROM bill`,
  );
  const samples = await ask(
    `SELECT ${broken.map(({ rule }, index) => `any_value(CAST(${rule.column} AS VARCHAR)) FILTER (WHERE ${rule.broken}) AS v${index}`).join(", ")} FROM bill`,
  );
  return broken.map(({ rule, rows }, index) => {
    const { code, severity, column, wanted, fix } = rule;
    const position = BigInt(firsts?.[`p${index}`] ?? 0);
    const first = place(String(position / ROWS_OF_A_FILE), String(position % ROWS_OF_A_FILE), files);
    const sample = samples[0]?.[`v${index}`] ?? undefined;
    const given = code === "bill/unreadable" ? "text that is none" : (sample ?? "null");
    return { code, severity, column, rows, first, given, wanted, fix };
  });
}

/** More rows than a file has: file and row as one number, whose least is the first. */
const ROWS_OF_A_FILE = 10n ** 12n;
const FIRST = `min(file::BIGINT * ${ROWS_OF_A_FILE} + "row")`;

function place(
  file: string | null | undefined,
  row: string | null | undefined,
  files: Bill["found"]["files"],
) {
  return { file: files[Number(file)]?.name ?? "", row: Number(row) };
}

function trimmed(amount: string | null | undefined): string {
  const value: Amount = amountOf(amount ?? "0");
  return amountText(value);
}
