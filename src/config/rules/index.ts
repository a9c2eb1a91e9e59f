import { ACCESS_RULES } from "./access.ts";
import { ADDRESS_RULES } from "./addresses.ts";
import { ADOPTION_RULES } from "./adoption.ts";
import { AUDIT_RULES } from "./audit.ts";
import { BUDGET_RULES } from "./budgets.ts";
import { CAPACITY_RULES } from "./capacity.ts";
import { CHOICE_RULES } from "./choices.ts";
import { DETECTION_RULES } from "./detection.ts";
import { EDGE_RULES } from "./edge.ts";
import { FAILOVER_RULES } from "./failover.ts";
import { FARGATE_RULES } from "./fargate.ts";
import { GUARDRAIL_RULES } from "./guardrails.ts";
import { JOURNEY_RULES } from "./journeys.ts";
import { MESSAGING_RULES } from "./messaging.ts";
import { NAME_RULES } from "./names.ts";
import { NODE_RULES } from "./nodes.ts";
import { OBSERVABILITY_RULES } from "./observability.ts";
import { ORGANIZATION_RULES } from "./organization.ts";
import { UNIT_RULES } from "./organizationalUnits.ts";
import { REGION_RULES } from "./regions.ts";
import { RESERVED_NAME_RULES } from "./reservedNames.ts";
import { RESIDENCY_RULES } from "./residency.ts";
import type { Rule } from "./rule.ts";
import { SCHEDULE_RULES } from "./schedules.ts";
import { SERVERLESS_RULES } from "./serverless.ts";
import { SERVICE_RULES } from "./services.ts";
import { SINK_RULES } from "./sinks.ts";
import { STORE_RULES } from "./stores.ts";
import { TRIGGER_RULES } from "./triggers.ts";

/** Every rule, in the order in which its problems are reported. */
export const RULES: readonly Rule[] = [
  ...NAME_RULES,
  ...RESERVED_NAME_RULES,
  ...REGION_RULES,
  ...ADDRESS_RULES,
  ...STORE_RULES,
  ...RESIDENCY_RULES,
  ...SERVICE_RULES,
  ...SERVERLESS_RULES,
  ...SCHEDULE_RULES,
  ...JOURNEY_RULES,
  ...CHOICE_RULES,
  ...CAPACITY_RULES,
  ...NODE_RULES,
  ...FAILOVER_RULES,
  ...FARGATE_RULES,
  ...MESSAGING_RULES,
  ...TRIGGER_RULES,
  ...OBSERVABILITY_RULES,
  ...ORGANIZATION_RULES,
  ...SINK_RULES,
  ...UNIT_RULES,
  ...ADOPTION_RULES,
  ...GUARDRAIL_RULES,
  ...ACCESS_RULES,
  ...DETECTION_RULES,
  ...BUDGET_RULES,
  ...AUDIT_RULES,
  ...EDGE_RULES,
];

export type { Complaint, Rule } from "./rule.ts";
