import { type Command, InvalidArgumentError } from "commander";
import { COMPARED, type ComparedBy, costBudget, costCompare } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { costBudgetText } from "../costBudgetText.ts";
import { costCompareText } from "../costCompareText.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";
import { month } from "./costBill.ts";
import { PRICES } from "./costPrices.ts";

interface BudgetFlags {
  readonly bill?: readonly string[];
  readonly month?: string;
  readonly failAt?: number;
  readonly unseen?: readonly string[];
  readonly usage?: string;
  readonly prices?: string;
}

/** One value each time, so that it never takes the configuration's path for a file of the bill. */
const BILL = [
  "--bill <path>",
  "file (.csv, .csv.gz, .parquet) or folder of a FOCUS export; once for each",
] as const;

export function registerCostBudget(cost: Command, perform: Perform): void {
  declareVerb(
    cost,
    "budget",
    "every budget against what is spent and its run-rate, or against the estimate; ends with 1 at a budget",
  )
    .argument(...PATH)
    .option(...BILL, every)
    .option("--month <month>", "billing period, such as 2026-10 (default: the last on the bill)", month)
    .option(
      "--fail-at <percent>",
      "end with 1 from this share of any budget on: 50, 80, 100 (default: 100)",
      percent,
    )
    .option(
      "--unseen <name>",
      "a budget that may have nothing yet, such as of what is not deployed; once for each",
      every,
    )
    .option(
      "--usage <file>",
      "without a bill, how it is used: version: 0.1, resource_usage:, as Infracost has it",
    )
    .option(...PRICES)
    .action((path: string | undefined, flags: BudgetFlags) =>
      perform(async () => {
        const { bill, month: asked, failAt, unseen, usage, prices } = flags;
        const result = await costBudget({
          clock: systemClock,
          ...given({ path, bill, month: asked, failAt, unseen, usage, prices }),
        });
        return { document: result, text: costBudgetText(result), exitCode: result.failed ? 1 : 0 };
      }),
    );
}

interface CompareFlags {
  readonly bill: readonly string[];
  readonly env?: string;
  readonly month?: string;
  readonly by?: readonly ComparedBy[];
  readonly scale?: boolean;
  readonly usage?: string;
  readonly prices?: string;
}

export function registerCostCompare(cost: Command, perform: Perform): void {
  declareVerb(
    cost,
    "compare",
    "what was expected of a month beside what it cost, line by line, and what stands on one side only",
  )
    .argument(...PATH)
    .requiredOption(...BILL, every)
    .option("--env <name>", "one environment only, or the organization")
    .option("--month <month>", "billing period, such as 2026-10 (default: the last on the bill)", month)
    .option("--by <dimension>", `take it apart by ${COMPARED.join(", ")}; once for each`, comparedBy)
    .option("--scale", "of a month that is not over, take of the estimate what the days seen are of it")
    .option("--usage <file>", "how it is used: version: 0.1, resource_usage:, as Infracost has it")
    .option(...PRICES)
    .action((path: string | undefined, flags: CompareFlags) =>
      perform(async () => {
        const { bill, env: environment, month: asked, by, scale, usage, prices } = flags;
        const result = await costCompare({
          clock: systemClock,
          bill,
          ...given({ path, environment, month: asked, by, scale, usage, prices }),
        });
        const wrong = result.findings.some(({ severity }) => severity === "error");
        return { document: result, text: costCompareText(result), exitCode: wrong ? 1 : 0 };
      }),
    );
}

function comparedBy(text: string, previous: readonly ComparedBy[] = []): readonly ComparedBy[] {
  const found = COMPARED.find((each) => each === text);
  if (found === undefined) throw new InvalidArgumentError(`One of ${COMPARED.join(", ")} is wanted.`);
  return [...previous, found];
}

function every(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}

function percent(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) {
    throw new InvalidArgumentError("Per cent of a budget is wanted, such as 80.");
  }
  return number;
}
