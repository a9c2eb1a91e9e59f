import { type AddressPlan, environmentPrefix, slotCount, VPC_PREFIX } from "../addresses.ts";
import type { Draft, Located } from "../draft.ts";
import { show } from "../draft.ts";
import { containsRange, formatCidr, hasHostBits, type Ipv4Range, networkOf, parseCidr } from "../ipv4.ts";
import { REGION_PLACES } from "../regions.ts";
import { duplicates } from "./duplicates.ts";
import type { Rule } from "./rule.ts";

/** RFC 1918, section 3, and the shared address space of RFC 6598, section 7. */
const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** Prefix of the largest of them. */
const LARGEST_BLOCK = 8;

const WHERE = "addresses.space";

const readable: Rule = {
  code: "config/address-space-unreadable",
  check: (draft) => {
    const space = draft.addresses?.space;
    if (space === undefined || parseCidr(space) !== undefined) return [];
    return [
      {
        where: WHERE,
        given: show(space),
        wanted: 'an IPv4 block with its prefix, such as "10.0.0.0/8"',
        fix: "Write four numbers from 0 to 255, a slash, and a prefix from 0 to 32.",
      },
    ];
  },
};

const withoutHostBits: Rule = {
  code: "config/address-space-host-bits",
  check: (draft) =>
    spaceOf(draft)
      .filter(hasHostBits)
      .map((space) => ({
        where: WHERE,
        given: formatCidr(space),
        wanted: `the first address of the block: ${formatCidr(networkOf(space))}`,
        fix: `Change it to ${formatCidr(networkOf(space))}, or make the prefix longer.`,
      })),
};

const privateBlock: Rule = {
  code: "config/address-space-public",
  check: (draft) =>
    spaceOf(draft)
      .filter((space) => !privateBlocks().some((block) => containsRange(block, networkOf(space))))
      .map((space) => ({
        where: WHERE,
        given: formatCidr(space),
        wanted: `a block inside one of ${PRIVATE_BLOCKS.join(", ")}: other addresses belong to somebody else`,
        fix: "Use 10.0.0.0/8, or the part of it that your company leaves you.",
      })),
};

const slots: Rule = {
  code: "config/slot-taken",
  check: (draft) => {
    const places: readonly Located<number>[] = draft.environments.map(({ where, value }) => ({
      where: `${where}.slot`,
      value: value.slot,
    }));
    return duplicates(places).map(({ where, value, first }) => ({
      where,
      given: String(value),
      wanted: `a slot that does not stand at ${first} already`,
      fix: `Give the newer of the two a free slot, such as ${freeSlot(draft)}; a slot that is deployed never changes.`,
    }));
  },
};

const largeEnough: Rule = {
  code: "config/address-space-too-small",
  check: (draft) => {
    const [space] = spaceOf(draft);
    const addresses = draft.addresses;
    if (space === undefined || addresses === undefined || draft.environments.length === 0) return [];
    const plan = { space, vpcPrefix: addresses.vpcPrefix };
    const highest = draft.environments.reduce((one, other) =>
      other.value.slot > one.value.slot ? other : one,
    );
    if (highest.value.slot < slotCount(plan)) return [];
    return [
      {
        where: WHERE,
        given: `${formatCidr(space)} with VPCs of /${plan.vpcPrefix}: room for ${slotCount(plan)} environments of ${REGION_PLACES} regions`,
        wanted: `room for slot ${highest.value.slot} (${highest.where}): ${remedy(plan, highest.value.slot + 1)}`,
        fix: "Widen the space, make the VPCs smaller, or use lower slots for environments that are not deployed yet.",
      },
    ];
  },
};

/** What prefix of the space, or else of the VPCs, would hold that many environments. */
function remedy(plan: AddressPlan, environments: number): string {
  const bits = Math.ceil(Math.log2(environments));
  const space = environmentPrefix(plan) - bits;
  const vpc = plan.vpcPrefix + (plan.space.prefix - space);
  const ways = [
    ...(space >= LARGEST_BLOCK ? [`a space of /${space}`] : []),
    ...(vpc <= VPC_PREFIX.smallest ? [`a vpcPrefix of ${vpc}`] : []),
  ];
  return ways.length === 0 ? "no private block is that large" : ways.join(" or ");
}

function freeSlot(draft: Draft): number {
  const taken = new Set(draft.environments.map(({ value }) => value.slot));
  let slot = 0;
  while (taken.has(slot)) slot++;
  return slot;
}

/** The space as a list of one, or of none when it cannot be read. */
function spaceOf(draft: Draft): readonly Ipv4Range[] {
  const range = draft.addresses && parseCidr(draft.addresses.space);
  return range === undefined ? [] : [range];
}

function privateBlocks(): readonly Ipv4Range[] {
  return PRIVATE_BLOCKS.flatMap((block) => parseCidr(block) ?? []);
}

export const ADDRESS_RULES: readonly Rule[] = [readable, withoutHostBits, privateBlock, slots, largeEnough];
