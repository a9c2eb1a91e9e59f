import { type Command, InvalidArgumentError } from "commander";
import { BILL_DIMENSIONS, type BillDimension, costBill } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { costBillText } from "../costBillText.ts";
import { declareVerb, given, type Perform } from "../declare.ts";
import { ATHENA_OPTIONS, type AthenaFlags, billOnAthena } from "./costBillOnAthena.ts";

interface BillFlags extends AthenaFlags {
  readonly by?: readonly BillDimension[];
  readonly month?: string;
  readonly currency?: string;
  readonly config?: string;
}

/** What was billed, as `cost estimate` says what will be. */
export function registerCostBill(cost: Command, perform: Perform): void {
  const bill = declareVerb(cost, "bill", "what AWS has billed: FOCUS exports checked, and taken apart")
    .argument("[path...]", "files (.csv, .csv.gz, .parquet) and folders of a FOCUS export")
    .option("--by <dimension...>", `take it apart by ${BILL_DIMENSIONS.join(", ")} or tag:<key>`, dimension)
    .option("--month <month>", "one billing period, such as 2026-10 (default: all)", month)
    .option("--currency <code>", "of a bill in several: the one to count")
    .option("--config <path>", "configuration that says whose an account is (default: the nearest, if any)")
    .action((paths: readonly string[], flags: BillFlags) =>
      perform(async (context) => {
        const onAthena = billOnAthena(paths, flags);
        if (onAthena !== undefined) return onAthena(context);
        const result = await costBill({ paths, clock: systemClock, ...given({ ...flags, json: undefined }) });
        const wrong = result.findings.some(({ severity }) => severity === "error");
        return { document: result, text: costBillText(result), exitCode: wrong ? 1 : 0 };
      }),
    );
  for (const [name, description] of ATHENA_OPTIONS) bill.option(name, description);
}

function dimension(text: string, previous: readonly BillDimension[] = []): readonly BillDimension[] {
  const known = BILL_DIMENSIONS.find((each) => each === text);
  if (known !== undefined) return [...previous, known];
  // Keys of tags: up to 128 letters, digits, spaces and these signs. https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
  if (/^tag:[\p{L}\p{N} _.:/=+\-@]{1,128}$/u.test(text)) return [...previous, text as `tag:${string}`];
  throw new InvalidArgumentError(`One of ${BILL_DIMENSIONS.join(", ")} or tag:<key> is wanted.`);
}

export function month(text: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) {
    throw new InvalidArgumentError("A month is wanted, such as 2026-10.");
  }
  return text;
}
