import type { BudgetsInput } from "../budgetsInput.ts";
import type { PlatformInput } from "../input.ts";
import { type Case, environment } from "./caseParts.ts";
import { ORGANIZATION_PARTS } from "./organizationCases.ts";

const email = ["finance@shop.example.com"];
const addresses = (count: number) =>
  Array.from({ length: count }, (_, index) => `finance-${index + 1}@shop.example.com`);
const budgets = (replace: BudgetsInput): Partial<PlatformInput> => ({ budgets: { email, ...replace } });
const paid = (replace: BudgetsInput): Partial<PlatformInput> => ({
  ...ORGANIZATION_PARTS,
  ...budgets(replace),
});
const centres = (...names: string[]): Partial<PlatformInput> => ({
  services: names.map((costCentre, index) => ({ name: `service-${index + 1}`, costCentre })),
});
const sharing = [environment(), environment({ name: "staging", slot: 1 })];
const apart = [environment(), environment({ name: "staging", slot: 1, account: "222222222222" })];

/** Of what may be spent. */
export const BUDGET_CASES: readonly Case[] = [
  {
    code: "config/budget-of-unknown-environment",
    says: "a budget for an environment that there is not",
    breaks: budgets({ environments: { prodution: 10 } }),
    where: "budgets.environments.prodution",
    keeps: budgets({ environments: { production: 10 } }),
  },
  {
    code: "config/budget-of-unknown-cost-centre",
    says: "a budget for a cost centre that nobody has",
    breaks: paid({ costCentres: { "shop-1002": 10 } }),
    where: "budgets.costCentres.shop-1002",
    keeps: { ...paid({ costCentres: { "shop-1001": 10, "shop-1002": 10 } }), ...centres("shop-1002") },
  },
  {
    code: "config/budget-of-unknown-owner",
    says: "a budget for a team that owns nothing",
    breaks: paid({ owners: { "payments-team": 10 } }),
    where: "budgets.owners.payments-team",
    keeps: paid({ owners: { "platform-team": 10 } }),
  },
  {
    code: "config/budget-tells-nobody",
    says: "a budget with nobody to tell",
    breaks: { budgets: { environments: { production: 10 } } },
    where: "budgets.email",
    keeps: { budgets: { environments: { production: 10 } }, alerts: { email } },
  },
  {
    code: "config/budget-tells-too-many",
    says: "a budget that tells eleven people",
    breaks: budgets({ email: addresses(11) }),
    where: "budgets.email",
    keeps: budgets({ email: addresses(10) }),
  },
  {
    code: "config/budget-not-in-dollars",
    says: "a budget in euros",
    breaks: budgets({ currency: "EUR" }),
    where: "budgets.currency",
    keeps: budgets({ currency: "USD" }),
  },
  {
    code: "config/budget-threshold-twice",
    says: "the same threshold twice",
    breaks: budgets({ thresholds: [80, 100, 80] }),
    where: "budgets.thresholds[2]",
    keeps: budgets({ thresholds: [80, 100, 120] }),
  },
  {
    code: "config/budget-needs-organization",
    says: "a budget by cost centre where nobody sees all accounts",
    breaks: budgets({ costCentres: { "shop-1001": 10 } }),
    where: "budgets.costCentres.shop-1001",
    keeps: paid({ costCentres: { "shop-1001": 10 } }),
  },
  {
    code: "config/budget-needs-organization",
    says: "a budget for one of two environments in an account that stands alone",
    breaks: { environments: sharing, ...budgets({ environments: { staging: 10 } }) },
    where: "budgets.environments.staging",
    keeps: { environments: apart, ...budgets({ environments: { staging: 10 } }) },
  },
  {
    code: "config/budget-name-taken",
    says: "budgets of two cost centres that would have one name",
    breaks: { ...paid({ costCentres: { "a/b": 10, "a:b": 10 } }), ...centres("a/b", "a:b") },
    where: "budgets.costCentres.a:b",
    keeps: { ...paid({ costCentres: { "a/b": 10, a_b: 10 } }), ...centres("a/b", "a_b") },
  },
  {
    code: "config/budget-name-too-long",
    says: "a budget for a cost centre of 50 characters",
    breaks: { ...paid({ costCentres: { ["c".repeat(50)]: 10 } }), ...centres("c".repeat(50)) },
    where: `budgets.costCentres.${"c".repeat(50)}`,
    keeps: { ...paid({ costCentres: { ["c".repeat(49)]: 10 } }), ...centres("c".repeat(49)) },
  },
];
