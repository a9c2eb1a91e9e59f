import type { CostBillResult } from "../actions/index.ts";

/** Parts shown by name; `--json` has them all. */
const PARTS_SHOWN = 20;

export function costBillText(result: CostBillResult): string {
  const { findings, source, seconds } = result;
  const lines = billLines(result);
  if (findings.length === 0) lines.push("The bill keeps to FOCUS's rules, as far as a bill alone shows.");
  const versions = [...new Set(source.files.map(({ focus }) => focus))].join(", ");
  lines.push(
    `${source.files.length} files of FOCUS ${versions}${source.passedOver.length === 0 ? "" : `; ${source.passedOver.length} other files in the folders were passed over`}.`,
    whoseAccounts(source.config),
    `${seconds.toFixed(1)} s`,
  );
  return `${lines.join("\n")}\n`;
}

/** By which configuration accounts are told apart. */
export function whoseAccounts(config: string | null): string {
  return config === null
    ? "Without a configuration, environments are told by their tag alone."
    : `Whose an account is: ${config}.`;
}

/** The figures, and what was found: the same wherever the bill lies. */
export function billLines(result: Omit<CostBillResult, "source" | "seconds">): string[] {
  const { currency, month, months, shares, leftOut, findings, charges } = result;
  const lines = [
    `${currency}, ${month ?? all(months)}: ${money(result.billed)} billed, ${money(result.effective)} amortized, ${charges} charges`,
  ];
  if (month === null && months.length > 1) {
    lines.push("", ...months.map((each) => line(each.month ?? "(no period)", each, 10)));
  }
  for (const { by, parts, untaggedPercent } of shares) {
    const shown = parts.slice(0, PARTS_SHOWN);
    const width = Math.max(...shown.map((part) => name(part).length), 0);
    lines.push("", `  by ${by}${untaggedPercent === null ? "" : `, ${untaggedPercent} % untagged`}`);
    lines.push(...shown.map((part) => line(name(part), part, width)));
    if (parts.length > shown.length) lines.push(`    and ${parts.length - shown.length} more`);
  }
  lines.push("");
  lines.push(...leftOutLines(leftOut), ...findingLines(findings));
  return lines;
}

/** Charges that are in no figure. */
export function leftOutLines(leftOut: CostBillResult["leftOut"]): readonly string[] {
  return leftOut.map(
    ({ reason, charges, billed }) =>
      `left out  ${charges} charges, ${reason}${billed === null ? "" : `: ${money(billed)}`}`,
  );
}

export function findingLines(findings: CostBillResult["findings"]): readonly string[] {
  return findings.flatMap(({ severity, code, column, rows, first, given, wanted, fix }) => {
    const where = first === undefined ? "" : `, first ${first.file} row ${first.row}`;
    const what = [column, rows === undefined ? undefined : `${rows} rows`].filter(
      (each) => each !== undefined,
    );
    return [
      `${severity}  ${code}${what.length === 0 ? "" : `  ${what.join(", ")}`}${where}`,
      `      ${given}; wanted: ${wanted}. ${fix}`,
    ];
  });
}

type Amounts = Pick<CostBillResult, "billed" | "effective" | "charges">;

function line(label: string, { billed, effective, charges }: Amounts, width: number): string {
  return `    ${label.padEnd(width)}  ${money(billed).padStart(14)}  ${money(effective).padStart(14)} amortized  ${charges} charges`;
}

function name(part: CostBillResult["shares"][number]["parts"][number]): string {
  return part.name ?? `(${part.claim ?? "none"})`;
}

function all(months: CostBillResult["months"]): string {
  return months.length === 1 ? (months[0]?.month ?? "no period") : `${months.length} months`;
}

/** With cents; less than a cent with what it has, so that no charge looks like none. */
function money(amount: string): string {
  const value = Number(amount);
  const small = value !== 0 && Math.abs(value) < 0.01;
  return value.toLocaleString("en-US", {
    minimumFractionDigits: 2,
    ...(small ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 }),
  });
}
