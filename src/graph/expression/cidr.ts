/**
 * `cidrsubnet(prefix, newbits, netnum)` for IPv4: the network `number` of those that `bits` more make. Nothing
 * for what Terraform would refuse, and for IPv6.
 */
export function cidrSubnet(prefix: string, bits: number, number: number): string | undefined {
  const [, a, b, c, d, length] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(prefix) ?? [];
  const octets = [a, b, c, d].map(Number);
  const size = Number(length) + bits;
  const whole = Number.isInteger(bits) && Number.isInteger(number) && bits >= 0 && number >= 0;
  if (length === undefined || octets.some((octet) => octet > 255) || !whole) return undefined;
  if (size > 32 || number >= 2 ** bits) return undefined;
  const base = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const start = Math.floor(base / 2 ** (32 - Number(length))) * 2 ** (32 - Number(length));
  const address = start + number * 2 ** (32 - size);
  const text = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
  return `${text}/${size}`;
}
