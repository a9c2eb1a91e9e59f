import { describe, expect, it } from "vitest";
import { InputError } from "../lib/index.ts";
import type { BudgetsInput } from "./budgetsInput.ts";
import { NOON, platformInput } from "./fixture.ts";
import { resolvePlatform } from "./resolve.ts";

const email = ["finance@shop.example.com"];
const resolved = (budgets: BudgetsInput, alerts: readonly string[] = []) =>
  resolvePlatform(platformInput({ budgets, alerts: { email: alerts } }), { clock: NOON }).budgets;

function problemsOf(budgets: BudgetsInput) {
  try {
    resolved({ email, ...budgets });
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ code, where }) => `${code} ${where}`);
    throw error;
  }
}

describe("budgets", () => {
  it("tell the people of the alerts at 50, 80 and 100 per cent unless the file says otherwise", () => {
    expect(resolved({ environments: { production: 100 } }, ["on-call@shop.example.com"])).toEqual({
      environments: [{ name: "production", monthlyUsd: 100 }],
      costCentres: [],
      owners: [],
      thresholds: [50, 80, 100],
      emails: ["on-call@shop.example.com"],
      anomalies: { leastUsd: 100, leastPercent: 20, services: true },
      tagsActive: false,
    });
    expect(resolved({ email, thresholds: [100, 90] })).toMatchObject({
      emails: email,
      thresholds: [90, 100],
    });
  });

  it("may tell a topic alone", () => {
    const topic = "arn:aws:sns:us-east-1:111111111111:costs";
    expect(resolved({ topic })).toMatchObject({ emails: [], topicArn: topic });
  });

  it.each([
    ["an amount of nothing", { environments: { production: 0 } }, "budgets.environments.production"],
    ["an amount below nothing", { environments: { production: -5 } }, "budgets.environments.production"],
    [
      "an amount of more than a billion",
      { environments: { production: 1e9 + 1 } },
      "budgets.environments.production",
    ],
    ["no threshold", { thresholds: [] }, "budgets.thresholds"],
    ["six thresholds", { thresholds: [10, 20, 30, 40, 50, 60] }, "budgets.thresholds"],
    ["a threshold of nothing", { thresholds: [0] }, "budgets.thresholds[0]"],
    ["a FIFO topic", { topic: "arn:aws:sns:us-east-1:111111111111:costs.fifo" }, "budgets.topic"],
    ["a topic of another region", { topic: "arn:aws:sns:eu-west-1:111111111111:costs" }, "budgets.topic"],
  ] as const)("refuse %s", (_what, budgets, where) => {
    expect(problemsOf(budgets)).toEqual([`config/wrong-form ${where}`]);
  });
});
