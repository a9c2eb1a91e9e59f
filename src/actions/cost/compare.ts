import {
  amountText,
  type BillFinding,
  checkBill,
  daysSeen,
  monthsOf,
  openBill,
  periodOf,
  type Spending,
  spendingOf,
  sumAmounts,
} from "../../bill/index.ts";
import type { Estimate } from "../../cost/index.ts";
import { type Clock, given, InputError } from "../../lib/index.ts";
import { openProject, unitOf } from "../project.ts";
import { billedServiceOf } from "./awsServices.ts";
import { billAccounts } from "./billAccounts.ts";
import type { ComparedBy } from "./billDimensions.ts";
import { type BillFiles, billFiles } from "./billFiles.ts";
import { billInDollars } from "./billInDollars.ts";
import type { LeftOut } from "./billSelection.ts";
import { periodFindings } from "./budgetBill.ts";
import {
  type ComparedLine,
  comparedFindings,
  comparedLines,
  comparedTotal,
  isCompared,
} from "./compareLines.ts";
import { estimateOf } from "./source.ts";
import { unpricedFindings } from "./unpriced.ts";

export interface CostCompareOptions {
  /** Configuration that is estimated. @default the nearest */
  readonly path?: string;
  /** Files and folders of a FOCUS export. */
  readonly bill: readonly string[];
  /** @default all of the configuration against all of the bill */
  readonly environment?: string;
  /** `2026-10`. @default the last month on the bill */
  readonly month?: string;
  /** @default environment, aws-service, service and owner; of one environment without the first */
  readonly by?: readonly ComparedBy[];
  /** Of the estimate: usage file. */
  readonly usage?: string;
  /** Of the estimate: file or folder of prices on top of those that are shipped. */
  readonly prices?: string;
  /** Takes of the estimate what the days on the bill are of the month. @default false: a whole month is compared */
  readonly scale?: boolean;
  readonly clock: Clock;
}

export interface CostCompareResult {
  readonly currency: "USD";
  /** Null: all of them. */
  readonly environment: string | null;
  readonly month: string;
  readonly days: { readonly seen: number; readonly of: number };
  /** By what the estimate was multiplied: 1, or the share of the month that is on the bill. */
  readonly scaled: number;
  readonly total: ComparedLine;
  readonly shares: readonly { readonly by: ComparedBy; readonly lines: readonly ComparedLine[] }[];
  /** Charges of that month that no line has: taxes, credits, corrections, other environments. */
  readonly notCompared: readonly {
    readonly what: string;
    readonly billed: string;
    readonly amortized: string;
    readonly charges: number;
  }[];
  readonly leftOut: readonly LeftOut[];
  readonly findings: readonly BillFinding[];
  readonly source: BillFiles & {
    readonly config: string;
    /** Day of the newest price. */
    readonly priceBook: string;
  };
  readonly seconds: number;
}

/** What was expected of a month beside what it cost, line by line. Throws `InputError` for what cannot be compared. */
export async function costCompare(options: CostCompareOptions): Promise<CostCompareResult> {
  const { path, environment, usage, prices, scale = false, clock } = options;
  const started = clock.now();
  const project = await openProject(path, clock);
  const unit = environment === undefined ? undefined : unitOf(project, environment).name;
  const made = await estimateOf({
    path: project.file,
    clock,
    ...given({ environment: unit, usage, prices }),
  });
  await using bill = await openBill(options.bill);
  const broken = await checkBill(bill);
  const { selection, leftOut, findings } = billInDollars(await monthsOf(bill), options.month);
  const accounts = billAccounts(project.platform);
  const own = { ...selection, ...given({ environment: unit }) };
  const whole = await spendingOf(bill, undefined, selection);
  const mine = unit === undefined ? whole : await spendingOf(bill, undefined, own, accounts);
  if (mine.length === 0) throw notOnTheBill(unit ?? "", selection.month);
  const period = periodOf(selection.month, mine);
  const days = daysSeen(period);
  if (scale && days.seen === 0) throw noDays(selection.month);
  const factor = scale ? days.seen / days.of : 1;
  const shares = [];
  for (const by of options.by ?? defaults(unit)) {
    const lines = comparedLines(by, made, factor, await spendingOf(bill, by, own, accounts));
    shares.push({ by, lines });
  }
  return {
    currency: "USD",
    environment: unit ?? null,
    month: selection.month,
    days,
    scaled: factor,
    total: comparedTotal(made, factor, mine),
    shares,
    notCompared: notCompared(whole, mine),
    leftOut,
    findings: [
      ...unpricedFindings(made),
      ...withoutServiceName(made),
      ...findings,
      ...periodFindings(mine, period, selection.month, clock),
      ...(scale || days.seen >= days.of ? [] : [partOfAMonth(selection.month, days)]),
      ...shares.flatMap(({ by, lines }) => comparedFindings(by, lines)),
      ...broken,
    ],
    source: {
      config: project.file,
      ...billFiles(bill),
      priceBook: made.priceBook.date,
    },
    seconds: (clock.now() - started) / 1000,
  };
}

function defaults(unit: string | undefined): readonly ComparedBy[] {
  return [...(unit === undefined ? (["environment"] as const) : []), "aws-service", "service", "owner"];
}

function notCompared(
  whole: readonly Spending[],
  mine: readonly Spending[],
): CostCompareResult["notCompared"] {
  const sums = (what: string, list: readonly Spending[], less: readonly Spending[] = []) => {
    const sum = (figure: "billed" | "effective") =>
      amountText(sumAmounts(list.map((each) => each[figure])) - sumAmounts(less.map((each) => each[figure])));
    const count = (of: readonly Spending[]) => of.reduce((all, { charges }) => all + charges, 0);
    return { what, billed: sum("billed"), amortized: sum("effective"), charges: count(list) - count(less) };
  };
  const others = sums("other environments, or nobody's", whole, mine);
  return [
    ...[
      ...Map.groupBy(
        mine.filter((each) => !isCompared(each)),
        ({ kind }) => kind,
      ),
    ].map(([kind, list]) => sums(kind, list)),
    ...(others.charges === 0 ? [] : [others]),
  ];
}

function withoutServiceName({ resources }: Estimate): readonly BillFinding[] {
  const items = new Set(
    resources
      .flatMap(({ components }) => components.map(({ item }) => item))
      .filter((item) => billedServiceOf(item) === undefined),
  );
  if (items.size === 0) return [];
  return [
    {
      code: "cost/no-service-name",
      severity: "error",
      given: `${items.size} items of the price book whose service on a bill is not known: ${[...items].slice(0, 5).join(", ")}`,
      wanted: "a service by which AWS bills each: these are lines of the estimate only",
      fix: "Compare by region or by owner, which need no such name, and tell us the items.",
    },
  ];
}

function partOfAMonth(month: string, { seen, of }: CostCompareResult["days"]): BillFinding {
  return {
    code: "bill/part-of-a-month",
    severity: "warning",
    given: `${seen.toFixed(1)} of ${of} days of ${month}, beside an estimate of the whole month`,
    wanted: "as much of one as of the other",
    fix: "Give --scale, which takes that share of the estimate, or wait until the month is over.",
  };
}

function noDays(month: string): InputError {
  return new InputError("bill", [
    {
      code: "bill/no-usage",
      where: "--scale",
      given: `${month}, of which no usage on the bill has a day`,
      wanted: "usage by hour or by day: otherwise nothing tells how much of the month it is",
      fix: "Leave --scale out, or export the bill by day.",
    },
  ]);
}

function notOnTheBill(environment: string, month: string): InputError {
  return new InputError("bill", [
    {
      code: "bill/environment-not-there",
      where: "--env",
      given: `${environment}, of which ${month} has no charge`,
      wanted: "an environment whose account, or whose tag, is on the bill",
      fix: "Look with trireme cost bill --by account --by environment whose charges there are.",
    },
  ]);
}
