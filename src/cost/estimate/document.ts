import { type Interval, mapInterval, usd, usdPerUnit } from "../../lib/index.ts";
import type { Estimate, Monthly, PricedComponent } from "./result.ts";

/** Money of a month in US dollars. */
export type MonthlyDollars = Interval;

export function dollars(monthly: Monthly): MonthlyDollars {
  return mapInterval(monthly, usd);
}

/** The estimate as JSON: dollars as numbers, exact to the micro-dollar. */
export function estimateDocument(estimate: Estimate) {
  const { currency, monthly, resources, free, unpriced, priceBook, notices } = estimate;
  return {
    currency,
    monthly: dollars(monthly),
    resources: resources.map(({ components, monthly: ofResource, ...resource }) => ({
      ...resource,
      monthly: dollars(ofResource),
      components: components.map(componentDocument),
    })),
    free,
    unpriced,
    priceBook,
    notices,
  };
}

function componentDocument({ quantity, unitPrice, monthly, ...component }: PricedComponent) {
  return {
    ...component,
    quantity: quantity.expected,
    ...(quantity.low === quantity.high ? {} : { quantityRange: { low: quantity.low, high: quantity.high } }),
    unitPrice: usdPerUnit(unitPrice),
    monthly: dollars(monthly),
  };
}
