import type { Amount } from "./amount.ts";
import type { View } from "./view.ts";

/** One thing that a resource is charged for. */
export interface Component {
  readonly name: string;
  /** Item of the price book; a function where the resource's values decide, which may throw `NotKnown`. */
  readonly price: string | ((view: View) => string);
  /** In the unit of the item, for a month. */
  readonly quantity: (view: View) => Amount;
  /** @default always */
  readonly when?: (view: View) => boolean;
}

/** How the resources of some types are charged for. */
export interface PricedTypes {
  readonly types: readonly string[];
  /**
   * What depends on how it is used, by key, with what is assumed where nobody says. Where Infracost has the key, it is
   * the same one, so that its usage files are understood.
   */
  readonly usage?: Readonly<Record<string, Amount>>;
  readonly components: readonly Component[];
}

/** Types that cost nothing by themselves, and why. */
export interface FreeTypes {
  readonly reason: string;
  readonly types: readonly string[];
}
