import { BlockList, isIP } from "node:net";

/**
 * Whether an address lies in a block of addresses, either version. Undefined: one of them is none.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function inBlock(block: string, address: string): boolean | undefined {
  const [network = "", prefix] = block.split("/");
  const family = isIP(network);
  if (family === 0 || isIP(address) === 0) return undefined;
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return undefined;
  if (isIP(address) !== family) return false;
  const list = new BlockList();
  const version = family === 4 ? "ipv4" : "ipv6";
  list.addSubnet(network, bits, version);
  return list.check(address, version);
}
