import { describe, expect, it } from "vitest";
import type { BudgetsInput } from "./budgetsInput.ts";
import { findings } from "./findings.ts";
import { NOON, platformInput } from "./fixture.ts";
import type { PlatformInput } from "./input.ts";
import { resolvePlatform } from "./resolve.ts";
import { environment } from "./rules/caseParts.ts";
import { ORGANIZATION_PARTS } from "./rules/organizationCases.ts";

const email = ["finance@shop.example.com"];
const found = (budgets: BudgetsInput | undefined, replace: Partial<PlatformInput> = {}) =>
  findings(
    resolvePlatform(platformInput({ ...(budgets === undefined ? {} : { budgets }), ...replace }), {
      clock: NOON,
    }),
  ).map(({ code, where, text }) => ({ code, where, text }));

describe("findings about budgets", () => {
  it("say that there is none, and for which environments", () => {
    expect(found(undefined)).toMatchObject([
      { code: "config/no-budget", where: "budgets", text: expect.stringContaining("for production:") },
    ]);
    const two = [environment(), environment({ name: "staging", slot: 1, account: "222222222222" })];
    expect(found({ email, environments: { production: 10 } }, { environments: two })).toMatchObject([
      {
        code: "config/no-budget",
        where: "budgets.environments",
        text: expect.stringContaining("for staging:"),
      },
    ]);
    expect(found({ email, environments: { production: 10 } })).toEqual([]);
  });

  it("say that a budget counts nothing while its tag is not active", () => {
    const budgets = { email, environments: { production: 10 }, owners: { "platform-team": 5 } };
    expect(found(budgets, ORGANIZATION_PARTS)).toMatchObject([
      { code: "config/budget-counts-nothing", text: expect.stringContaining("platform-team") },
    ]);
    expect(found({ ...budgets, tagsActive: true }, ORGANIZATION_PARTS)).toEqual([]);
  });

  it("say when the parts may spend more than the whole", () => {
    const budgets = {
      email,
      tagsActive: true,
      environments: { production: 10 },
      costCentres: { "shop-1001": 11 },
    };
    expect(found(budgets, ORGANIZATION_PARTS)).toMatchObject([
      { code: "config/budgets-disagree", where: "budgets.costCentres" },
    ]);
    expect(found({ ...budgets, total: 9 }, ORGANIZATION_PARTS).map(({ where }) => where)).toEqual([
      "budgets.environments",
      "budgets.costCentres",
    ]);
    expect(found({ ...budgets, total: 11 }, ORGANIZATION_PARTS)).toEqual([]);
  });
});
