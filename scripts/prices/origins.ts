/**
 * How a line of the price book says where its figures come from. A price is a decimal text; tiers are written
 * `0.09:10240 0.085`, that is 0.09 up to 10,240 units of a month, then 0.085.
 */

/** Regions of the platform. */
export const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"] as const;

export interface Row {
  readonly price: string;
  readonly source: string;
}

/** Where a price can be read off; `Facts` reads them. */
export type Origin =
  | {
      readonly from: "unit";
      readonly type: string;
      readonly component: string;
      readonly per: number;
      /** Of several prices the lowest: that of one zone, where the list has two zones beside it. */
      readonly lowest?: boolean;
    }
  | { readonly from: "regional"; readonly item: string; readonly per: number }
  | { readonly from: "ebs"; readonly item: string; readonly per: number }
  | {
      readonly from: "bill";
      readonly region: string;
      readonly service: string;
      readonly text: string;
      readonly per: number;
    }
  | { readonly from: "recalled"; readonly prices: Readonly<Record<string, string>> }
  | { readonly from: "tiers"; readonly parts: readonly (readonly [upTo: number | undefined, Origin])[] };

/** An item, its unit, and its origins: of each region's prices the first counts. */
export type Line = readonly [item: string, unit: string, ...origins: readonly Origin[]];

/** Of the list read off Infracost's examples, us-east-1; `per` is how many base units its unit has. */
export function unit(type: string, component: string, per = 1): Origin {
  return { from: "unit", type, component, per };
}

/** Of a component that the list has at several prices, the lowest: that of one zone. */
export function lowestUnit(type: string, component: string): Origin {
  return { from: "unit", type, component, per: 1, lowest: true };
}

export function regional(item: string, per = 1): Origin {
  return { from: "regional", item, per };
}

export function ebs(item: string, per = 1): Origin {
  return { from: "ebs", item, per };
}

/** A list price on a real bill; `text` is how its description begins. */
export function bill(region: string, service: string, text: string, per = 1): Origin {
  return { from: "bill", region, service, text, per };
}

/** Tiers put together from single prices, with how many units of a month each reaches up to. */
export function tiers(...parts: readonly (readonly [number | undefined, Origin])[]): Origin {
  return { from: "tiers", parts };
}

/** General knowledge by region: Virginia, Oregon, Ireland, Frankfurt; an empty text where none is at hand. */
export function recalled(...prices: readonly string[]): Origin {
  return {
    from: "recalled",
    prices: Object.fromEntries(
      REGIONS.flatMap((region, index) => (prices[index] ? [[region, prices[index]]] : [])),
    ),
  };
}

/** General knowledge: one price in all four regions. */
export function same(price: string): Origin {
  return recalled(price, price, price, price);
}

/** Priced for no region: Route 53, CloudFront, Shield. */
export function global(price: string): Origin {
  return { from: "recalled", prices: { global: price } };
}
