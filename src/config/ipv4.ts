/** A range of IPv4 addresses. */
export interface Ipv4Range {
  /** First address as a number, 0 to 2^32 - 1. */
  readonly first: number;
  /** Length of the network part in bits, 0 to 32. */
  readonly prefix: number;
}

/** How many addresses a range of this prefix has. */
export function rangeSize(prefix: number): number {
  return 2 ** (32 - prefix);
}

/**
 * The range that a CIDR text names, undefined when it is none. Host bits are kept: `10.1.2.3/8` gives
 * `first` 10.1.2.3, and `hasHostBits` tells.
 */
export function parseCidr(text: string): Ipv4Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const numbers = match.slice(1).map(Number);
  // A leading zero reads as octal elsewhere, so it has no one meaning.
  if (match.slice(1).some((digits) => digits.length > 1 && digits.startsWith("0"))) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = numbers;
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
}

export function formatCidr(range: Ipv4Range): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(range.first / 2 ** shift) % 256);
  return `${octets.join(".")}/${range.prefix}`;
}

export function hasHostBits(range: Ipv4Range): boolean {
  return range.first % rangeSize(range.prefix) !== 0;
}

/** The range of that prefix that `range` lies in. */
export function networkOf(range: Ipv4Range): Ipv4Range {
  return { first: range.first - (range.first % rangeSize(range.prefix)), prefix: range.prefix };
}

export function containsRange(outer: Ipv4Range, inner: Ipv4Range): boolean {
  return inner.first >= outer.first && lastOf(inner) <= lastOf(outer);
}

export function rangesOverlap(one: Ipv4Range, other: Ipv4Range): boolean {
  return one.first <= lastOf(other) && other.first <= lastOf(one);
}

/** The `index`-th part of a range that is cut into parts of `prefix`. Throws when there is no such part. */
export function partOf(range: Ipv4Range, prefix: number, index: number): Ipv4Range {
  const parts = 2 ** (prefix - range.prefix);
  if (prefix < range.prefix || prefix > 32 || !Number.isInteger(index) || index < 0 || index >= parts) {
    throw new RangeError(`${formatCidr(range)} has no part ${index} of /${prefix}`);
  }
  return { first: range.first + index * rangeSize(prefix), prefix };
}

function lastOf(range: Ipv4Range): number {
  return range.first + rangeSize(range.prefix) - 1;
}
