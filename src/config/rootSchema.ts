import { z } from "zod";
import { strict } from "./form.ts";
import * as schema from "./schema.ts";

/** The whole file as one schema, put together from its parts; `readDraft` checks the parts one by one. */
export const platform = strict({
  name: schema.name,
  domain: schema.domain,
  owner: schema.owner,
  costCentre: schema.costCentre,
  objectives: schema.objectives,
  addresses: schema.addresses,
  homes: z.record(schema.homeName, schema.home),
  environments: z.array(schema.environment).min(1),
  stores: z.array(schema.store).optional(),
  services: z.array(schema.service).min(1),
  queues: z.array(schema.queue).optional(),
  topics: z.array(schema.topic).optional(),
  events: schema.events.optional(),
  functions: z.array(schema.lambda).optional(),
  apis: z.array(schema.api).optional(),
  workflows: z.array(schema.workflow).optional(),
  journeys: z.array(schema.journey).optional(),
  alerts: schema.alerts,
  observability: schema.observability,
  audit: schema.audit,
  organization: schema.organization.optional(),
  detection: schema.detection,
  budgets: schema.budgets.optional(),
  usage: schema.usage,
  edge: schema.edge,
  network: schema.network,
  exceptions: z.array(schema.exception).optional(),
});
