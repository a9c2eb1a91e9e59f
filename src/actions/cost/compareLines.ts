import {
  type Amount,
  amountNumber,
  amountText,
  type BillDimension,
  type BillFinding,
  isTag,
  type Spending,
  sumAmounts,
} from "../../bill/index.ts";
import { dollars, type Estimate } from "../../cost/index.ts";
import { type Interval, mapInterval, sumIntervals } from "../../lib/index.ts";
import { billedServiceOf, isRecalledName, usualServiceName } from "./awsServices.ts";
import type { ComparedBy } from "./billDimensions.ts";

/** Where the amortized cost lies to the estimate's low and high, or on which side alone there is anything. */
export type ComparedVerdict = "inside" | "above" | "below" | "bill only" | "estimate only";

export interface ComparedLine {
  /** Null: no name of that kind, and `claim` says why. */
  readonly name: string | null;
  readonly claim: string | null;
  /** US dollars. Null: the estimate has no such line. */
  readonly estimate: Interval | null;
  /** Exact decimals of usage and purchases. Null: the bill has no such line. */
  readonly billed: string | null;
  readonly amortized: string | null;
  readonly charges: number;
  /** Amortized less what was expected, since an estimate spreads what is paid ahead too. US dollars. */
  readonly difference: number;
  /** Of what was expected; null where that is nothing. */
  readonly percent: number | null;
  readonly verdict: ComparedVerdict;
}

/** What of a bill can be compared with an estimate, which knows no taxes, credits and corrections. */
export function isCompared({ kind }: Spending): boolean {
  return kind === "usage" || kind === "purchase";
}

interface Side {
  readonly name: string | null;
  readonly claim: string | null;
}

/** Every name of either side, the greatest difference first. */
export function comparedLines(
  by: ComparedBy,
  made: Estimate,
  factor: number,
  spendings: readonly Spending[],
): readonly ComparedLine[] {
  const estimates = Map.groupBy(
    made.resources.flatMap((resource) =>
      resource.components.map(({ item, monthly }) => ({
        side: sideOf(by, nameIn(resource, item, by)),
        monthly,
      })),
    ),
    ({ side }) => keyOf(side),
  );
  const billed = Map.groupBy(
    spendings.filter(isCompared).map((spending) => ({
      side: {
        name:
          by === "aws-service" && spending.name !== null ? usualServiceName(spending.name) : spending.name,
        claim: spending.claim,
      },
      spending,
    })),
    ({ side }) => keyOf(side),
  );
  return [...new Set([...estimates.keys(), ...billed.keys()])]
    .map((key) => {
      const [estimate, bill] = [estimates.get(key), billed.get(key)];
      const side = estimate?.[0]?.side ?? bill?.[0]?.side ?? { name: null, claim: null };
      return compared(
        side,
        estimate === undefined
          ? undefined
          : scaled(dollars(sumIntervals(estimate.map(({ monthly }) => monthly))), factor),
        bill?.map(({ spending }) => spending),
      );
    })
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The whole of both. */
export function comparedTotal(made: Estimate, factor: number, spendings: readonly Spending[]): ComparedLine {
  return compared(
    { name: "total", claim: null },
    scaled(dollars(made.monthly), factor),
    spendings.filter(isCompared),
  );
}

function keyOf({ name, claim }: Side): string {
  return JSON.stringify([name, claim]);
}

/** What an estimate has without a name comes onto the bill without a tag. */
function sideOf(by: BillDimension, name: string): Side {
  if (name !== "") return { name, claim: null };
  return { name: null, claim: isTag(by) ? "untagged" : "none" };
}

function nameIn(resource: Estimate["resources"][number], item: string, by: ComparedBy): string {
  switch (by) {
    case "aws-service":
      return billedServiceOf(item)?.name ?? `price book: ${item}`;
    case "cost-centre":
      return resource.costCentre;
    default:
      return resource[by];
  }
}

function compared(
  side: Side,
  estimate: Interval | undefined,
  spendings: readonly Spending[] | undefined,
): ComparedLine {
  const sum = (figure: "billed" | "effective"): Amount =>
    sumAmounts((spendings ?? []).map((spending) => spending[figure]));
  const [expected, amortized] = [estimate?.expected ?? 0, amountNumber(sum("effective"))];
  const difference = micro(amortized - expected);
  return {
    ...side,
    estimate: estimate ?? null,
    billed: spendings === undefined ? null : amountText(sum("billed")),
    amortized: spendings === undefined ? null : amountText(sum("effective")),
    charges: (spendings ?? []).reduce((all, { charges }) => all + charges, 0),
    difference,
    percent: expected === 0 ? null : Math.round((1000 * difference) / expected) / 10,
    verdict:
      estimate === undefined
        ? "bill only"
        : spendings === undefined
          ? "estimate only"
          : whereIn(estimate, amortized),
  };
}

function whereIn({ low, high }: Interval, amortized: number): ComparedVerdict {
  if (amortized > high) return "above";
  return amortized < low ? "below" : "inside";
}

function scaled(interval: Interval, factor: number): Interval {
  return factor === 1 ? interval : mapInterval(interval, (amount) => micro(amount * factor));
}

/** To a micro-dollar, as estimates are. */
function micro(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}

/** What stands on one side only, with how much it is, and what lies outside of its interval. */
export function comparedFindings(by: ComparedBy, lines: readonly ComparedLine[]): readonly BillFinding[] {
  const of = (...verdicts: readonly ComparedVerdict[]) =>
    lines.filter(({ verdict }) => verdicts.includes(verdict));
  const [billed, estimated, outside] = [of("bill only"), of("estimate only"), of("above", "below")];
  return [
    ...finding("cost/on-the-bill-only", "warning", by, billed, "amortized that no estimate has", {
      wanted: "every charge estimated",
      fix: "Look what it is (trireme cost bill --by resource): made by hand, another project's, or not priced here.",
    }),
    ...finding("cost/in-the-estimate-only", "warning", by, estimated, "expected that was not billed", {
      wanted: "every estimate billed",
      fix: `Not deployed, not used, or billed under another name${by === "aws-service" ? recalledNames(estimated) : ""}.`,
    }),
    ...finding(
      "cost/outside-the-interval",
      "note",
      by,
      outside,
      "between what was expected and the amortized",
      {
        wanted: "what was billed between the estimate's low and high",
        fix: "Tell the estimate how it is used (--usage), or its prices (--prices).",
      },
    ),
  ];
}

function finding(
  code: string,
  severity: BillFinding["severity"],
  by: ComparedBy,
  lines: readonly ComparedLine[],
  what: string,
  rest: Pick<BillFinding, "wanted" | "fix">,
): readonly BillFinding[] {
  if (lines.length === 0) return [];
  const sum = lines.reduce((all, { difference }) => all + Math.abs(difference), 0);
  const names = lines.map(({ name, claim }) => name ?? `(${claim})`);
  const some =
    names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
  return [
    {
      code,
      severity,
      given: `by ${by} ${lines.length} lines, ${sum.toFixed(2)} US dollars ${what}: ${some}`,
      ...rest,
    },
  ];
}

function recalledNames(lines: readonly ComparedLine[]): string {
  const names = lines.flatMap(({ name }) => name ?? []).filter(isRecalledName);
  return names.length === 0 ? "" : ` (what bills call these is recalled: ${names.join(", ")})`;
}
