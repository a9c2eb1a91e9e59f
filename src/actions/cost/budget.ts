import { type BillFinding, checkBill, monthsOf, openBill } from "../../bill/index.ts";
import type { Budgets } from "../../config/index.ts";
import { breakdown, dollars, type Estimate } from "../../cost/index.ts";
import { type Clock, given, InputError, type InputProblem } from "../../lib/index.ts";
import { openProject, type Project } from "../project.ts";
import { type BillFiles, billFiles } from "./billFiles.ts";
import { billInDollars } from "./billInDollars.ts";
import type { LeftOut } from "./billSelection.ts";
import { againstBill, type Uncounted } from "./budgetBill.ts";
import { amountsOf, type Bounds, type BudgetLine, budgetLine, NAMED_KINDS } from "./budgetLines.ts";
import { estimateOf } from "./source.ts";
import { unpricedFindings } from "./unpriced.ts";

export interface CostBudgetOptions {
  /** Configuration. @default the nearest */
  readonly path?: string;
  /** Files and folders of a FOCUS export. @default none: budgets are held against the estimate */
  readonly bill?: readonly string[];
  /** `2026-10`, of the bill. @default the last month on it */
  readonly month?: string;
  /** Per cent of a budget from which on it fails the run. @default 100 */
  readonly failAt?: number;
  /** Names of budgets that may have nothing on the bill or in the estimate. @default none: that fails the run */
  readonly unseen?: readonly string[];
  /** Of the estimate: file or folder of prices on top of those that are shipped. */
  readonly prices?: string;
  /** Of the estimate: usage file. */
  readonly usage?: string;
  readonly clock: Clock;
}

export interface CostBudgetResult {
  readonly currency: "USD";
  /** What the budgets are held against. */
  readonly basis: "bill" | "estimate";
  /** Of the bill. */
  readonly month: string | null;
  /** Of the bill: how far its usage has come in the month. */
  readonly days: { readonly seen: number; readonly of: number } | null;
  readonly thresholds: readonly number[];
  readonly failAt: number;
  /** Whether a budget fails the run, or a finding is an error. */
  readonly failed: boolean;
  readonly lines: readonly BudgetLine[];
  readonly uncounted: readonly Uncounted[];
  readonly leftOut: readonly LeftOut[];
  readonly findings: readonly BillFinding[];
  readonly source: BillFiles & {
    readonly config: string;
  };
  readonly seconds: number;
}

/**
 * Every budget of the configuration against what is spent and its run-rate, or without a bill against the estimate.
 * A budget fails at its share, not only above it: what is used up is gone. Throws `InputError` for what cannot be judged.
 */
export async function costBudget(options: CostBudgetOptions): Promise<CostBudgetResult> {
  const { path, failAt = 100, unseen = [], clock } = options;
  const started = clock.now();
  const problems = optionProblems(options);
  if (problems.length > 0) throw new InputError("cost budget", problems);
  const project = await openProject(path, clock);
  const budgets = budgetsOf(project);
  const unknown = unseen.filter((name) => !namesOf(budgets).includes(name));
  if (unknown.length > 0)
    throw new InputError(
      "cost budget",
      unknown.map((name) => unknownName(name, budgets)),
    );
  const bounds = { thresholds: budgets.thresholds, failAt, unseen };
  const held =
    options.bill === undefined
      ? await heldAgainstEstimate(project, budgets, bounds, options)
      : await heldAgainstFiles(project, budgets, bounds, options.bill, options);
  return {
    currency: "USD",
    thresholds: budgets.thresholds,
    failAt,
    ...held,
    failed:
      held.lines.some(({ failing }) => failing) || held.findings.some(({ severity }) => severity === "error"),
    seconds: (clock.now() - started) / 1000,
  };
}

async function heldAgainstFiles(
  { file, platform }: Project,
  budgets: Budgets,
  bounds: Bounds,
  paths: readonly string[],
  { month, clock }: CostBudgetOptions,
) {
  await using bill = await openBill(paths);
  const broken = await checkBill(bill);
  const { selection, leftOut, findings } = billInDollars(await monthsOf(bill), month);
  const held = await againstBill(bill, selection, { platform, budgets, bounds, clock });
  return {
    basis: "bill" as const,
    month: selection.month,
    ...held,
    leftOut,
    findings: [...findings, ...held.findings, ...broken],
    source: {
      config: file,
      ...billFiles(bill),
    },
  };
}

async function heldAgainstEstimate(
  { file }: Project,
  budgets: Budgets,
  bounds: Bounds,
  { prices, usage, clock }: CostBudgetOptions,
) {
  const made = await estimateOf({ path: file, clock, ...given({ prices, usage }) });
  return {
    basis: "estimate" as const,
    month: null,
    days: null,
    lines: estimateLines(made, budgets, bounds),
    uncounted: [],
    leftOut: [],
    findings: unpricedFindings(made),
    source: { config: file, files: [], passedOver: [] },
  };
}

function estimateLines(made: Estimate, budgets: Budgets, bounds: Bounds): readonly BudgetLine[] {
  const total = { kind: "total", name: "all accounts", budget: budgets.totalUsd ?? 0 } as const;
  return [
    ...(budgets.totalUsd === undefined
      ? []
      : [budgetLine(total, { estimate: dollars(made.monthly) }, bounds)]),
    ...NAMED_KINDS.flatMap((kind) => {
      const shares = new Map(breakdown(made, kind).map(({ name, monthly }) => [name, dollars(monthly)]));
      return amountsOf(budgets, kind).map(({ name, monthlyUsd }) => {
        const share = shares.get(name);
        const held =
          share === undefined
            ? { notSeen: `nothing in the estimate that costs anything carries ${kind} = ${name}` }
            : { estimate: share };
        return budgetLine({ kind, name, budget: monthlyUsd }, held, bounds);
      });
    }),
  ];
}

function budgetsOf({ file, platform: { budgets } }: Project): Budgets {
  if (budgets !== undefined) {
    const some = NAMED_KINDS.some((kind) => amountsOf(budgets, kind).length > 0);
    if (some || budgets.totalUsd !== undefined) return budgets;
  }
  throw new InputError(file, [
    {
      code: "cost/no-budgets",
      where: "budgets",
      given: "no amount",
      wanted: "what may be spent a month, such as budgets: { environments: { production: 12000 } }",
      fix: "Add the section to the configuration.",
    },
  ]);
}

function namesOf(budgets: Budgets): readonly string[] {
  return NAMED_KINDS.flatMap((kind) => amountsOf(budgets, kind).map(({ name }) => name));
}

function unknownName(name: string, budgets: Budgets): InputProblem {
  return {
    code: "cost/unknown-budget",
    where: "--unseen",
    given: name,
    wanted: `the name of a budget: ${namesOf(budgets).join(", ")}`,
    fix: "Name one of them, or leave the option out.",
  };
}

/** An option that would count for nothing is refused, not passed over. */
function optionProblems({
  bill,
  month,
  failAt = 100,
  prices,
  usage,
}: CostBudgetOptions): readonly InputProblem[] {
  const alone = (where: string, value: string | undefined, wanted: string): readonly InputProblem[] =>
    value === undefined
      ? []
      : [{ code: "cost/option-counts-nothing", where, given: value, wanted, fix: `Leave ${where} out.` }];
  return [
    ...(failAt > 0 && failAt <= 1000
      ? []
      : [
          {
            code: "cost/fail-at",
            where: "--fail-at",
            given: String(failAt),
            wanted: "per cent of a budget, more than 0 and at most 1000, such as 80",
            fix: "Write a number, or leave the option out for 100.",
          },
        ]),
    ...(bill === undefined ? alone("--month", month, "a bill beside it: an estimate is of any month") : []),
    ...(bill === undefined
      ? []
      : [
          ...alone(
            "--prices",
            prices,
            "no bill beside it: prices are for an estimate, and a bill has its own",
          ),
          ...alone(
            "--usage",
            usage,
            "no bill beside it: usage is for an estimate, and a bill has what was used",
          ),
        ]),
  ];
}
