import { recalled, type TimingFigure } from "../figure.ts";

/** Creation of what counts money: one call each. Seconds. */
export const COSTS: readonly TimingFigure[] = [
  "aws_athena_workgroup",
  "aws_bcmdataexports_export",
  "aws_budgets_budget",
  "aws_ce_anomaly_monitor",
  "aws_ce_anomaly_subscription",
  "aws_ce_cost_allocation_tag",
  "aws_ce_cost_category",
  "aws_glue_catalog_database",
  "aws_glue_catalog_table",
].map((type) => ({ id: type, type, typical: 2, pessimistic: 8, origin: recalled("one call") }));
