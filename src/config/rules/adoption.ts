import { show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { accountsOf } from "../organization.ts";
import { unitsOf } from "../organizationalUnits.ts";
import { duplicates } from "./duplicates.ts";
import type { Rule } from "./rule.ts";

/** What is taken over must be something that the configuration has: else nothing is imported, and it is made once more. */
const unknown: Rule = {
  code: "config/adopted-unknown",
  check: (draft) => {
    const settings = draft.organization;
    if (settings?.adopt === undefined) return [];
    const { accounts, units } = settings.adopt;
    const members = accountsOf(draft)
      .map(({ name }) => name)
      .filter((name) => name !== "management");
    const known = unitsOf(settings).map(({ name }) => name);
    const complaint = (where: string, value: string, among: readonly string[]) => {
      const [near] = nearest(value, among);
      return {
        where,
        given: show(value),
        wanted: `one of ${among.join(", ")}`,
        fix: near === undefined ? "Remove it: only what stands here is taken over." : `Change it to ${near}.`,
      };
    };
    return [
      ...accounts.flatMap((name, index) =>
        members.includes(name) ? [] : [complaint(`organization.adopt.accounts[${index}]`, name, members)],
      ),
      ...Object.keys(units).flatMap((name) =>
        known.includes(name) ? [] : [complaint(`organization.adopt.units.${name}`, name, known)],
      ),
    ];
  },
};

/** One thing in AWS is imported to one address. */
const twice: Rule = {
  code: "config/adopted-twice",
  check: (draft) =>
    duplicates(
      Object.entries(draft.organization?.adopt?.units ?? {}).map(([name, value]) => ({
        where: `organization.adopt.units.${name}`,
        value,
      })),
    ).map(({ where, value, first }) => ({
      where,
      given: show(value),
      wanted: `the id of another unit than ${first}`,
      fix: "Look the id up in the console of Organizations, or remove the line: the unit is then made.",
    })),
};

export const ADOPTION_RULES: readonly Rule[] = [unknown, twice];
