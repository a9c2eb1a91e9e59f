import { ROOT } from "../../guardrails/index.ts";
import { show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { accountsOf } from "../organization.ts";
import { pathOf, unitsOf } from "../organizationalUnits.ts";
import { isProduction } from "../placement.ts";
import type { Rule } from "./rule.ts";

const unknownPlace: Rule = {
  code: "config/access-to-unknown-place",
  check: (draft) => {
    const { organization } = draft;
    if (organization?.identityCenter?.access === undefined) return [];
    const known = [
      ROOT,
      ...unitsOf(organization).map(({ name }) => name),
      ...accountsOf(draft).map(({ name }) => name),
    ];
    return organization.identityCenter.access.flatMap(({ in: places }, index) =>
      places.flatMap((place, at) => {
        if (known.includes(place)) return [];
        const [near] = nearest(place, known);
        return {
          where: `organization.identityCenter.access[${index}].in[${at}]`,
          given: show(place),
          wanted: `the name of an account or of a unit: ${[...new Set(known)].join(", ")}`,
          fix: near === undefined ? "Name one of them." : `Change it to ${near}.`,
        };
      }),
    );
  },
};

/** Who may do everything may also look at every customer, and undo what protects them. */
const administrator: Rule = {
  code: "config/administrator-in-production",
  takesExceptions: true,
  check: (draft) => {
    const { organization } = draft;
    if (organization?.identityCenter?.access === undefined) return [];
    const units = unitsOf(organization);
    const production = new Set(
      draft.environments.filter(({ value }) => isProduction(value)).map(({ value }) => value.account),
    );
    const held = accountsOf(draft).filter(({ account }) => production.has(account));
    return organization.identityCenter.access.flatMap(({ group, permissions, in: places }, index) => {
      const reached = held.find(
        ({ name, unit }) =>
          places.includes(name) || pathOf(units, unit).some((each) => places.includes(each)),
      );
      if (permissions !== "administrator" || reached === undefined) return [];
      return {
        where: `organization.identityCenter.access[${index}]`,
        given: `"administrator" for ${group} in ${reached.name}`,
        wanted: '"deployer" or "operator", which change the platform and none of what guards it',
        fix: `Take ${reached.name} out of it; for emergencies there are organization.breakGlassUsers.`,
        of: group,
      };
    });
  },
};

export const ACCESS_RULES: readonly Rule[] = [unknownPlace, administrator];
