import type { CostCompareResult } from "../actions/index.ts";
import { findingLines, leftOutLines } from "./costBillText.ts";

/** Lines shown of each share; `--json` has them all. */
const LINES_SHOWN = 25;
const COLUMNS = ["low", "expected", "high", "amortized", "billed"];
const WIDE = 13;
type Line = CostCompareResult["total"];

export function costCompareText(result: CostCompareResult): string {
  const { total, shares, notCompared, leftOut, findings, source, seconds } = result;
  const all = [total, ...shares.flatMap(({ lines }) => lines.slice(0, LINES_SHOWN))];
  const width = Math.max(...all.map((line) => nameOf(line).length));
  return `${[
    heading(result),
    "",
    `  ${"".padEnd(width + 2)}  ${COLUMNS.map((column) => column.padStart(WIDE)).join(" ")}  amortized against expected`,
    `  ${lineText(total, width + 2)}`,
    ...shares.flatMap(({ by, lines }) => [
      "",
      `  by ${by}`,
      ...lines.slice(0, LINES_SHOWN).map((line) => `    ${lineText(line, width)}`),
      ...(lines.length > LINES_SHOWN ? [`    and ${lines.length - LINES_SHOWN} more`] : []),
    ]),
    "",
    ...notCompared.map(
      ({ what, billed, charges }) => `not compared  ${what}: ${dollars(Number(billed))} (${charges} charges)`,
    ),
    ...leftOutLines(leftOut),
    ...findingLines(findings),
    `${source.config}, ${source.files.length} files of the bill, prices of ${source.priceBook}, ${seconds.toFixed(1)} s`,
  ].join("\n")}\n`;
}

function heading({ environment, month, days, scaled }: CostCompareResult): string {
  const share =
    scaled === 1
      ? "The estimate is of a whole month."
      : `The estimate is that of ${days.seen.toFixed(1)} of ${days.of} days.`;
  return `${environment ?? "All of the configuration, and all of the bill"}, ${month}, US dollars. ${share} Amortized: what was paid ahead is spread over what it is for, as an estimate has it.`;
}

function nameOf({ name, claim }: Line): string {
  return name ?? `(${claim ?? "none"})`;
}

function lineText(line: Line, width: number): string {
  const { estimate, amortized, billed } = line;
  const figures = [estimate?.low, estimate?.expected, estimate?.high, amortized, billed];
  return `${nameOf(line).padEnd(width)}  ${figures.map((figure) => dollars(figure).padStart(WIDE)).join(" ")}  ${judged(line)}`;
}

function judged({ verdict, difference, percent }: Line): string {
  if (verdict === "bill only") return "on the bill only";
  if (verdict === "estimate only") return "in the estimate only";
  const sign = difference >= 0 ? "+" : "";
  const place = verdict === "inside" ? "inside the interval" : `${verdict} the interval`;
  return `${sign}${dollars(difference)}${percent === null ? "" : ` (${sign}${percent.toFixed(1)} %)`}, ${place}`;
}

/** With cents; less than a cent with what it has, so that no charge looks like none. */
function dollars(amount: number | string | null | undefined): string {
  if (amount === null || amount === undefined) return "-";
  const value = Number(amount);
  const small = value !== 0 && Math.abs(value) < 0.01;
  return value.toLocaleString("en-US", {
    style: "currency",
    currency: "USD",
    ...(small ? { maximumSignificantDigits: 2 } : {}),
  });
}
