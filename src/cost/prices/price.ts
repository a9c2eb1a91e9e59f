import { type PicoUsd, unitPrice, unitPriceText } from "../../lib/index.ts";

/** How good a figure is: `listed` by AWS or by who copied its list; `recalled`: general knowledge, to be confirmed. */
export type PriceGrade = "listed" | "recalled";

/** Where a price comes from. */
export interface PriceSource {
  readonly id: string;
  /** Day of the list, `YYYY-MM-DD`. */
  readonly date: string;
  readonly grade: PriceGrade;
  readonly text: string;
}

/** A price up to a number of units in a month; without `upTo`, of all that is more. */
export interface Tier {
  readonly upTo?: number;
  readonly price: PicoUsd;
}

/** The price of an item in a region. */
export interface Price {
  /** `nat/hour`, `ec2/m7g.large`: the part before the slash is the family. */
  readonly item: string;
  readonly unit: string;
  /** An AWS region, or `global`. */
  readonly region: string;
  /** At least one, the last of them without an end. */
  readonly tiers: readonly Tier[];
  readonly source: PriceSource;
  /** Day since which AWS charges it, `YYYY-MM-DD`. Absent where the list does not say. */
  readonly effective?: string;
}

/** Reads `0.09:10240 0.085`: 0.09 up to 10,240 units, then 0.085. Throws on anything else. */
export function tiersOf(text: string): readonly Tier[] {
  const tiers = text.split(" ").map((part): Tier => {
    const [price = "", upTo] = part.split(":");
    if (upTo !== undefined && !/^[1-9]\d*$/.test(upTo))
      throw new RangeError(`"${text}": ${upTo} is no number of units`);
    return { price: unitPrice(price), ...(upTo === undefined ? {} : { upTo: Number(upTo) }) };
  });
  tiers.forEach(({ upTo }, index) => {
    const last = index === tiers.length - 1;
    if (last !== (upTo === undefined) || (upTo !== undefined && upTo <= (tiers[index - 1]?.upTo ?? 0))) {
      throw new RangeError(`"${text}": tiers go up, and the last has no end`);
    }
  });
  return tiers;
}

/** The text that `tiersOf` reads. */
export function tiersText(tiers: readonly Tier[]): string {
  return tiers
    .map(({ price, upTo }) => `${unitPriceText(price)}${upTo === undefined ? "" : `:${upTo}`}`)
    .join(" ");
}
