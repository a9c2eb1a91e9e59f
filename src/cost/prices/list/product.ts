import type { PicoUsd } from "../../../lib/index.ts";
import type { Tier } from "../price.ts";

/** What a price is of, as the AWS Price List has it, and what it costs. */
export interface ListedProduct {
  readonly sku: string;
  /** `AmazonEC2`. */
  readonly service: string;
  /** `NAT Gateway`; empty where the list has none. */
  readonly family: string;
  /** `usagetype`, `instanceType`, `regionCode` and so on. */
  readonly attributes: Readonly<Record<string, string>>;
  /** `20261007165408`, and the day of it. */
  readonly version: string;
  readonly published: string;
  /** Since when its rates hold; empty where it has none. */
  readonly effective: string;
  readonly rates: readonly ListedRate[];
}

/** On demand, from a number of units of a month on. */
export interface ListedRate {
  /** `Hrs`, `GB-Mo`, as the list writes it. */
  readonly unit: string;
  readonly from: number;
  /** Absent in the last. */
  readonly upTo?: number;
  /** As the list writes it; absent where it has no price in US dollars. */
  readonly usd?: string;
}

/** Why an answer is no product. */
export class NotListed extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotListed";
  }
}

interface RawDimension {
  readonly unit?: unknown;
  readonly beginRange?: unknown;
  readonly endRange?: unknown;
  readonly pricePerUnit?: Readonly<Record<string, unknown>>;
}

interface RawTerm {
  readonly effectiveDate?: unknown;
  readonly priceDimensions?: Readonly<Record<string, RawDimension>>;
}

/**
 * One entry of `PriceList` in the answer to GetProducts: the JSON of a product with its terms. Of several on-demand
 * terms the one that holds on `day`; without any, no rates. Throws `NotListed` for what is no such document.
 * Shape: https://docs.aws.amazon.com/code-library/latest/ug/pricing_example_pricing_GetProducts_section.html
 */
export function readProduct(text: string, day: string): ListedProduct {
  const document = parsed(text);
  const { product, serviceCode, version, publicationDate, terms } = document;
  const { sku, productFamily = "", attributes } = (product ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof sku !== "string" || typeof attributes !== "object" || attributes === null) {
    throw new NotListed("it has no product with a SKU and attributes");
  }
  const onDemand = (terms as { readonly OnDemand?: Readonly<Record<string, RawTerm>> } | undefined)?.OnDemand;
  const holding = Object.values(onDemand ?? {})
    .map((term) => ({ term, effective: dayOf(term.effectiveDate) }))
    .filter(({ effective }) => effective <= day)
    .sort((a, b) => (a.effective < b.effective ? 1 : -1));
  const [latest] = holding;
  return {
    sku,
    service: String(serviceCode ?? ""),
    family: String(productFamily),
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, String(value)] as const),
    ),
    version: String(version ?? ""),
    published: dayOf(publicationDate),
    effective: latest?.effective ?? "",
    rates: latest === undefined ? [] : ratesOf(latest.term),
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null) return document as Record<string, unknown>;
  } catch {
    // Said below, as of everything else that is no document.
  }
  throw new NotListed("it is no JSON document");
}

function dayOf(text: unknown): string {
  return typeof text === "string" ? text.slice(0, 10) : "";
}

function ratesOf({ priceDimensions }: RawTerm): readonly ListedRate[] {
  return Object.values(priceDimensions ?? {})
    .map(({ unit, beginRange, endRange, pricePerUnit }): ListedRate => {
      const usd = pricePerUnit?.USD;
      return {
        unit: String(unit ?? ""),
        from: Number(beginRange ?? 0),
        ...(endRange === undefined || endRange === "Inf" ? {} : { upTo: Number(endRange) }),
        ...(usd === undefined ? {} : { usd: String(usd) }),
      };
    })
    .sort((a, b) => a.from - b.from);
}

/** Decimals that a unit price keeps. */
const DECIMALS = 12;

/**
 * Rates as tiers of our unit, of which the list's unit has `per`. Throws `NotListed` where they leave a gap, overlap,
 * have no end, or no price in US dollars.
 */
export function tiersOfRates(rates: readonly ListedRate[], per: number): readonly Tier[] {
  if (rates.length === 0) throw new NotListed("it has no on-demand price");
  return rates.map(({ from, upTo, usd }, index): Tier => {
    const before = rates[index - 1];
    if (
      from !== (before === undefined ? 0 : before.upTo) ||
      (upTo === undefined) !== (index === rates.length - 1)
    ) {
      throw new NotListed("its tiers leave a gap, overlap, or have no end");
    }
    if (usd === undefined) throw new NotListed("it has no price in US dollars");
    const end = upTo === undefined ? undefined : upTo * per;
    if (end !== undefined && !(Number.isSafeInteger(end) && end > from * per)) {
      throw new NotListed(`a tier ends at ${end} units`);
    }
    return { price: divided(usd, per), ...(end === undefined ? {} : { upTo: end }) };
  });
}

/** A decimal text, with or without an exponent, as pico-dollars, divided by a whole number, rounded half up. */
function divided(usd: string, per: number): PicoUsd {
  const match = /^(\d{1,15})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(usd);
  if (match === null) throw new NotListed(`"${usd}" is no price`);
  const [, whole = "0", fraction = "", exponent = "0"] = match;
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  const [over, under] =
    places <= DECIMALS ? [10n ** BigInt(DECIMALS - places), 1n] : [1n, 10n ** BigInt(places - DECIMALS)];
  const divisor = under * BigInt(per);
  return (digits * over + divisor / 2n) / divisor;
}
