import { show } from "../draft.ts";
import { ORGANIZATION } from "../organizationUnit.ts";
import type { Rule } from "./rule.ts";

/** The organization is deployed under this name, beside the environments. */
const reservedName: Rule = {
  code: "config/name-reserved",
  check: (draft) =>
    draft.environments
      .filter(({ value }) => value.name === ORGANIZATION)
      .map(({ where }) => ({
        where: `${where}.name`,
        given: show(ORGANIZATION),
        wanted: `another name: ${ORGANIZATION} is what the accounts' organization is deployed as`,
        fix: `Rename ${where}.`,
      })),
};

const addressOfAccount: Rule = {
  code: "config/account-without-email",
  check: (draft) => {
    if (draft.organization === undefined) return [];
    const addressed = draft.environments.flatMap(({ value }) =>
      value.email === undefined ? [] : [value.account],
    );
    return draft.environments
      .filter(({ value }) => !addressed.includes(value.account))
      .map(({ where, value }) => ({
        where: `${where}.email`,
        given: "nothing, for an account of the organization",
        wanted: "the mail address of the account's root user, by which AWS knows the account",
        fix: `Add ${where}.email, such as "aws-${value.name}@example.com".`,
      }));
  },
};

export const ORGANIZATION_RULES: readonly Rule[] = [reservedName, addressOfAccount];
