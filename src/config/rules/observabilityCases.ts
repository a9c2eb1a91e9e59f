import type { PlatformInput } from "../input.ts";
import type { KpiInput } from "../observabilityInput.ts";
import type { Case } from "./caseParts.ts";

const many = (count: number, critical: boolean) =>
  Array.from({ length: count }, (_, index) => ({ name: `service-${index}`, critical }));
const named = (count: number): Partial<PlatformInput> => ({
  services: many(count, false),
  journeys: [{ name: "buy", services: many(count, false).map(({ name }) => name) }],
});
const traced = (count: number): Partial<PlatformInput> => ({
  services: many(count, true),
  journeys: many(count, true).map(({ name }) => ({ name: `buy-${name}`, services: [name] })),
});
const placed: KpiInput = { name: "orders-placed", pattern: '{ $.event = "order.placed" }' };
const buys = (...kpis: KpiInput[]): Partial<PlatformInput> => ({
  services: [{ name: "checkout", calls: ["payments"] }, { name: "payments" }, { name: "search" }],
  journeys: [{ name: "buy", services: ["checkout"], kpis }],
});
const visited = (host: { host?: string }): Partial<PlatformInput> => ({
  services: [{ name: "checkout", ...host }],
  journeys: [{ name: "buy", services: ["checkout"], visits: [{ path: "/basket" }] }],
});

/** Of what is watched. */
export const OBSERVABILITY_CASES: readonly Case[] = [
  {
    code: "config/journey-names-many",
    says: "a journey that names six services",
    breaks: named(6),
    where: "journeys[0].services",
    keeps: named(5),
  },
  {
    code: "config/kpi-outside-journey",
    says: "a figure from the logs of a service that the journey does not reach",
    breaks: buys({ ...placed, service: "search" }),
    where: "journeys[0].kpis[0].service",
    keeps: buys({ ...placed, service: "payments" }),
  },
  {
    code: "config/kpi-twice",
    says: "two figures of one name",
    breaks: buys(placed, { ...placed, service: "payments" }),
    where: "journeys[0].kpis[1].name",
    keeps: buys(placed, { ...placed, name: "orders-paid", service: "payments" }),
  },
  {
    code: "config/kpi-pattern-unreadable",
    says: "a pattern with the equals sign of another language",
    breaks: buys({ ...placed, pattern: '{ $.event == "order.placed" }' }),
    where: "journeys[0].kpis[0].pattern",
    keeps: buys(placed),
  },
  {
    code: "config/nobody-to-visit",
    says: "a canary for a platform without a public host",
    breaks: visited({}),
    where: "journeys[0].visits",
    keeps: visited({ host: "www" }),
  },
  {
    code: "config/no-page-to-measure",
    says: "browsers to be heard where no service makes pages",
    breaks: { services: [{ name: "checkout" }], observability: { browsers: {} } },
    where: "observability.browsers",
    keeps: { services: [{ name: "checkout", host: "www" }], observability: { browsers: {} } },
  },
  {
    code: "config/journeys-trace-many",
    says: "more critical services on journeys than X-Ray has rules for",
    breaks: traced(25),
    where: "journeys",
    keeps: traced(24),
  },
];
