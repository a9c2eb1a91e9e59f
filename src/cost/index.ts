export { breakdown, type Dimension } from "./estimate/breakdown.ts";
export { dollars, estimateDocument } from "./estimate/document.ts";
export { estimate } from "./estimate/estimate.ts";
export type { Estimate, Monthly } from "./estimate/result.ts";
export { shippedBook } from "./prices/shipped.ts";
export { readUsage, type UsageFile } from "./usage/usageFile.ts";
