import { ROOT } from "../guardrails/index.ts";
import type { OrganizationSettings } from "./organizationSchema.ts";
import type { OrganizationalUnit } from "./organizationUnit.ts";

/** Units that every organization has. Their names and places are permanent, as guard rails are bound to them. */
export const OWN_UNITS: readonly OrganizationalUnit[] = [
  { name: "security", under: ROOT },
  { name: "infrastructure", under: ROOT },
  { name: "workloads", under: ROOT },
  { name: "production", under: "workloads" },
  { name: "non-production", under: "workloads" },
  { name: "sandbox", under: ROOT },
];

/** All units, those that are written down last. */
export function unitsOf({ units }: OrganizationSettings): readonly OrganizationalUnit[] {
  return [...OWN_UNITS, ...Object.entries(units).map(([name, { under }]) => ({ name, under }))];
}

/**
 * The units from a unit up to the top, itself first and `root` last. Shorter, and without `root`, where a name
 * is unknown or units are in a circle.
 */
export function pathOf(units: readonly OrganizationalUnit[], name: string): readonly string[] {
  const path: string[] = [];
  for (let at: string | undefined = name; at !== undefined && !path.includes(at); ) {
    path.push(at);
    const here: string = at;
    at = units.find((unit) => unit.name === here)?.under;
  }
  return path;
}

/** Every unit after the one that it is in. */
export function outermostFirst(units: readonly OrganizationalUnit[]): readonly OrganizationalUnit[] {
  return units.toSorted((a, b) => pathOf(units, a.name).length - pathOf(units, b.name).length);
}
