/**
 * Money of a bill, in whole 10^-18 of its currency: no binary fractions, so parts add up to the whole. Bills have lines
 * of a ten-millionth of a dollar, and millions of them.
 */
export type Amount = bigint;

const DECIMALS = 18;
const ONE = 10n ** BigInt(DECIMALS);

/** From decimal text, as databases write it. Throws on anything else: there is no silent zero. */
export function amountOf(text: string): Amount {
  const match = /^(-?)(\d{1,24})(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`"${text}" is no amount`);
  const [, sign, whole = "0", fraction = ""] = match;
  if (/[1-9]/.test(fraction.slice(DECIMALS))) throw new RangeError(`"${text}" has more than 18 decimals`);
  const size = BigInt(whole) * ONE + BigInt(fraction.slice(0, DECIMALS).padEnd(DECIMALS, "0"));
  return sign === "-" ? -size : size;
}

/** Exact, without trailing zeros: `20.52022672899`. */
export function amountText(amount: Amount): string {
  const size = amount < 0n ? -amount : amount;
  const fraction = (size % ONE).toString().padStart(DECIMALS, "0").replace(/0+$/, "");
  return `${amount < 0n ? "-" : ""}${size / ONE}${fraction === "" ? "" : `.${fraction}`}`;
}

/** For ratios and for people; sums are made of amounts. */
export function amountNumber(amount: Amount): number {
  return Number(amountText(amount));
}

export function sumAmounts(amounts: Iterable<Amount>): Amount {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}
