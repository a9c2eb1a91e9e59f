import { show } from "../draft.ts";
import { ORGANIZATION } from "../organizationUnit.ts";
import { duplicates } from "./duplicates.ts";
import { writtenAccounts } from "./organizationAccounts.ts";
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

/** Environments may share an account; the organization's own accounts are nobody else's. */
const accountTaken: Rule = {
  code: "config/account-taken",
  check: (draft) => {
    const written = writtenAccounts(draft);
    return duplicates(written.map(({ where, account }) => ({ where, value: account })))
      .filter(({ where, first }) => {
        const own = (place: string) => written.find((each) => each.where === place)?.environment !== true;
        return own(where) || own(first);
      })
      .map(({ where, value, first }) => ({
        where: `${where}.account`,
        given: show(value),
        wanted: `an account that does not stand at ${first} already: what an account of the organization holds is kept apart from everything else`,
        fix: "Write the id that AWS gave to this account, or make an account for it.",
      }));
  },
};

/** AWS knows an account by its address, and takes an address once, however it is capitalised. */
const addressTaken: Rule = {
  code: "config/account-email-taken",
  check: (draft) => {
    const written = writtenAccounts(draft).flatMap(({ where, account, email }) =>
      email === undefined ? [] : [{ where, account, value: email.toLowerCase() }],
    );
    return duplicates(written)
      .filter(
        ({ where, first }) =>
          written.find((each) => each.where === where)?.account !==
          written.find((each) => each.where === first)?.account,
      )
      .map(({ where, value, first }) => ({
        where: `${where}.email`,
        given: show(value),
        wanted: `an address that does not stand at ${first} already: AWS takes each once (EMAIL_ALREADY_EXISTS)`,
        fix: `Use an address of its own, such as one with a plus: ${value.replace("@", "+2@")}.`,
      }));
  },
};

const addressesDiffer: Rule = {
  code: "config/account-emails-differ",
  check: (draft) => {
    const byAccount = Map.groupBy(
      draft.environments.filter(({ value }) => value.email !== undefined),
      ({ value }) => value.account,
    );
    return [...byAccount.values()].flatMap(([first, ...others]) =>
      others
        .filter(({ value }) => value.email?.toLowerCase() !== first?.value.email?.toLowerCase())
        .map(({ where, value }) => ({
          where: `${where}.email`,
          given: `${show(value.email)} for account ${value.account}`,
          wanted: `${show(first?.value.email)}, as at ${first?.where}: an account has one root user`,
          fix: `Remove ${where}.email, or correct the account.`,
        })),
    );
  },
};

const accountNameTaken: Rule = {
  code: "config/account-name-taken",
  check: (draft) =>
    duplicates(
      writtenAccounts(draft)
        .filter(({ named }) => named)
        .map(({ where, name }) => ({ where, value: name })),
    ).map(({ where, value, first }) => ({
      where: `${where}.name`,
      given: show(value),
      wanted: `a name that does not belong to ${first} already`,
      fix: `Rename ${where}.`,
    })),
};

export const ORGANIZATION_RULES: readonly Rule[] = [
  reservedName,
  addressOfAccount,
  accountTaken,
  addressTaken,
  addressesDiffer,
  accountNameTaken,
];
