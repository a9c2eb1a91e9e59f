import type { Interval, MicroUsd, PicoUsd } from "../../lib/index.ts";
import type { PriceGrade, PriceSource } from "../prices/price.ts";

/** What a month costs, in micro-dollars. */
export type Monthly = Interval<MicroUsd>;

/** One thing that is charged for. */
export interface PricedComponent {
  readonly name: string;
  readonly unit: string;
  /** Of a month, in the unit. */
  readonly quantity: Interval;
  /** In pico-dollars; with tiers, what a unit costs on average. */
  readonly unitPrice: PicoUsd;
  readonly monthly: Monthly;
  /** The quantity rests on a default, or on a value that is not known yet. */
  readonly assumed: boolean;
  /** Item of the price book. */
  readonly item: string;
  readonly grade: PriceGrade;
  /** Where the region has no price of its own: whose it is, and what was compared to widen it. */
  readonly borrowed?: { readonly from: string; readonly basis: string; readonly pairs: number };
}

/** Whom a cost belongs to. */
export interface Owners {
  readonly environment: string;
  readonly service: string;
  readonly owner: string;
  readonly costCentre: string;
}

export interface PricedResource extends Owners {
  /** Stable: `Resource.id` of the graph. Of what is derived, a name of ours. */
  readonly address: string;
  readonly type: string;
  /** An AWS region, or `global`. */
  readonly region: string;
  readonly monthly: Monthly;
  readonly components: readonly PricedComponent[];
}

export interface FreeResource {
  readonly address: string;
  readonly type: string;
  readonly region: string;
  readonly reason: string;
}

/** Why something could not be priced. Stable. */
export type UnpricedCode =
  | "cost/unknown-type"
  | "cost/unknown-item"
  | "cost/no-price-in-region"
  | "cost/value-not-known"
  | "cost/absurd-quantity";

export interface UnpricedResource {
  readonly address: string;
  readonly type: string;
  readonly region: string;
  /** The component, where the rest of the resource is priced. */
  readonly component?: string;
  readonly code: UnpricedCode;
  readonly reason: string;
}

export interface Estimate {
  readonly currency: "USD";
  readonly monthly: Monthly;
  readonly resources: readonly PricedResource[];
  readonly free: readonly FreeResource[];
  readonly unpriced: readonly UnpricedResource[];
  readonly priceBook: { readonly date: string; readonly sources: readonly PriceSource[] };
  /** What the reader must know beside the figures. */
  readonly notices: readonly string[];
}
