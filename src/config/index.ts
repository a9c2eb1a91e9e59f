export { type Budgets, budgetId } from "./budgets.ts";
export type { DetectionLevel } from "./detectionInput.ts";
export { findConfig } from "./find.ts";
export { type Finding, findings, type Severity } from "./findings.ts";
export type { DataClass } from "./input.ts";
export { configurationSchema, type JsonSchema } from "./jsonSchema.ts";
export { loadPlatform } from "./load.ts";
export { type Nodes, standingArchitecture, standingInstanceTypes } from "./nodes.ts";
export type { Kpi } from "./observability.ts";
export { ORGANIZATION, type Organization, type OrganizationAccount } from "./organizationUnit.ts";
export type { Events, EventType, PlacedQueue, PlacedTopic } from "./placedMessaging.ts";
export type { Api, ApiRoute, Schedule, ServerlessFunction, Throttle, Workflow } from "./placedServerless.ts";
export type {
  Environment,
  EnvironmentRegion,
  Home,
  Journey,
  Objectives,
  PlacedAuroraStore,
  PlacedDynamoDbStore,
  PlacedMemcachedStore,
  PlacedRdsStore,
  PlacedRedisStore,
  PlacedS3Store,
  PlacedStore,
  Platform,
  RegionNetwork,
  Service,
  Transfer,
  Unit,
  ZoneNetwork,
} from "./platform.ts";
export { AWS_REGIONS, type AwsRegion, awsRegion, type Geography } from "./regions.ts";
export { type ResolveOptions, resolvePlatform } from "./resolve.ts";
export { functionsCalled, withFunctions } from "./workflowTasks.ts";
