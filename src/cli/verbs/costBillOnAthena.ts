import { type BillDimension, costBillOnAthena } from "../../actions/index.ts";
import { InputError, systemClock } from "../../lib/index.ts";
import { costBillOnAthenaText } from "../costBillOnAthenaText.ts";
import { given } from "../declare.ts";
import type { Verb } from "../verb.ts";

/** Options by which a bill is asked for where AWS leaves it. */
export const ATHENA_OPTIONS = [
  ["--athena", "ask the data export by Athena, with the credentials at hand (never run on AWS so far)"],
  [
    "--account <id>",
    "with --athena: account of the table (default: the one that pays, of the configuration)",
  ],
  ["--region <name>", "with --athena: where it is (default: the organization's home region)"],
  ["--workgroup <name>", "with --athena: workgroup of the questions (default: the organization's)"],
  ["--database <name>", "with --athena: database of the export's table (default: the organization's)"],
  ["--table <name>", "with --athena: table of a FOCUS export with partition billing_period (default: focus)"],
] as const;

export interface AthenaFlags {
  readonly athena?: boolean;
  readonly account?: string;
  readonly region?: string;
  readonly workgroup?: string;
  readonly database?: string;
  readonly table?: string;
}

interface Question {
  readonly by?: readonly BillDimension[];
  readonly month?: string;
  readonly currency?: string;
  readonly config?: string;
}

/** The verb on Athena, or nothing where files are meant. Throws `InputError` where it is neither or both. */
export function billOnAthena(paths: readonly string[], flags: AthenaFlags & Question): Verb | undefined {
  const { athena, account, region, workgroup, database, table, by, month, currency, config } = flags;
  const of = { account, region, workgroup, database, table };
  if (athena !== true) {
    const [stray] = Object.entries(of).filter(([, value]) => value !== undefined);
    if (stray !== undefined) {
      const [name, value = ""] = stray;
      throw misplaced(`--${name}`, value, "it beside --athena", "Add --athena, or leave it out.");
    }
    if (paths.length > 0) return undefined;
    throw misplaced("<path...>", "none", "files and folders, or --athena", "Name where the bill lies.");
  }
  if (paths.length > 0) {
    throw misplaced("<path...>", paths.join(", "), "files or --athena", "Leave one of the two out.");
  }
  return async ({ signal }) => {
    const options = given({ ...of, by, month, currency, config, signal });
    const result = await costBillOnAthena({ clock: systemClock, ...options });
    return { document: result, text: costBillOnAthenaText(result), exitCode: 0 };
  };
}

function misplaced(where: string, found: string, wanted: string, fix: string): InputError {
  return new InputError("cost bill", [{ code: "bill/where", where, given: found, wanted, fix }]);
}
