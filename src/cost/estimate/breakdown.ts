import { sumIntervals } from "../../lib/index.ts";
import type { Estimate, Monthly, PricedResource } from "./result.ts";

/** By what an estimate can be taken apart. */
export type Dimension = "environment" | "region" | "service" | "owner" | "cost-centre" | "type" | "resource";

export interface Share {
  readonly name: string;
  readonly monthly: Monthly;
  readonly resources: number;
}

const NAMES: Readonly<Record<Dimension, (resource: PricedResource) => string>> = {
  environment: ({ environment }) => environment,
  region: ({ region }) => region,
  service: ({ service }) => service,
  owner: ({ owner }) => owner,
  "cost-centre": ({ costCentre }) => costCentre,
  type: ({ type }) => type,
  resource: ({ address }) => address,
};

/** Dearest first. What carries no name of that kind stands as `(none)`. */
export function breakdown({ resources }: Pick<Estimate, "resources">, by: Dimension): readonly Share[] {
  return [...Map.groupBy(resources, (resource) => NAMES[by](resource) || "(none)")]
    .map(([name, group]) => ({
      name,
      monthly: sumIntervals(group.map(({ monthly }) => monthly)),
      resources: group.length,
    }))
    .sort((a, b) => Number(b.monthly.expected - a.monthly.expected) || (a.name < b.name ? -1 : 1));
}
