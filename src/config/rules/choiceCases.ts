import type { ExceptionInput, PlatformInput, StoreInput } from "../input.ts";
import { type Case, environments, orders, sixRegions, stores } from "./caseParts.ts";

const written = (rule: string, of: string): { exceptions: ExceptionInput[] } => ({
  exceptions: [{ rule, of, reason: "risk 7, accepted", owner: "security", expires: "2026-12-31" }],
});
const cards = { ...orders, name: "cards", data: "cardholder" } as const satisfies StoreInput;
const sessions = { name: "sessions", engine: "redis", data: "personal" } as const;
const stock = { ...orders, name: "stock", engine: "rds-postgresql" } as const satisfies StoreInput;
const seventeen = [...sixRegions, "mx-central-1", "sa-east-1", "eu-west-1", "eu-west-2", "eu-west-3"].concat([
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "ap-south-1",
]);
const withRecovery = (recoveryCluster: "pilot-light" | "none"): Partial<PlatformInput> => ({
  homes: {
    US: { regions: ["us-east-1", "us-west-2"] },
    EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"], recoveryCluster },
  },
});
const buys = (...services: string[]): Partial<PlatformInput> => ({
  services: [{ name: "checkout" }, { name: "payments" }],
  journeys: [{ name: "buy", services }],
});
const calls = (...names: string[]): Partial<PlatformInput> => ({
  services: [{ name: "checkout", calls: names }, { name: "payments" }],
});

/** Of options that do not go together, of what may be broken in writing, of journeys and of caches. */
export const CHOICE_CASES: readonly Case[] = [
  {
    code: "config/public-database",
    says: "a database that the internet can reach",
    breaks: stores({ ...orders, publicAccess: true }),
    where: "stores[0].publicAccess",
    keeps: stores({ ...orders, publicAccess: false }),
  },
  {
    code: "config/cardholder-shares-key",
    says: "cardholder data under the key of all stores",
    breaks: stores({ ...cards, key: "home" }),
    where: "stores[0].key",
    keeps: { ...stores({ ...cards, key: "home" }), ...written("config/cardholder-shares-key", "cards") },
  },
  {
    code: "config/one-zone-in-production",
    says: "one way out for all zones of production",
    breaks: environments({ natGateways: "single" }),
    where: "environments[0].natGateways",
    keeps: {
      ...environments({ natGateways: "single" }),
      ...written("config/one-zone-in-production", "production"),
    },
  },
  {
    code: "config/one-zone-in-production",
    says: "a small environment as production",
    breaks: environments({ name: "live", production: true, size: "small" }),
    where: "environments[0].size",
    keeps: environments({ name: "live", size: "small" }),
  },
  {
    code: "config/single-instance-in-production",
    says: "one database instance in each region",
    breaks: stores({ ...orders, instancesPerRegion: 1 }),
    where: "stores[0].instancesPerRegion",
    keeps: {
      ...stores({ ...orders, instancesPerRegion: 1 }),
      ...written("config/single-instance-in-production", "orders"),
    },
  },
  {
    code: "config/unprotected-production",
    says: "production that anybody can delete",
    breaks: environments({ protect: false }),
    where: "environments[0].protect",
    keeps: environments({ protect: false, production: false }),
  },
  {
    code: "config/recovery-without-cluster",
    says: "a recovery region without a cluster, with an objective of minutes",
    breaks: withRecovery("none"),
    where: "homes.EU.recoveryCluster",
    keeps: { ...withRecovery("none"), objectives: { rto: "1h" } },
  },
  {
    code: "config/birth-outside-home",
    says: "keys born outside their home",
    breaks: { homes: { US: { regions: ["us-east-1"], birth: "us-west-2" } }, ...stores() },
    where: "homes.US.birth",
    keeps: { homes: { US: { regions: ["us-east-1", "us-west-2"], birth: "us-west-2" } }, ...stores() },
  },
  {
    code: "config/global-cache-type",
    says: "a burstable type for a cache that several regions share",
    breaks: stores({ ...sessions, partitionedBy: "home", nodeType: "cache.t4g.small" }),
    where: "stores[0].nodeType",
    keeps: stores({ ...sessions, regional: true, nodeType: "cache.t4g.small" }),
  },
  {
    code: "config/global-cache-nodes",
    says: "a cache that several regions share, of single nodes",
    breaks: {
      ...stores({ ...sessions, partitionedBy: "home", nodesPerRegion: 1 }),
      ...environments({ production: false }),
    },
    where: "stores[0].nodesPerRegion",
    keeps: {
      ...stores({ ...sessions, regional: true, nodesPerRegion: 1 }),
      ...environments({ production: false }),
    },
  },
  {
    code: "config/global-cache-size",
    says: "more secondary regions than a cache takes",
    breaks: {
      ...stores({ ...sessions, partitionedBy: "home" }),
      homes: { NA: { regions: sixRegions.slice(0, 4) } },
      ...environments({ zones: 2 }),
    },
    where: "stores[0]",
    keeps: {
      ...stores({ ...sessions, partitionedBy: "home" }),
      homes: { NA: { regions: sixRegions.slice(0, 3) } },
      ...environments({ zones: 2 }),
    },
  },
  {
    code: "config/too-many-read-replicas",
    says: "more read replicas than a database takes",
    breaks: {
      ...stores(stock),
      homes: { ALL: { regions: seventeen } },
      ...environments({ zones: 2 }),
    },
    where: "stores[0]",
    keeps: {
      ...stores(stock),
      homes: { ALL: { regions: seventeen.slice(0, 16) } },
      ...environments({ zones: 2 }),
    },
  },
  {
    code: "config/host-reserved",
    says: "a host that the platform needs for itself",
    breaks: { ...stores(), services: [{ name: "storefront", host: "entry-eu" }] },
    where: "services[0].host",
    keeps: { ...stores(), services: [{ name: "storefront", host: "entry" }] },
  },
  {
    code: "config/host-reserved",
    says: "a host that is a region's name before its accelerator",
    breaks: { ...stores(), services: [{ name: "storefront", host: "accelerated-us-east-1" }] },
    where: "services[0].host",
    keeps: { ...stores(), services: [{ name: "storefront", host: "accelerated" }] },
  },
  {
    code: "config/unknown-service",
    says: "a journey through a service that is not declared",
    breaks: buys("checkout", "payment"),
    where: "journeys[0].services[1]",
    keeps: buys("checkout", "payments"),
  },
  {
    code: "config/service-twice",
    says: "a journey that names a service twice",
    breaks: buys("checkout", "payments", "checkout"),
    where: "journeys[0].services[2]",
    keeps: buys("payments", "checkout"),
  },
  {
    code: "config/service-calls-itself",
    says: "a service that calls itself",
    breaks: calls("checkout"),
    where: "services[0].calls[0]",
    keeps: calls("payments"),
  },
];
