import type { Resource, ResourceGraph } from "../../graph/index.ts";
import { sumIntervals } from "../../lib/index.ts";
import type { PriceBook } from "../prices/book.ts";
import type { Amount } from "../resources/amount.ts";
import { freeReason, pricedType } from "../resources/index.ts";
import { NotKnown } from "../resources/notKnown.ts";
import type { Component, PricedTypes } from "../resources/pricing.ts";
import { View } from "../resources/view.ts";
import { averagePrice, chargeQuote, MOST } from "./charge.ts";
import type {
  Estimate,
  FreeResource,
  Owners,
  PricedComponent,
  PricedResource,
  UnpricedResource,
} from "./result.ts";

/** Says how much a resource is used; undefined where it has nothing to say of that key, and the default holds. */
export type UsageSource = (resource: Resource, key: string) => Amount | undefined;

/** A cost that no resource has by itself, such as data between regions. */
export interface DerivedCost extends Owners {
  readonly address: string;
  /** `data_transfer`, `kubernetes_nodes`. */
  readonly type: string;
  readonly region: string;
  readonly components: readonly {
    readonly name: string;
    readonly item: string;
    readonly quantity: Amount;
  }[];
}

export interface EstimateOptions {
  readonly book: PriceBook;
  /** In this order; the first that knows the key counts. */
  readonly usage?: readonly UsageSource[];
  readonly derived?: readonly DerivedCost[];
  /** Of resources whose provider names no region. @default "us-east-1", with a notice */
  readonly region?: string;
}

const ASSUMED_REGION = "us-east-1";

/**
 * What a month of these resources costs. Every managed resource ends in one of three lists: priced, free with a
 * reason, or unpriced with a reason. What a plan deletes is left out.
 */
export function estimate(graph: ResourceGraph, options: EstimateOptions): Estimate {
  const resources: PricedResource[] = [];
  const free: FreeResource[] = [];
  const unpriced: UnpricedResource[] = [];
  const noRegion = new Set<string>();
  const uncounted = new Set<string>();
  for (const resource of graph.resources) {
    if (resource.mode !== "managed" || isDeleted(resource)) continue;
    if (resource.region === undefined && options.region === undefined) noRegion.add(resource.id);
    if (resource.instances === "unknown") uncounted.add(resource.id);
    const { id: address, type } = resource;
    const region = placeOf(resource, options);
    const reason = freeReason(type);
    const rules = pricedType(type);
    if (reason !== undefined) free.push({ address, type, region, reason });
    else if (rules === undefined) unpriced.push(unknownType(address, type, region));
    else {
      const { components, missing } = componentsOf(resource, rules, graph, options);
      unpriced.push(...missing);
      if (components.length > 0) resources.push(pricedResource(resource, region, components));
      else if (missing.length === 0) {
        free.push({ address, type, region, reason: "nothing of it is charged as it is set up" });
      }
    }
  }
  for (const each of options.derived ?? []) {
    const { components, missing } = derivedComponents(each, options.book);
    unpriced.push(...missing);
    const { components: _, ...rest } = each;
    if (components.length > 0) resources.push({ ...rest, components, monthly: total(components) });
  }
  return {
    currency: "USD",
    monthly: total(resources),
    resources,
    free,
    unpriced,
    priceBook: { date: options.book.date, sources: options.book.sources },
    notices: [
      ...(noRegion.size === 0
        ? []
        : [`${noRegion.size} resources name no region and are priced as in ${ASSUMED_REGION}`]),
      ...(uncounted.size === 0
        ? []
        : [
            `${uncounted.size} resources stand for a number of instances that is not known, and are priced as one`,
          ]),
      ...graph.notices.map(({ text, count }) => `${count} × ${text}`),
    ],
  };
}

function isDeleted({ change }: Resource): boolean {
  return change?.actions.length === 1 && (change.actions[0] === "delete" || change.actions[0] === "forget");
}

/** Where it counts: `global` for what our stacks mark so, although it is called through a region. */
function placeOf(resource: Resource, { region }: EstimateOptions): string {
  return resource.tags.region === "global" ? "global" : (resource.region ?? region ?? ASSUMED_REGION);
}

function ownersOf({ tags, stack }: Resource): Owners {
  return {
    environment: tags.environment ?? stack?.split("/")[0] ?? "",
    service: tags.service ?? "",
    owner: tags.owner ?? "",
    costCentre: tags["cost-centre"] ?? "",
  };
}

function pricedResource(
  resource: Resource,
  region: string,
  components: readonly PricedComponent[],
): PricedResource {
  const { id: address, type } = resource;
  return { address, type, region, ...ownersOf(resource), components, monthly: total(components) };
}

function total(parts: readonly { readonly monthly: PricedComponent["monthly"] }[]): Estimate["monthly"] {
  return sumIntervals(parts.map(({ monthly }) => monthly));
}

function unknownType(address: string, type: string, region: string): UnpricedResource {
  return {
    address,
    type,
    region,
    code: "cost/unknown-type",
    reason: `nothing is known here of how ${type} is charged`,
  };
}

interface Parts {
  readonly components: readonly PricedComponent[];
  readonly missing: readonly UnpricedResource[];
}

function componentsOf(
  resource: Resource,
  rules: PricedTypes,
  graph: ResourceGraph,
  { book, usage = [], region }: EstimateOptions,
): Parts {
  const view = new View({
    resource,
    graph,
    day: book.date,
    usage: (key) => {
      for (const source of usage) {
        const said = source(resource, key);
        if (said !== undefined) return said;
      }
      const standard = rules.usage?.[key];
      if (standard === undefined) throw new Error(`${resource.type}: no usage "${key}"`);
      return standard;
    },
  });
  const components: PricedComponent[] = [];
  const missing: UnpricedResource[] = [];
  const where = resource.region ?? region ?? ASSUMED_REGION;
  const because = (component: Component, code: UnpricedResource["code"], reason: string) =>
    missing.push({
      address: resource.id,
      type: resource.type,
      region: where,
      component: component.name,
      code,
      reason,
    });
  for (const component of rules.components) {
    try {
      if (component.when !== undefined && !component.when(view)) continue;
      const item = typeof component.price === "string" ? component.price : component.price(view);
      const found = priced(component.name, item, where, component.quantity(view), book);
      if ("code" in found) because(component, found.code, found.reason);
      else components.push(resource.instances === "unknown" ? { ...found, assumed: true } : found);
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      because(component, "cost/value-not-known", error.message);
    }
  }
  return { components, missing };
}

function derivedComponents({ address, type, region, components }: DerivedCost, book: PriceBook): Parts {
  const made: PricedComponent[] = [];
  const missing: UnpricedResource[] = [];
  for (const { name, item, quantity } of components) {
    const found = priced(name, item, region, quantity, book);
    if ("code" in found) missing.push({ address, type, region, component: name, ...found });
    else made.push(found);
  }
  return { components: made, missing };
}

function priced(
  name: string,
  item: string,
  region: string,
  amount: Amount,
  book: PriceBook,
): PricedComponent | Pick<UnpricedResource, "code" | "reason"> {
  const { low, expected, high, assumed } = amount;
  if (!(low >= 0 && low <= expected && expected <= high && high <= MOST)) {
    return {
      code: "cost/absurd-quantity",
      reason: `${low} to ${high} is not an amount for a month: from 0 to ${MOST} is wanted`,
    };
  }
  const quote = book.quote(item, region);
  if (quote === undefined) {
    return book.has(item)
      ? {
          code: "cost/no-price-in-region",
          reason: `the price book has no prices of ${region}, and none that could be compared`,
        }
      : {
          code: "cost/unknown-item",
          reason: `the price book has no ${item}: it is misspelt, or newer than ${book.date}`,
        };
  }
  const quantity = { low, expected, high };
  const monthly = chargeQuote(quote, quantity);
  const { borrowed, price } = quote;
  return {
    name,
    unit: price.unit,
    quantity,
    unitPrice: averagePrice(quote, expected, monthly.expected),
    monthly,
    assumed,
    item,
    grade: price.source.grade,
    ...(borrowed === undefined
      ? {}
      : { borrowed: { from: borrowed.from, basis: borrowed.basis, pairs: borrowed.pairs } }),
  };
}
