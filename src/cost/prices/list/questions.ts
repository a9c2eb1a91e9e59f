import type { PriceRule } from "./rule.ts";
import { COMPUTE_RULES } from "./rules/compute.ts";
import { DATA_RULES } from "./rules/data.ts";
import { NETWORK_RULES } from "./rules/network.ts";
import { SERVICE_RULES } from "./rules/services.ts";

/** All that is known of how the AWS Price List names what the price book has. */
export const PRICE_RULES: readonly PriceRule[] = [
  ...NETWORK_RULES,
  ...COMPUTE_RULES,
  ...DATA_RULES,
  ...SERVICE_RULES,
];

/** What the list is asked for at once, and whose prices the answer has. */
export interface PriceQuestion {
  readonly service: string;
  /** A region, or `global`. */
  readonly region: string;
  /** Attributes that a product must have, the region's among them. */
  readonly filters: Readonly<Record<string, string>>;
  readonly rules: readonly PriceRule[];
}

/** One question for each service, family and region; what is sold without regions is asked for once. */
export function questionsOf(
  regions: readonly string[],
  services?: readonly string[],
): readonly PriceQuestion[] {
  const wanted = PRICE_RULES.filter(({ service }) => services?.includes(service) ?? true);
  const groups = Map.groupBy(wanted, ({ service, asked, place }) => JSON.stringify([service, asked, place]));
  return [...groups.values()].flatMap((rules) => {
    const [first] = rules;
    if (first === undefined) return [];
    const { service, asked, place = "regionCode" } = first;
    return (place === "global" ? ["global"] : regions).map((region) => ({
      service,
      region,
      filters: place === "global" ? asked : { ...asked, [place]: region },
      rules,
    }));
  });
}

/** Service codes that can be asked for. */
export const PRICED_SERVICES: readonly string[] = [
  ...new Set(PRICE_RULES.map(({ service }) => service)),
].sort();
