import { budgetEmails, budgetId, MOST_ADDRESSES } from "../budgets.ts";
import type { BudgetsSettings } from "../budgetsSchema.ts";
import { type Draft, type Located, show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { duplicates } from "./duplicates.ts";
import type { Complaint, Rule } from "./rule.ts";

/** Every rule here speaks of a section that may be missing. */
function rule(code: string, check: (budgets: BudgetsSettings, draft: Draft) => readonly Complaint[]): Rule {
  return {
    code,
    check: (draft) => (draft.budgets === undefined ? [] : check(draft.budgets, draft)),
  };
}

/** Names with an amount that nobody else in the file speaks of. */
function unknown(
  section: "environments" | "costCentres" | "owners",
  what: string,
  amounts: Readonly<Record<string, number>>,
  known: readonly string[],
): readonly Complaint[] {
  return Object.keys(amounts)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const [near] = nearest(name, known);
      return {
        where: `budgets.${section}.${name}`,
        given: show(name),
        wanted: `${what}: ${[...new Set(known)].join(", ")}`,
        fix:
          near === undefined
            ? `Remove it, or give it to what it is for.`
            : `Change it to ${near}, if that was meant.`,
      };
    });
}

const environmentsKnown = rule("config/budget-of-unknown-environment", ({ environments }, draft) =>
  unknown(
    "environments",
    "the name of an environment",
    environments,
    draft.environments.map(({ value }) => value.name),
  ),
);

const costCentresKnown = rule("config/budget-of-unknown-cost-centre", ({ costCentres }, draft) => {
  if (draft.costCentre === undefined) return [];
  const ofServices = draft.services.flatMap(({ value }) => value.costCentre ?? []);
  return unknown("costCentres", "a cost centre of the platform or of a service", costCentres, [
    draft.costCentre,
    ...ofServices,
  ]);
});

const ownersKnown = rule("config/budget-of-unknown-owner", ({ owners }, draft) => {
  if (draft.owner === undefined) return [];
  const ofServices = draft.services.flatMap(({ value }) => value.owner ?? []);
  return unknown("owners", "the owner of the platform or of a service", owners, [draft.owner, ...ofServices]);
});

const somebodyIsTold = rule("config/budget-tells-nobody", (budgets, draft) => {
  if (draft.alerts === undefined || budgets.topic !== undefined) return [];
  if (budgetEmails(budgets, draft.alerts.email).length > 0) return [];
  return [
    {
      where: "budgets.email",
      given: "nobody, and alerts.email has nobody either",
      wanted: "at least one address, or a topic: AWS takes no notification without somebody to tell",
      fix: 'Add budgets.email, such as ["finance@example.com"].',
    },
  ];
});

const notTooMany = rule("config/budget-tells-too-many", (budgets, draft) => {
  const emails = budgetEmails(budgets, draft.alerts?.email);
  if (emails.length <= MOST_ADDRESSES) return [];
  return [
    {
      where: "budgets.email",
      given: `${emails.length} addresses${budgets.email === undefined ? ", those of alerts" : ""}`,
      wanted: `at most ${MOST_ADDRESSES}, which is what AWS takes for one notification`,
      fix: "Name a mailing list instead of its members.",
    },
  ];
});

const inDollars = rule("config/budget-not-in-dollars", ({ currency }) =>
  currency === "USD"
    ? []
    : [
        {
          where: "budgets.currency",
          given: show(currency),
          wanted: '"USD": AWS charges in US dollars and a budget compares with that, at no rate of exchange',
          fix: "Write the amounts in US dollars and remove budgets.currency.",
        },
      ],
);

const thresholdsOnce = rule("config/budget-threshold-twice", ({ thresholds }) =>
  duplicates(thresholds.map((value, index) => ({ where: `budgets.thresholds[${index}]`, value }))).map(
    ({ where, value, first }) => ({
      where,
      given: show(value),
      wanted: `a threshold that does not stand at ${first} already`,
      fix: "Remove one of the two.",
    }),
  ),
);

/** Only the account that pays sees what others spend, and only it makes tags part of the bill. */
const payerKnown = rule("config/budget-needs-organization", (budgets, draft) => {
  if (draft.organization !== undefined) return [];
  const accountOf = new Map(draft.environments.map(({ value }) => [value.name, value.account]));
  const accounts = draft.environments.map(({ value }) => value.account);
  const sharing = Object.keys(budgets.environments).filter((name) => {
    const account = accountOf.get(name);
    return account !== undefined && accounts.filter((each) => each === account).length > 1;
  });
  return [
    ...(budgets.total === undefined ? [] : ["total"]),
    ...Object.keys(budgets.costCentres).map((name) => `costCentres.${name}`),
    ...Object.keys(budgets.owners).map((name) => `owners.${name}`),
    ...(budgets.tagsActive ? ["tagsActive"] : []),
    ...sharing.map((name) => `environments.${name}`),
  ].map((place) => ({
    where: `budgets.${place}`,
    given: place.startsWith("environments.")
      ? "an environment that shares its account, and no organization"
      : "no organization",
    wanted:
      "the organization whose management account pays: no other account sees the costs of several, or by tag",
    fix: `Declare organization, or remove budgets.${place}.`,
  }));
});

/** Budgets are named after what they are for, in the characters that AWS takes. */
const namesApart = rule("config/budget-name-taken", (budgets) => {
  const named: readonly Located<string>[] = [
    ...Object.keys(budgets.costCentres).map((name) => ({
      where: `budgets.costCentres.${name}`,
      value: budgetId("cost-centre", name),
    })),
    ...Object.keys(budgets.owners).map((name) => ({
      where: `budgets.owners.${name}`,
      value: budgetId("owner", name),
    })),
  ];
  return duplicates(named).map(({ where, value, first }) => ({
    where,
    given: `a budget that would be called ${value}`,
    wanted: `a name that ${first} does not make as well: characters other than letters, digits, _ and - become hyphens`,
    fix: "Rename one of the two, in its services as well.",
  }));
});

/** 100 characters, of which platform, unit and kind take 51 at most. Source: API_budgets_Budget, `BudgetName`. */
const LONGEST_NAME = 49;

const namesFit = rule("config/budget-name-too-long", ({ costCentres, owners }) =>
  [
    ...Object.keys(costCentres).map((name) => ({ where: `budgets.costCentres.${name}`, name })),
    ...Object.keys(owners).map((name) => ({ where: `budgets.owners.${name}`, name })),
  ]
    .filter(({ name }) => name.length > LONGEST_NAME)
    .map(({ where, name }) => ({
      where,
      given: `${name.length} characters`,
      wanted: `at most ${LONGEST_NAME}, so that the budget's name has the 100 that AWS takes`,
      fix: "Shorten it, in its services as well, or leave it without a budget.",
    })),
);

export const BUDGET_RULES: readonly Rule[] = [
  environmentsKnown,
  costCentresKnown,
  ownersKnown,
  somebodyIsTold,
  notTooMany,
  inDollars,
  thresholdsOnce,
  payerKnown,
  namesApart,
  namesFit,
];
