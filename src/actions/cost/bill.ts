import {
  amountNumber,
  amountText,
  type BillDimension,
  type BillFinding,
  type BillPart,
  type BillTable,
  checkBill,
  isTag,
  type MonthOfBill,
  monthsOf,
  openBill,
  partsOf,
  reconciled,
  type Sums,
  sumAmounts,
  totalOf,
} from "../../bill/index.ts";
import { findConfig, type Platform } from "../../config/index.ts";
import type { Clock } from "../../lib/index.ts";
import { openProject } from "../project.ts";
import { billAccounts } from "./billAccounts.ts";
import { type BillFiles, billFiles } from "./billFiles.ts";
import { type BillQuestion, type LeftOut, selectionOf } from "./billSelection.ts";

export interface CostBillOptions extends BillQuestion {
  /** Files and folders of FOCUS exports. */
  readonly paths: readonly string[];
  /** @default ["aws-service", "environment", "owner"] */
  readonly by?: readonly BillDimension[];
  /** Configuration that says whose an account is. @default the nearest; without one, tags alone say it */
  readonly config?: string;
  readonly clock: Clock;
}

/** Amounts are decimal text, exact to the last place that the bill has. */
export interface BillAmounts {
  /** As invoiced. */
  readonly billed: string;
  /** Amortized: what was paid ahead is spread over what it is for. */
  readonly effective: string;
  readonly charges: number;
}

export interface BillShare {
  readonly by: BillDimension;
  /** Per cent of what is billed, without what is shared, that no tag claims. Null of dimensions that are no tags. */
  readonly untaggedPercent: number | null;
  readonly parts: readonly (BillAmounts & { readonly name: string | null; readonly claim: string | null })[];
}

export interface CostBillResult extends BillAmounts {
  readonly currency: string;
  /** What was asked about; null: all months. */
  readonly month: string | null;
  readonly months: readonly (BillAmounts & { readonly month: string | null })[];
  readonly shares: readonly BillShare[];
  readonly leftOut: readonly LeftOut[];
  readonly findings: readonly BillFinding[];
  readonly source: BillFiles & {
    /** The configuration that says whose an account is. */
    readonly config: string | null;
  };
  readonly seconds: number;
}

/** What was billed, checked and taken apart. Throws `InputError` for what is no bill. */
export async function costBill(options: CostBillOptions): Promise<CostBillResult> {
  const { paths, by, clock, config, ...question } = options;
  const started = clock.now();
  const project = await projectFor(config, clock);
  await using bill = await openBill(paths);
  const findings = await checkBill(bill);
  return {
    ...(await billFigures(bill, await monthsOf(bill), question, by, project?.platform)),
    findings,
    source: {
      ...billFiles(bill),
      config: project?.file ?? null,
    },
    seconds: (clock.now() - started) / 1000,
  };
}

/** The figures of a bill, wherever it lies. */
export async function billFigures(
  table: BillTable,
  months: readonly MonthOfBill[],
  question: BillQuestion,
  by: readonly BillDimension[] = ["aws-service", "environment", "owner"],
  platform?: Platform,
): Promise<Omit<CostBillResult, "findings" | "source" | "seconds">> {
  const { selection, leftOut } = selectionOf(months, question);
  const whole = await totalOf(table, selection);
  const shares: BillShare[] = [];
  for (const dimension of by) {
    const parts = await partsOf(table, dimension, selection, billAccounts(platform));
    shares.push(shareOf(dimension, reconciled(dimension, parts, whole), whole));
  }
  return {
    currency: selection.currency,
    month: selection.month ?? null,
    ...amounts(whole),
    months: months
      .filter(({ currency }) => currency === selection.currency)
      .map((each) => ({ month: each.month, ...amounts(each) })),
    shares,
    leftOut,
  };
}

function shareOf(by: BillDimension, parts: readonly BillPart[], whole: Sums): BillShare {
  const untagged = sumAmounts(parts.filter(({ claim }) => claim === "untagged").map(({ billed }) => billed));
  const shared = sumAmounts(
    parts.filter(({ claim }) => claim?.startsWith("shared")).map(({ billed }) => billed),
  );
  const claimable = whole.billed - shared;
  return {
    by,
    untaggedPercent: isTag(by) && claimable !== 0n ? percent(untagged, claimable) : null,
    parts: parts.map((part) => ({ name: part.name, claim: part.claim, ...amounts(part) })),
  };
}

function percent(part: bigint, whole: bigint): number {
  return Math.round((1000 * amountNumber(part)) / amountNumber(whole)) / 10;
}

function amounts({ billed, effective, charges }: Sums): BillAmounts {
  return { billed: amountText(billed), effective: amountText(effective), charges };
}

/** The configuration that was named, else the nearest, else none: a bill can be read by people who have none. */
export async function projectFor(config: string | undefined, clock: Clock) {
  if (config !== undefined) return openProject(config, clock);
  const nearest = await findConfig().catch(() => undefined);
  return nearest === undefined ? undefined : openProject(nearest, clock);
}
