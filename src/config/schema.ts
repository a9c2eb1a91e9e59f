import { z } from "zod";
import { VPC_PREFIX } from "./addresses.ts";
import { detectionLevel } from "./detectionSchema.ts";
import {
  account,
  duration,
  EMAIL,
  kebab,
  region,
  regions,
  strict,
  tagValue,
  text,
  whole,
  yesOrNo,
} from "./form.ts";
import { nodes } from "./nodesSchema.ts";
import { kpis, visits } from "./observabilitySchema.ts";

export { audit } from "./auditSchema.ts";
export { budgets } from "./budgetsSchema.ts";
export { detection } from "./detectionSchema.ts";
export { edge } from "./edgeSchema.ts";
export { events, queue, topic } from "./messagingSchema.ts";
export { network } from "./networkSchema.ts";
export { observability } from "./observabilitySchema.ts";
export { organization } from "./organizationSchema.ts";
export { api, lambda, workflow } from "./serverlessSchema.ts";
export { store } from "./storeSchema.ts";
export { usage } from "./usageSchema.ts";

/**
 * The vocabulary as it is checked, one schema for each part of the file, so that a mistake in one part
 * does not hide those in another. Every message says what would have been accepted: it becomes the
 * `wanted` of an input problem.
 */

export const name = kebab(3, 20, "storefront");
export const owner = tagValue("platform-team");
export const costCentre = tagValue("shop-1001");

const DOMAIN = 'a domain in lower case, such as "shop.example.com"';
export const domain = text(DOMAIN)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, DOMAIN)
  .max(253, DOMAIN);

const AVAILABILITY = "per cent of the time, at least 0 and below 100, such as 99.9";
const percent = z.number(AVAILABILITY).min(0, AVAILABILITY).lt(100, AVAILABILITY);
export const objectives = strict({
  rto: duration("15m", 1).prefault("15m"),
  rpo: duration("1h", 0).prefault("1h"),
  availability: percent.default(99.9),
  latency: duration("200ms", 1).prefault("200ms"),
  spike: z.number("1 or more").min(1, "1 or more").default(10),
  provisioning: duration("30m", 1).prefault("30m"),
}).prefault({});

export const addresses = strict({
  space: text('a block of private addresses, such as "10.0.0.0/8"').default("10.0.0.0/8"),
  vpcPrefix: whole(VPC_PREFIX.largest, VPC_PREFIX.smallest).default(VPC_PREFIX.default),
}).prefault({});

const HOME_NAME = '2 to 8 letters and digits, beginning with a letter, such as "EU"';
export const homeName = text(HOME_NAME).regex(/^[A-Za-z][A-Za-z0-9]{1,7}$/, HOME_NAME);

const AT_LEAST_ONE = 'a list of at least one AWS region, such as ["eu-west-1"]';
export const home = strict({
  regions: z.array(region, AT_LEAST_ONE).min(1, AT_LEAST_ONE),
  recovery: regions.default([]),
  birth: region.optional(),
  recoveryCluster: z.enum(["pilot-light", "none"], "pilot-light or none").default("pilot-light"),
});

export const environment = strict({
  name: kebab(2, 16, "production"),
  account,
  email: z.email(EMAIL).optional(),
  unit: text("the name of a unit of the organization").optional(),
  slot: whole(0, 4095),
  regions: z.array(region, AT_LEAST_ONE).min(1, AT_LEAST_ONE).optional(),
  zones: whole(2, 8).default(3),
  protect: yesOrNo.default(true),
  production: yesOrNo.optional(),
  domain: domain.optional(),
  size: z.enum(["standard", "small"], "standard or small").default("standard"),
  natGateways: z.enum(["per-zone", "single"], "per-zone or single").optional(),
  detection: detectionLevel.optional(),
  nodes: nodes.optional(),
  automaticFailover: yesOrNo.default(false),
  routingControls: yesOrNo.default(false),
});

const HOST = 'a label under the domain, such as "www", or "@" for the domain itself';
const PATH = 'a path, such as "/healthz"';
export const service = strict({
  name: kebab(2, 20, "checkout"),
  host: text(HOST)
    .regex(/^(?:@|[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/, HOST)
    .optional(),
  public: yesOrNo.optional(),
  stores: z.array(text("the name of a store"), "a list of names of stores").default([]),
  calls: z.array(text("the name of a service"), "a list of names of services").default([]),
  critical: yesOrNo.default(false),
  owner: owner.optional(),
  costCentre: costCentre.optional(),
  healthPath: text(PATH)
    .regex(/^\/[!-~]{0,254}$/, PATH)
    .default("/healthz"),
  port: whole(1, 65_535, "a port").default(8080),
  runsOn: z.enum(["nodes", "fargate"], "nodes or fargate").default("nodes"),
});

export const journey = strict({
  name: kebab(2, 20, "checkout"),
  services: z
    .array(text("the name of a service"), "a list of names of services")
    .min(1, "a list of at least one name of a service"),
  availability: percent.optional(),
  latency: duration("200ms", 1).optional(),
  rto: duration("15m", 1).optional(),
  rpo: duration("1h", 0).optional(),
  kpis,
  visits,
});

export const alerts = strict({
  email: z.array(z.email(EMAIL), "a list of e-mail addresses").default([]),
}).prefault({});

const REASON = "why the rule may be broken here, in words";
export const exception = strict({
  rule: text("the code of a rule, as its refusal gives it").regex(
    /^config\/[a-z-]+$/,
    "the code of a rule, as its refusal gives it",
  ),
  of: text("the name of the environment, store or home that it is for"),
  reason: text(REASON).min(1, REASON),
  owner: tagValue("security@example.com"),
  expires: z.iso.date("a date as YYYY-MM-DD"),
});

export type ObjectivesSettings = z.output<typeof objectives>;
export type AddressesSettings = z.output<typeof addresses>;
export type HomeSettings = z.output<typeof home>;
export type EnvironmentSettings = z.output<typeof environment>;
export type ServiceSettings = z.output<typeof service>;
export type JourneySettings = z.output<typeof journey>;
export type AlertsSettings = z.output<typeof alerts>;
export type ExceptionSettings = z.output<typeof exception>;
export type { AuditSettings } from "./auditSchema.ts";
export type { BudgetsSettings } from "./budgetsSchema.ts";
export type { DetectionSettings } from "./detectionSchema.ts";
export type { EdgeSettings } from "./edgeSchema.ts";
export type { EventsSettings, EventTypeSettings, QueueSettings, TopicSettings } from "./messagingSchema.ts";
export type { NetworkSettings } from "./networkSchema.ts";
export type { ObservabilitySettings } from "./observabilitySchema.ts";
export type { OrganizationSettings } from "./organizationSchema.ts";
export type {
  ApiSettings,
  FunctionSettings,
  ScheduleSettings,
  WorkflowSettings,
} from "./serverlessSchema.ts";
export type { PartitionSettings, StoreSettings, TransferSettings } from "./storeSchema.ts";
export type { UsageSettings } from "./usageSchema.ts";
