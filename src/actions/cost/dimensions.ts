import type { Dimension } from "../../cost/index.ts";

/** By what an estimate can be taken apart. Here, so that the command line need not load what prices. */
export const COST_DIMENSIONS = [
  "environment",
  "region",
  "service",
  "owner",
  "cost-centre",
  "type",
  "resource",
] as const satisfies readonly Dimension[];
