export { type Amount, amountNumber, amountOf, amountText, sumAmounts } from "./amount.ts";
export {
  type BillPart,
  type BillTable,
  type MonthOfBill,
  monthsOf,
  partsOf,
  reconciled,
  type Sums,
  totalOf,
} from "./ask.ts";
export { AthenaBill } from "./athena.ts";
export type { AthenaPlace, AthenaQuery } from "./athenaPlace.ts";
export { type BillFinding, checkBill } from "./check.ts";
export { isCatalogueName } from "./dialect.ts";
export { type Bill, openBill } from "./openBill.ts";
export { type BillAccounts, type BillDimension, isTag, NO_ACCOUNTS, type Selection } from "./questions.ts";
export { type BilledPeriod, daysSeen, periodOf, type Spent, spentOf } from "./runRate.ts";
export { type ChargeKind, type Spending, spendingOf } from "./spending.ts";
