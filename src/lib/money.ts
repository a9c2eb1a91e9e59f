/**
 * Money without binary fractions. Amounts are whole micro-dollars (0.000001 USD), unit prices whole pico-dollars
 * (0.000000000001 USD): the smallest list prices, fractions of a cent for a million requests, need those places.
 */
export type MicroUsd = bigint;
export type PicoUsd = bigint;

const PRICE_DECIMALS = 12;
const QUANTITY_STEPS = 1_000_000;
/** Pico-dollars times millionths of a unit, for one micro-dollar. */
const STEPS_IN_MICRO_USD = 1_000_000_000_000n;

/** A unit price from its decimal text, such as "0.0000004". Throws on anything else, and on more than 12 decimals. */
export function unitPrice(text: string): PicoUsd {
  const match = /^(\d{1,15})(?:\.(\d{1,12}))?$/.exec(text);
  if (match === null)
    throw new RangeError(`"${text}" is no price: digits and at most 12 decimals are wanted`);
  return BigInt((match[1] ?? "0") + (match[2] ?? "").padEnd(PRICE_DECIMALS, "0"));
}

/** The decimal text of a unit price, without zeros at its end: what `unitPrice` reads. */
export function unitPriceText(price: PicoUsd): string {
  const digits = price.toString().padStart(PRICE_DECIMALS + 1, "0");
  const fraction = digits.slice(-PRICE_DECIMALS).replace(/0+$/, "");
  return `${digits.slice(0, -PRICE_DECIMALS)}${fraction === "" ? "" : `.${fraction}`}`;
}

/**
 * What a quantity costs. The quantity counts in millionths of its unit; the product is exact and is rounded once,
 * half up, to a micro-dollar. Throws where the quantity is negative or no finite number: there is no silent zero.
 */
export function charge(price: PicoUsd, quantity: number): MicroUsd {
  if (!(quantity >= 0 && Number.isFinite(quantity))) throw new RangeError(`${quantity} is no quantity`);
  return (
    (price * BigInt(Math.round(quantity * QUANTITY_STEPS)) + STEPS_IN_MICRO_USD / 2n) / STEPS_IN_MICRO_USD
  );
}

/** US dollars as a number, for JSON: exact to the micro-dollar up to nine thousand million dollars. */
export function usd(amount: MicroUsd): number {
  return Number(amount) / 1_000_000;
}

/** Unit price in US dollars as a number, for JSON. */
export function usdPerUnit(price: PicoUsd): number {
  return Number(price) / 1_000_000_000_000;
}

/** `$1,234.56`, cents rounded half away from zero. */
export function usdText(amount: MicroUsd): string {
  const size = amount < 0n ? -amount : amount;
  const cents = (size + 5_000n) / 10_000n;
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amount < 0n ? "-" : ""}$${whole}.${(cents % 100n).toString().padStart(2, "0")}`;
}
