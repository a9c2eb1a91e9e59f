import { AUDIT_CASES } from "./auditCases.ts";
import { BUDGET_CASES } from "./budgetCases.ts";
import { CAPACITY_CASES } from "./capacityCases.ts";
import type { Case } from "./caseParts.ts";
import { CHOICE_CASES } from "./choiceCases.ts";
import { DETECTION_CASES } from "./detectionCases.ts";
import { EDGE_CASES } from "./edgeCases.ts";
import { FAILOVER_CASES } from "./failoverCases.ts";
import { FARGATE_CASES } from "./fargateCases.ts";
import { MESSAGING_CASES } from "./messagingCases.ts";
import { NODE_CASES } from "./nodeCases.ts";
import { OBSERVABILITY_CASES } from "./observabilityCases.ts";
import { ORGANIZATION_CASES } from "./organizationCases.ts";
import { PLATFORM_CASES } from "./platformCases.ts";
import { RESERVED_NAME_CASES } from "./reservedNameCases.ts";
import { SERVERLESS_CASES } from "./serverlessCases.ts";
import { STORE_CASES } from "./storeCases.ts";
import { TRIGGER_CASES } from "./triggerCases.ts";

/** For tests and for the reference: a breaking and a keeping input for every rule, in the order of the reference. */
export const CASES: readonly Case[] = [
  ...PLATFORM_CASES,
  ...RESERVED_NAME_CASES,
  ...STORE_CASES,
  ...CHOICE_CASES,
  ...CAPACITY_CASES,
  ...NODE_CASES,
  ...FAILOVER_CASES,
  ...FARGATE_CASES,
  ...MESSAGING_CASES,
  ...TRIGGER_CASES,
  ...OBSERVABILITY_CASES,
  ...ORGANIZATION_CASES,
  ...DETECTION_CASES,
  ...BUDGET_CASES,
  ...AUDIT_CASES,
  ...SERVERLESS_CASES,
  ...EDGE_CASES,
];
