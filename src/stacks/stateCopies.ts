import type { Unit } from "../config/index.ts";
import { backupPartner } from "./facts.ts";

/**
 * Region whose bucket holds a copy of the states of `region`; undefined when none does. An environment's states stay
 * in their home, for they name people's data though they never hold them. The organization's are of accounts and
 * guard rails, no customer among them: their copy stands in the next of its regions.
 */
export function stateCopyRegion(unit: Unit, region: string): string | undefined {
  if (unit.kind === "environment") {
    const found = unit.regions.find(({ name }) => name === region);
    return found === undefined ? undefined : backupPartner(unit, found);
  }
  const names = unit.regions.map(({ name }) => name);
  const at = names.indexOf(region);
  const next = at < 0 ? undefined : names[(at + 1) % names.length];
  return next === region ? undefined : next;
}
