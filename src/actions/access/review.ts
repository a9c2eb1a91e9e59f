import { writeFile } from "node:fs/promises";
import { csvText, type ReviewRow, reviewRows } from "../../access/index.ts";
import { TriremeError } from "../../lib/index.ts";
import { type AccessSource, openAccess } from "./source.ts";
import { sizeOf } from "./statementText.ts";

export interface AccessReviewOptions extends AccessSource {
  /** File to write. */
  readonly out: string;
}

export interface AccessReviewResult {
  readonly out: string;
  readonly rows: number;
  readonly principals: number;
  readonly policies: number;
  readonly statements: number;
  readonly seconds: number;
}

/** The last four are for whoever reviews; when a grant was last changed, a configuration does not tell. */
const HEADER = [
  "principal",
  "kind",
  "account",
  "may do",
  "actions",
  "on",
  "through",
  "conditions",
  "second factor",
  "last changed",
  "reviewer",
  "decision",
  "date",
  "signature",
];

/**
 * Writes everybody's permissions as a file to go through and sign: one line for each grant. Throws `InputError` for a
 * source that cannot be read, and `review-not-written` when the file cannot be written.
 */
export async function accessReview({ out, ...source }: AccessReviewOptions): Promise<AccessReviewResult> {
  const started = source.clock.now();
  const model = await openAccess(source);
  const rows = reviewRows(model);
  try {
    await writeFile(out, csvText([HEADER, ...rows.map(cellsOf)]));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TriremeError(`the review cannot be written: ${why}`, {
      code: "review-not-written",
      fault: "input",
      fix: "Name a file in a folder that is there and may be written to.",
      cause,
    });
  }
  return {
    out,
    rows: rows.length,
    principals: new Set(rows.map(({ principal, account }) => `${account} ${principal}`)).size,
    ...sizeOf(model),
    seconds: (source.clock.now() - started) / 1000,
  };
}

function cellsOf(row: ReviewRow): readonly string[] {
  const { principal, kind, account, words, actions, resources, through, conditions, secondFactor } = row;
  return [
    principal,
    kind,
    account,
    words,
    actions,
    resources,
    through,
    conditions,
    secondFactor,
    "not known",
    "",
    "",
    "",
    "",
  ];
}
