import type { BillFinding } from "../../bill/index.ts";
import type { Estimate } from "../../cost/index.ts";

/** Resources that an estimate is short of, by why. Errors, as they end `cost estimate` with 1. */
export function unpricedFindings({ unpriced }: Pick<Estimate, "unpriced">): readonly BillFinding[] {
  return [...Map.groupBy(unpriced, ({ type, reason }) => `${type}: ${reason}`)].map(([reason, list]) => ({
    code: "cost/unpriced",
    severity: "error",
    given: `${list.length} resources without a price, ${list[0]?.address ?? ""} the first: ${reason}`,
    wanted: "a price for every resource: the estimate is short of these",
    fix: "Renew the price book (trireme cost prices update), or add the price to prices/ and name it with --prices.",
  }));
}
