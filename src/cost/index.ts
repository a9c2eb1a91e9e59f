export { breakdown, type Dimension } from "./estimate/breakdown.ts";
export { type CostDifference, difference, monthlyChange } from "./estimate/difference.ts";
export { dollars, estimateDocument } from "./estimate/document.ts";
export { type DerivedCost, estimate, type UsageSource } from "./estimate/estimate.ts";
export type { Estimate, Monthly } from "./estimate/result.ts";
export { shippedBook } from "./prices/shipped.ts";
export { type Amount, assumed } from "./resources/amount.ts";
export { readUsage, type UsageFile } from "./usage/usageFile.ts";
