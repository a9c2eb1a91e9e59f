import type { CostBudgetResult } from "../actions/index.ts";
import { findingLines, leftOutLines } from "./costBillText.ts";

/** Names without a budget that are shown of each kind; `--json` has them all. */
const UNCOUNTED_SHOWN = 5;

export function costBudgetText(result: CostBudgetResult): string {
  const { lines, failed, leftOut, findings, basis, source, seconds } = result;
  const width = Math.max(...lines.map((line) => label(line).length));
  const columns = basis === "bill" ? ["spent", "run-rate"] : ["low", "expected", "high"];
  return `${[
    heading(result),
    "",
    `  ${"".padEnd(width)}  ${"budget".padStart(12)}  ${columns.map((name) => name.padStart(WIDE)).join("  ")}`,
    ...lines.flatMap((line) => budgetLines(line, width, basis)),
    "",
    ...uncountedLines(result),
    ...leftOutLines(leftOut),
    ...findingLines(findings),
    ...verdict(result),
    ...(failed ? ["This ends with 1."] : []),
    `${source.config}${source.files.length === 0 ? "" : `, ${source.files.length} files of the bill`}, ${seconds.toFixed(1)} s`,
  ].join("\n")}\n`;
}

/** What failed, and what passed though there is something to say of it. */
function verdict({ lines, failAt, basis }: CostBudgetResult): readonly string[] {
  const failing = lines.filter((line) => line.failing);
  const passed = lines.filter((line) => !line.failing);
  const unseen = passed.filter(({ state }) => state === "not seen");
  const perhaps = passed.filter(({ state }) => state === "may exceed");
  const names = (list: readonly Line[]) => list.map(label).join(", ");
  return [
    ...(failing.length === 0
      ? [`Every budget that was seen is ${basis === "estimate" ? "expected " : ""}below ${failAt} %.`]
      : [
          `${failing.length} of ${lines.length} budgets at ${failAt} % or above, or not seen: ${names(failing)}.`,
        ]),
    ...(perhaps.length === 0
      ? []
      : [`At the high end of the estimate it would not be enough: ${names(perhaps)}.`]),
    ...(unseen.length === 0 ? [] : [`Not seen, and let pass by --unseen: ${names(unseen)}.`]),
  ];
}

const WIDE = 21;
type Line = CostBudgetResult["lines"][number];

function heading({ basis, month, days }: CostBudgetResult): string {
  if (basis === "estimate") {
    return "Budgets against the estimate, US dollars a month. It is judged by what is expected; nothing of it was spent (--bill FILE tells that).";
  }
  if (days === null || days.seen === 0) {
    return `Budgets in ${month}, US dollars. No usage is on the bill that has a day: the run-rate is what was spent.`;
  }
  const seen = days.seen.toFixed(days.seen % 1 === 0 ? 0 : 1);
  return days.seen < days.of
    ? `Budgets in ${month}, US dollars; the bill has ${seen} of ${days.of} days. The run-rate is where the month ends if usage goes on as it did, each kind by its own days; purchases count once. It is no forecast.`
    : `Budgets in ${month}, US dollars; the bill has the whole month.`;
}

function label({ kind, name }: Line): string {
  return `${kind} ${name}`;
}

function budgetLines(line: Line, width: number, basis: CostBudgetResult["basis"]): readonly string[] {
  const { actual, runRate, estimate, state, reason } = line;
  const figures = basis === "bill" ? [actual, runRate] : [estimate?.low, estimate?.expected, estimate?.high];
  const thresholds =
    basis === "bill"
      ? [at("spent", actual?.reached), at("run-rate", runRate?.reached)]
      : [at("expected", estimate?.expected.reached)];
  const reached = thresholds.filter((text) => text !== "").join("; ");
  return [
    `  ${label(line).padEnd(width)}  ${dollars(line.budget).padStart(12)}  ${figures.map((figure) => figureText(figure).padStart(WIDE)).join("  ")}  ${state}${reached === "" ? "" : ` (${reached})`}`,
    ...(reason === undefined ? [] : [`    ${reason}.`]),
  ];
}

function at(what: string, reached: readonly number[] | undefined): string {
  const highest = reached?.at(-1);
  return highest === undefined ? "" : `${what} at ${highest} %`;
}

function figureText(figure: Line["actual"] | undefined): string {
  if (figure === null || figure === undefined) return "-";
  return `${dollars(figure.amount)} ${`${figure.percent.toFixed(1)} %`.padStart(7)}`;
}

/** What no budget counts, so that nobody takes the budgets for the whole. */
function uncountedLines({ uncounted }: CostBudgetResult): readonly string[] {
  return [...Map.groupBy(uncounted, ({ kind }) => kind)].flatMap(([kind, list]) => {
    const shown = list.slice(0, UNCOUNTED_SHOWN);
    const more = list.length - shown.length;
    return [
      `${kind === null ? "in no budget" : `in no budget of an ${kind}`.replace("an cost", "a cost")}  ${shown.map(({ what, billed, charges }) => `${what} ${dollars(Number(billed))} (${charges} charges)`).join(", ")}${more === 0 ? "" : ` and ${more} more`}`,
    ];
  });
}

function dollars(amount: number): string {
  return amount.toLocaleString("en-US", { style: "currency", currency: "USD" });
}
