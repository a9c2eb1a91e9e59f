import { describe, expect, it } from "vitest";
import type { BudgetsInput, PlatformInput } from "../../config/input.ts";
import { allStacks, loosely, platform, resourcesOf, stackNamed } from "../testing/platforms.ts";

const ORGANIZATION = {
  management: { account: "444444444444", email: "aws-management@shop.example.com" },
  logArchive: { account: "555555555555", email: "aws-log-archive@shop.example.com" },
  security: { account: "666666666666", email: "aws-security@shop.example.com" },
};
const production = {
  name: "production",
  account: "111111111111",
  email: "aws-production@shop.example.com",
  slot: 0,
  regions: ["us-east-1"],
};
const email = ["finance@shop.example.com"];
const ALL: BudgetsInput = {
  email,
  environments: { production: 100 },
  costCentres: { "shop-1001": 50 },
  owners: { "payments-team": 20 },
  total: 200,
  tagsActive: true,
};
const stacksOf = (budgets?: BudgetsInput, replace: Partial<PlatformInput> = {}) =>
  allStacks(
    platform({
      organization: ORGANIZATION,
      environments: [production],
      ...(budgets === undefined ? {} : { budgets }),
      ...replace,
    }),
  );
const costs = (stacks: ReturnType<typeof stacksOf>) => resourcesOf(stackNamed(stacks, "organization/costs"));
const filtersOf = (stacks: ReturnType<typeof stacksOf>) =>
  Object.fromEntries(
    costs(stacks)
      .filter(({ type }) => type === "aws_budgets_budget")
      .map(({ body }) => [body.name, body.cost_filter]),
  );

describe("the costs of an organization", () => {
  it("are told and kept by the account that pays, and by no environment", () => {
    const stacks = stacksOf(ALL);
    expect(loosely(stacks)).toEqual([]);
    const elsewhere = stacks
      .filter(({ id }) => id !== "organization/costs")
      .flatMap(resourcesOf)
      .filter(({ type }) => /^aws_(budgets|ce|bcmdataexports)_/.test(type));
    expect(elsewhere).toEqual([]);
    expect(stackNamed(stacks, "organization/costs").dependsOn).toEqual([
      "organization/accounts",
      "organization/us-east-1/bill",
    ]);
  });

  it("count an environment by its account, and teams by their tags", () => {
    expect(filtersOf(stacksOf(ALL))).toEqual({
      "shop-organization-budget-total": [],
      "shop-organization-budget-environment-production": [
        { name: "LinkedAccount", values: ["111111111111"] },
      ],
      "shop-organization-budget-cost-centre-shop-1001": [
        { name: "TagKeyValue", values: ["user:cost-centre$shop-1001"] },
      ],
      "shop-organization-budget-owner-payments-team": [
        { name: "TagKeyValue", values: ["user:owner$payments-team"] },
      ],
    });
  });

  it("count environments that share an account by their tags", () => {
    const staging = { ...production, name: "staging", slot: 1, production: false };
    const stacks = stacksOf(
      { email, environments: { production: 100, staging: 10 } },
      { environments: [production, staging] },
    );
    expect(Object.values(filtersOf(stacks))).toEqual([
      [{ name: "TagKeyValue", values: ["user:environment$production"] }],
      [{ name: "TagKeyValue", values: ["user:environment$staging"] }],
    ]);
  });

  it("leave the tags alone until they are said to be active: AWS refuses what it does not know yet", () => {
    const types = (budgets: BudgetsInput) => costs(stacksOf(budgets)).map(({ type }) => type);
    expect(types({ ...ALL, tagsActive: false })).not.toContain("aws_ce_cost_allocation_tag");
    expect(types(ALL).filter((type) => type === "aws_ce_cost_allocation_tag")).toHaveLength(6);
  });

  it("are exported and categorised where nothing is said of money", () => {
    const types = new Set(costs(stacksOf()).map(({ type }) => type));
    expect([...types].sort()).toEqual(["aws_bcmdataexports_export", "aws_ce_cost_category"]);
  });

  it("have their bucket in the organization's home region, which need not be the home of billing", () => {
    const stacks = stacksOf(ALL, {
      organization: { ...ORGANIZATION, homeRegion: "eu-west-1" },
    });
    const [exported] = costs(stacks).filter(({ type }) => type === "aws_bcmdataexports_export");
    expect(JSON.stringify(exported?.body)).toContain('"s3_region":"eu-west-1"');
    expect(resourcesOf(stackNamed(stacks, "organization/eu-west-1/bill")).map(({ type }) => type)).toContain(
      "aws_glue_catalog_table",
    );
  });
});

describe("an environment that stands alone", () => {
  it("has its own budget, of all that its account costs", () => {
    const stacks = allStacks(
      platform({ budgets: { email, environments: { production: 100 } }, environments: [production] }),
    );
    const [budget, ...others] = resourcesOf(stackNamed(stacks, "production/global")).filter(
      ({ type }) => type === "aws_budgets_budget",
    );
    expect(others).toEqual([]);
    expect(budget?.body).toMatchObject({
      name: "shop-production-budget-monthly",
      limit_amount: "100",
      cost_filter: [],
    });
  });

  it("has none where nothing is said of money", () => {
    const types = allStacks(platform())
      .flatMap(resourcesOf)
      .map(({ type }) => type);
    expect(types.filter((type) => type.startsWith("aws_budgets"))).toEqual([]);
  });
});
