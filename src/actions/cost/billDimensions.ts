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

/** What an estimate and a bill both know of a charge. */
export const COMPARED = ["environment", "aws-service", "service", "owner", "cost-centre", "region"] as const;
export type ComparedBy = (typeof COMPARED)[number];
