import type { PlatformInput, ServiceInput } from "../input.ts";
import { type Case, catalogue } from "./caseParts.ts";

const services = (...list: ServiceInput[]): Partial<PlatformInput> => ({
  stores: [catalogue],
  services: list,
});
const reports = (replace: Partial<ServiceInput> = {}): ServiceInput => ({
  name: "reports",
  runsOn: "fargate",
  ...replace,
});
const orders: ServiceInput = { name: "orders" };
const many = (count: number) =>
  services(...Array.from({ length: count }, (_, index) => reports({ name: `reports-${index + 1}` })));

/** Of services whose pods run on Fargate. */
export const FARGATE_CASES: readonly Case[] = [
  {
    code: "config/fargate-has-no-role",
    says: "a service on Fargate with a store",
    breaks: services(reports({ stores: ["catalogue"] })),
    where: "services[0].stores",
    keeps: services(reports({ stores: ["catalogue"], runsOn: "nodes" })),
  },
  {
    code: "config/fargate-has-no-role",
    says: "a service on Fargate that takes messages",
    breaks: {
      ...services(reports(), orders),
      queues: [{ name: "jobs", data: "internal", senders: ["orders"], receivers: ["reports"] }],
    },
    where: "queues[0].receivers[0]",
    keeps: {
      ...services(reports(), orders),
      queues: [{ name: "jobs", data: "internal", senders: ["orders"], receivers: ["orders"] }],
    },
  },
  {
    code: "config/fargate-has-no-role",
    says: "a service on Fargate that publishes events",
    breaks: {
      ...services(reports(), orders),
      queues: [{ name: "jobs", data: "internal", receivers: ["orders"] }],
      events: {
        types: [{ name: "Done", data: "internal", publishers: ["orders", "reports"], queues: ["jobs"] }],
      },
    },
    where: "events.types[0].publishers[1]",
    keeps: {
      ...services(reports(), orders),
      queues: [{ name: "jobs", data: "internal", receivers: ["orders"] }],
      events: { types: [{ name: "Done", data: "internal", publishers: ["orders"], queues: ["jobs"] }] },
    },
  },
  {
    code: "config/fargate-has-no-way-in",
    says: "a host of a service on Fargate",
    breaks: services(reports({ host: "reports" })),
    where: "services[0].host",
    keeps: services(reports(), { name: "storefront", host: "reports", calls: ["reports"] }),
  },
  {
    code: "config/too-many-on-fargate",
    says: "more services on Fargate than a cluster has profiles",
    breaks: many(11),
    where: "services[10].runsOn",
    keeps: many(10),
  },
];
