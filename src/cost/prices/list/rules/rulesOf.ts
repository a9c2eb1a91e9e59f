import type { PriceRule } from "../rule.ts";

type Line = readonly [
  item: PriceRule["item"],
  unit: string,
  usage: PriceRule["usage"],
  more?: Pick<PriceRule, "where" | "per" | "place">,
];

/** Rules of one service that are asked for together. */
export function rulesOf(
  service: string,
  asked: Readonly<Record<string, string>>,
  lines: readonly Line[],
): readonly PriceRule[] {
  return lines.map(([item, unit, usage, more = {}]) => ({ item, service, asked, usage, unit, ...more }));
}
