import type { Located } from "../draft.ts";
import { show } from "../draft.ts";
import { type Placement, regionsOf } from "../placement.ts";
import { awsRegion } from "../regions.ts";
import type { TransferSettings } from "../schema.ts";
import type { Rule } from "./rule.ts";

const DAY_MS = 86_400_000;

/** Public and internal data may be anywhere. What the rest may do is declared, and only the declaration is judged. */
function isBound({ store }: Placement): boolean {
  return store.data === "personal" || store.data === "cardholder";
}

/** The known regions outside the home in which a placement keeps data. */
function outside(placement: Placement): readonly Located<string>[] {
  const inside = homeRegionsOf(placement);
  return [placement.birth, ...placement.copies].filter(
    ({ value }) => awsRegion(value) !== undefined && !inside.includes(value),
  );
}

function covers(transfer: TransferSettings | undefined, region: string): boolean {
  return transfer !== undefined && (transfer.to === undefined || transfer.to.includes(region));
}

/** The last day counts in full, UTC. */
function hasExpired(transfer: TransferSettings, now: number): boolean {
  return Date.parse(`${transfer.expires}T00:00:00Z`) + DAY_MS <= now;
}

const insideResidency: Rule = {
  code: "config/outside-residency",
  check: (_draft, { placements }) =>
    placements
      // Without a home there is no residency to be outside of; that the region has none is reported by another rule.
      .filter((placement) => isBound(placement) && placement.home !== undefined)
      .flatMap((placement) =>
        outside(placement)
          .filter(({ value }) => !covers(placement.transfer?.value, value))
          .map(({ where, value }) => ({
            where,
            given: `${value} for ${placement.store.data} data of ${placement.id}, outside the declared residency`,
            wanted: `a region of the home ${placement.home?.name}: ${homeRegionsOf(placement).join(", ")}`,
            fix: remedy(placement, value),
          })),
      ),
};

function homeRegionsOf({ home }: Placement): readonly string[] {
  return home === undefined ? [] : regionsOf(home);
}

function remedy({ where, partition, transfer }: Placement, region: string): string {
  const declare =
    transfer === undefined
      ? `declare ${partition === undefined ? where : `the partition's`} transfer: { basis, owner, expires }`
      : `add ${region} to ${transfer.where}.to`;
  return partition === undefined
    ? `Partition the store by home, write down copies inside the home, or ${declare}.`
    : `Keep the data inside the home, or ${declare}.`;
}

const transferHolds: Rule = {
  code: "config/transfer-expired",
  check: (_draft, { clock, placements }) =>
    placements.flatMap((placement) => {
      const transfer = placement.transfer;
      if (transfer === undefined || !isBound(placement) || !hasExpired(transfer.value, clock.now()))
        return [];
      const kept = outside(placement).filter(({ value }) => covers(transfer.value, value));
      if (kept.length === 0) return [];
      return {
        where: `${transfer.where}.expires`,
        given: `${transfer.value.expires}, for ${placement.id} in ${kept.map(({ value }) => value).join(", ")}, outside the declared residency`,
        wanted: `a date that has not passed; today is ${new Date(clock.now()).toISOString().slice(0, 10)}`,
        fix: `Ask ${transfer.value.owner} whether the transfer still holds, or take the copies out.`,
      };
    }),
};

const transferReaches: Rule = {
  code: "config/transfer-reaches-nothing",
  check: (_draft, { placements }) =>
    placements.flatMap((placement) => {
      const transfer = placement.transfer;
      const kept = outside(placement).map(({ value }) => value);
      return (transfer?.value.to ?? []).flatMap((region, index) => {
        if (awsRegion(region) === undefined || kept.includes(region)) return [];
        return {
          where: `${transfer?.where}.to[${index}]`,
          given: show(region),
          wanted: `a region outside the home in which ${placement.id} is kept${kept.length === 0 ? "; there is none" : `: ${kept.join(", ")}`}`,
          fix: `Add ${region} to the copies, or take it out of the transfer.`,
        };
      });
    }),
};

export const RESIDENCY_RULES: readonly Rule[] = [insideResidency, transferHolds, transferReaches];
