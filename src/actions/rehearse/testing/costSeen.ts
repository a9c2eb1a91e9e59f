import type { Interval } from "../../../lib/index.ts";
import type { RehearsalCost } from "../result.ts";

const around = (expected: number): Interval => ({ low: expected * 0.7, expected, high: expected * 1.6 });
const parts = (names: Readonly<Record<string, number>>) =>
  Object.entries(names).map(([name, expected]) => ({ name, monthly: around(expected) }));

/** For tests: an estimate of the size of the example's. */
export const COST_SEEN: RehearsalCost = {
  rehearsed: {
    unit: "production",
    monthly: around(21_450),
    budget: 30_000,
    verdict: "may exceed",
    grade: "modelled",
    assumed: 4310,
    recalled: 2205,
    borrowed: 612,
    shares: [
      {
        by: "region",
        parts: parts({
          "us-east-1": 7020,
          "us-west-2": 6130,
          "eu-west-1": 5210,
          "eu-central-1": 2290,
          global: 800,
        }),
      },
      {
        by: "service",
        parts: parts({
          platform: 11_000,
          ...Object.fromEntries(
            Array.from({ length: 13 }, (_, index) => [`service-${index}`, 1200 - index * 30]),
          ),
        }),
      },
      { by: "owner", parts: parts({ "platform-team": 15_450, "orders-team": 6000 }) },
    ],
    priceBook: { newest: "2026-11-25", oldest: "2021-08-01" },
    unpriced: [],
  },
  all: [
    { unit: "organization", monthly: around(410), verdict: "no budget" },
    { unit: "production", monthly: around(21_450), budget: 30_000, verdict: "may exceed" },
    { unit: "staging", monthly: around(1810), budget: 3000, verdict: "within" },
    { unit: "development", monthly: around(1490), budget: 1200, verdict: "exceeds" },
  ],
};
