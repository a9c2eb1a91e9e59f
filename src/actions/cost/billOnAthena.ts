import { type AwsTarget, callerIdentity } from "../../aws/index.ts";
import { AthenaBill, type BillDimension, type BillFinding, monthsOf } from "../../bill/index.ts";
import { shippedBook } from "../../cost/index.ts";
import { type Clock, given, InputError, TriremeError } from "../../lib/index.ts";
import { type AthenaPlaceOptions, type PlaceOfBill, placeOfBill } from "./athenaPlace.ts";
import { type AthenaScan, athenaScan } from "./athenaScan.ts";
import { billFigures, type CostBillResult, projectFor } from "./bill.ts";
import type { BillQuestion } from "./billSelection.ts";
import { projectBook } from "./prices/book.ts";

export interface CostBillOnAthenaOptions extends BillQuestion, AthenaPlaceOptions {
  /** @default ["aws-service", "environment", "owner"] */
  readonly by?: readonly BillDimension[];
  /** Configuration that says where the bill is and whose an account. @default the nearest; without one, tags alone say it */
  readonly config?: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** @default AWS, with the credentials at hand */
  readonly target?: AwsTarget;
}

export interface CostBillOnAthenaResult extends Omit<CostBillResult, "source"> {
  readonly source: PlaceOfBill & {
    /** As whom it was asked. */
    readonly caller: string;
    /** Where Athena was called, when the environment says another place than AWS's own. */
    readonly endpoint: string | null;
    readonly scan: AthenaScan;
    /** The configuration that says whose an account is. */
    readonly config: string | null;
    /** How far this was tried. */
    readonly proof: typeof PROOF;
  };
}

const PROOF = "real code path, never run on AWS";

/**
 * What was billed, by the questions that are put to files, put to the data export where it lies. Its form is not
 * checked there, and that is said: rules count broken rows, and rows are read for that which figures do not need.
 *
 * Nothing is asked of Athena with credentials of another account than the bill's: a table of the same name there would
 * answer with somebody else's bill, and somebody else would pay for the question.
 *
 * @throws InputError where it is not known where the bill is, and where it has no rows
 * @throws TriremeError `account-mismatch`, what `callerIdentity` throws, and why Athena does not answer
 */
export async function costBillOnAthena(options: CostBillOnAthenaOptions): Promise<CostBillOnAthenaResult> {
  const { clock, by, month, currency, signal } = options;
  const started = clock.now();
  const project = await projectFor(options.config, clock);
  const place = placeOfBill(options, project?.platform);
  const book = project === undefined ? shippedBook() : await projectBook(project.file);
  const target = options.target ?? { appId: "trireme-planning" };
  const caller = await callerOf(place, target);
  const endpoint = target.endpoint ?? endpointOfEnvironment();
  const at = endpoint === undefined ? target : { ...target, endpoint };
  const bill = new AthenaBill({ ...place, target: at, clock, ...given({ signal }) });
  try {
    const months = await monthsOf(bill, month);
    if (months.length === 0) throw noRows(place, month);
    const question = given({ month, currency });
    const figures = await billFigures(bill, months, question, by, project?.platform).catch(writtenMeanwhile);
    return {
      ...figures,
      findings: [notChecked(place)],
      source: {
        ...place,
        caller,
        endpoint: endpoint ?? null,
        scan: athenaScan(bill.queries, place.region, book),
        config: project?.file ?? null,
        proof: PROOF,
      },
      seconds: (clock.now() - started) / 1000,
    };
  } finally {
    bill.close();
  }
}

async function callerOf({ account, region }: PlaceOfBill, target: AwsTarget): Promise<string> {
  const caller = await callerIdentity(target, region);
  if (caller.account === account) return caller.arn;
  throw new TriremeError(
    `The credentials are of account ${caller.account} (${caller.arn}); the bill is in account ${account}. Athena was asked nothing.`,
    {
      code: "account-mismatch",
      fault: "environment",
      fix: `Use credentials of account ${account}, for example by another AWS_PROFILE, or name the table's account with --account.`,
    },
  );
}

/** As the SDKs have it, for Athena is called without a client of theirs that would read it. */
function endpointOfEnvironment(): string | undefined {
  return process.env.AWS_ENDPOINT_URL_ATHENA || process.env.AWS_ENDPOINT_URL || undefined;
}

function noRows({ database, table }: PlaceOfBill, month: string | undefined): InputError {
  return new InputError("cost bill --athena", [
    {
      code: "bill/no-rows",
      where: month === undefined ? "--table" : "--month",
      given: `"${database}"."${table}", which has no row${month === undefined ? "" : ` of ${month}`}`,
      wanted: "a table with a bill",
      fix: "Look whether the export was delivered yet (a day after it was made), and where the table's partitions lie.",
    },
  ]);
}

/** An export is written anew several times a day: of two questions, one may see it before and one after. */
function writtenMeanwhile(error: unknown): never {
  if (!(error instanceof TriremeError && error.code === "bill-does-not-add-up")) throw error;
  throw new TriremeError(error.message, {
    code: "bill-changed-meanwhile",
    fault: "environment",
    fix: "Ask again: AWS has probably written the export anew between two questions.",
    cause: error,
  });
}

function notChecked({ table }: PlaceOfBill): BillFinding {
  return {
    code: "bill/form-not-checked",
    severity: "note",
    given: `the rows of ${table} are added up, and not held against FOCUS's rules`,
    wanted: "a bill whose form is known",
    fix: "Run trireme cost bill on the export's files to have them checked.",
  };
}
