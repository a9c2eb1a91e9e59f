import { ROOT } from "../../guardrails/index.ts";
import type { Draft, Located } from "../draft.ts";
import { show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { accountsOf } from "../organization.ts";
import { OWN_UNITS, pathOf, unitsOf } from "../organizationalUnits.ts";
import type { OrganizationSettings } from "../organizationSchema.ts";
import type { Complaint, Rule } from "./rule.ts";

/**
 * Levels of units that AWS takes below the root.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
const LEVELS = 5;

function forOrganization(check: (settings: OrganizationSettings, draft: Draft) => readonly Complaint[]) {
  return (draft: Draft) => (draft.organization === undefined ? [] : check(draft.organization, draft));
}

/** Every place where a unit is named. */
function namedUnits(settings: OrganizationSettings, draft: Draft): readonly Located<string>[] {
  return [
    ...Object.entries(settings.units).map(([name, { under }]) => ({
      where: `organization.units.${name}.under`,
      value: under,
    })),
    ...settings.accounts.map(({ unit }, index) => ({
      where: `organization.accounts[${index}].unit`,
      value: unit,
    })),
    ...settings.guardrails.statements.map(({ unit }, index) => ({
      where: `organization.guardrails.statements[${index}].unit`,
      value: unit,
    })),
    ...draft.environments.flatMap(({ where, value: { unit } }) =>
      unit === undefined ? [] : [{ where: `${where}.unit`, value: unit }],
    ),
  ];
}

const unknownUnit: Rule = {
  code: "config/unknown-unit",
  check: forOrganization((settings, draft) => {
    const known = [ROOT, ...unitsOf(settings).map(({ name }) => name)];
    return namedUnits(settings, draft)
      .filter(({ value }) => !known.includes(value))
      .map(({ where, value }) => {
        const [near] = nearest(value, known);
        return {
          where,
          given: show(value),
          wanted: `one of ${known.join(", ")}`,
          fix: near === undefined ? "Add it to organization.units first." : `Change it to ${near}.`,
        };
      });
  }),
};

const unitNameTaken: Rule = {
  code: "config/unit-name-taken",
  check: forOrganization(({ units }) =>
    Object.keys(units)
      .filter((name) => name === ROOT || OWN_UNITS.some((own) => own.name === name))
      .map((name) => ({
        where: `organization.units.${name}`,
        given: show(name),
        wanted: "a name that no unit has by itself",
        fix: `Rename it: every organization has a unit ${name}, whose place is permanent.`,
      })),
  ),
};

const circle: Rule = {
  code: "config/units-in-circle",
  check: forOrganization((settings) => {
    const units = unitsOf(settings);
    const known = [ROOT, ...units.map(({ name }) => name)];
    return Object.entries(settings.units).flatMap(([name, { under }]) => {
      const path = pathOf(units, name);
      const above = path.at(-1) ?? name;
      const end = units.find((unit) => unit.name === above)?.under;
      // One complaint for each circle, at its first name in the alphabet.
      const first = path.every((each) => name <= each);
      if (above === ROOT || end === undefined || !known.includes(end) || end !== name || !first) return [];
      return {
        where: `organization.units.${name}.under`,
        given: `${show(under)}, which is in ${name} itself`,
        wanted: `a unit that leads to ${ROOT}`,
        fix: `Put ${name} under ${ROOT} or one of the units that every organization has.`,
      };
    });
  }),
};

const tooDeep: Rule = {
  code: "config/units-too-deep",
  check: forOrganization((settings) => {
    const units = unitsOf(settings);
    return Object.keys(settings.units).flatMap((name) => {
      const path = pathOf(units, name);
      // The last of the path is the root, which is no level.
      if (path.at(-1) !== ROOT || path.length - 1 <= LEVELS) return [];
      return {
        where: `organization.units.${name}.under`,
        given: `level ${path.length - 1}: ${path.toReversed().join(" > ")}`,
        wanted: `at most ${LEVELS} levels below ${ROOT}, as AWS takes`,
        fix: `Put ${name} under a unit further up.`,
      };
    });
  }),
};

/**
 * AWS moves accounts from unit to unit, but no unit: to put one elsewhere it is deleted and made again, and one
 * with accounts in it is not deleted. A plan that would is refused as well, since it loses the unit.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_ous.html
 */
const moved: Rule = {
  code: "config/unit-moved",
  check: forOrganization((settings, draft) => {
    const units = unitsOf(settings);
    return Object.entries(settings.units).flatMap(([name, { under, birth }]) => {
      if (birth === undefined || birth === under) return [];
      const held = accountsOf(draft).filter(({ unit }) => pathOf(units, unit).includes(name));
      if (held.length === 0) return [];
      const accounts = held.map((account) => account.name).join(", ");
      return {
        where: `organization.units.${name}.under`,
        given: `${show(under)}, for a unit that was made under ${birth} and holds ${accounts}`,
        wanted: `${show(birth)}: AWS moves accounts between units, but no unit`,
        fix: `Add a unit of another name under ${under}, move ${accounts} into it, deploy, and then remove ${name}.`,
      };
    });
  }),
};

const twoUnits: Rule = {
  code: "config/account-in-two-units",
  check: forOrganization((_settings, draft) => {
    const placed = draft.environments.filter(({ value }) => value.unit !== undefined);
    return [...Map.groupBy(placed, ({ value }) => value.account).values()].flatMap(([first, ...others]) =>
      others
        .filter(({ value }) => value.unit !== first?.value.unit)
        .map(({ where, value }) => ({
          where: `${where}.unit`,
          given: `${show(value.unit)} for account ${value.account}`,
          wanted: `${show(first?.value.unit)}, as at ${first?.where}: an account is in one unit`,
          fix: `Remove ${where}.unit, or give ${value.name} an account of its own.`,
        })),
    );
  }),
};

export const UNIT_RULES: readonly Rule[] = [unknownUnit, unitNameTaken, circle, tooDeep, moved, twoUnits];
