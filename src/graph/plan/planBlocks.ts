import { blockAddress, parseAddress } from "../address.ts";

/** The block behind an instance's address; a text that is no address is its own. */
export function blockOf(address: string): string {
  const parsed = parseAddress(address.replace(/ \(deposed .*\)$/s, ""));
  return parsed === undefined ? address : blockAddress(parsed);
}
