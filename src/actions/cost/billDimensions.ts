import type { BillDimension } from "../../bill/index.ts";

/** By what a bill can be taken apart, and `tag:<key>` for any other tag. Here, so that the command line loads no database. */
export const BILL_DIMENSIONS = [
  "aws-service",
  "category",
  "region",
  "account",
  "month",
  "charge",
  "resource",
  "environment",
  "service",
  "owner",
  "cost-centre",
] as const satisfies readonly BillDimension[];
