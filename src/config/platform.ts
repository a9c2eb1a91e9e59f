import type { AuditSettings } from "./auditSchema.ts";
import type { Budgets } from "./budgets.ts";
import type { DetectionLevel } from "./detectionInput.ts";
import type { DataClass } from "./input.ts";
import type { Nodes } from "./nodes.ts";
import type { Kpi, Observability, Visit } from "./observability.ts";
import type { Organization } from "./organizationUnit.ts";
import type { Events, PlacedQueue, PlacedTopic } from "./placedMessaging.ts";
import type { Serverless } from "./placedServerless.ts";
import type { Usage } from "./usageSchema.ts";

/** A platform with every default filled in and every rule satisfied. Only `resolvePlatform` makes one. */
export interface Platform {
  readonly name: string;
  readonly domain: string;
  readonly owner: string;
  readonly costCentre: string;
  readonly objectives: Objectives;
  readonly homes: readonly Home[];
  readonly environments: readonly Environment[];
  readonly services: readonly Service[];
  readonly serverless: Serverless;
  readonly journeys: readonly Journey[];
  /** Addresses that get alarms. */
  readonly alertEmails: readonly string[];
  readonly observability: Observability;
  /** Undefined when the accounts stand alone. */
  readonly organization: Organization | undefined;
  readonly edge: Edge;
  /** Names that production's resolvers do not answer, each once. */
  readonly blockedNames: readonly string[];
  /** Controls of Security Hub that are not checked, beside the platform's own. */
  readonly skippedControls: readonly SkippedControl[];
  /** Undefined when nothing is said of money. */
  readonly budgets: Budgets | undefined;
  /** How much production is used in a month. */
  readonly usage: Usage;
  /** How what is done to the platform is recorded. */
  readonly audit: AuditSettings;
  /** Rules that are broken on purpose, none of them expired when the platform was resolved. */
  readonly exceptions: readonly Exception[];
}

export interface Objectives {
  readonly rtoSeconds: number;
  readonly rpoSeconds: number;
  /** Per cent: 99.9. */
  readonly availabilityPercent: number;
  readonly latencyMs: number;
  /** Times the usual demand. */
  readonly spikeFactor: number;
  readonly provisioningSeconds: number;
}

/** A declared residency. */
export interface Home {
  readonly name: string;
  readonly regions: readonly string[];
  readonly recovery: readonly string[];
  /** Where the home's keys are born: permanent. */
  readonly birth: string;
  readonly recoveryCluster: "pilot-light" | "none";
}

/** What lies between customers and the regions. */
export interface Edge {
  /** Label that customers are sent to from the domain's other name. */
  readonly canonicalHost?: string;
  /** Global Accelerator stands before the regions of each home. */
  readonly accelerator: boolean;
  /** Names of production's zone are signed. */
  readonly dnssec: boolean;
  /** Shield Advanced protects production. */
  readonly shieldAdvanced: boolean;
}

/** A control that the platform breaks on purpose. */
export interface SkippedControl {
  /** `EC2.10`. */
  readonly control: string;
  /** Undefined: in every standard. */
  readonly standards?: readonly ("aws" | "cis" | "pci")[];
  readonly reason: string;
  readonly owner: string;
}

/** A rule broken on purpose. */
export interface Exception {
  /** Code of the rule. */
  readonly rule: string;
  /** Name of the environment, store or home that it is for. */
  readonly of: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

export interface Journey {
  readonly name: string;
  /** The services named, then those that they call, each once. */
  readonly services: readonly string[];
  /** Those of them that the configuration names: what a customer meets. The others stand behind them. */
  readonly met: readonly string[];
  readonly objectives: Objectives;
  readonly kpis: readonly Kpi[];
  /** Empty where no canary walks it. */
  readonly visits: readonly Visit[];
}

/** What is planned, deployed and destroyed as one. */
export type Unit = Environment | Organization;

export interface Environment {
  readonly kind: "environment";
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  readonly slot: number;
  readonly protect: boolean;
  /** Customers depend on it. */
  readonly production: boolean;
  /** Of its public hosts. */
  readonly domain: string;
  readonly size: "standard" | "small";
  readonly natGateways: "per-zone" | "single";
  /** What watches the account. Of environments that share one, the strongest is what runs. */
  readonly detection: DetectionLevel;
  /** What Karpenter may start. */
  readonly nodes: Nodes;
  /** Regions that take over watch the others, and may leave them without a person. */
  readonly automaticFailover: boolean;
  /** Regions are taken out of the public names by routing controls as well. */
  readonly routingControls: boolean;
  /** In the order of the homes, active regions of a home before its recovery regions. */
  readonly regions: readonly EnvironmentRegion[];
  readonly stores: readonly PlacedStore[];
  readonly queues: readonly PlacedQueue[];
  readonly topics: readonly PlacedTopic[];
  /** Undefined when nobody publishes events: then there is no bus. */
  readonly events?: Events;
}

export interface EnvironmentRegion {
  readonly name: string;
  readonly home: string;
  /** What the region is for on a good day. Not where a writer is. */
  readonly role: "active" | "recovery";
  /** `pilot-light` is small until it takes over; `none` keeps data only. */
  readonly cluster: "full" | "pilot-light" | "none";
  /** Where the keys of its home are born in this environment: permanent. */
  readonly keyBirth: string;
  /** `us-east-1a`, … */
  readonly zones: readonly string[];
  readonly network: RegionNetwork;
}

export interface RegionNetwork {
  /** The VPC's range. */
  readonly cidr: string;
  readonly zones: readonly ZoneNetwork[];
}

/** The subnets of one zone. */
export interface ZoneNetwork {
  readonly zone: string;
  readonly public: string;
  readonly private: string;
  readonly data: string;
}

/** A declared reason why copies are kept outside the home, not expired when the platform was resolved. */
export interface Transfer {
  readonly basis: string;
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
  /** Regions outside the home that it covers. */
  readonly to: readonly string[];
}

interface PlacedStoreBase {
  /** `orders-us` for a partition, `catalogue` for a global store. Unique in its environment. */
  readonly id: string;
  /** The name in the configuration. */
  readonly store: string;
  readonly data: DataClass;
  /** Name of the home, undefined for a global store. */
  readonly partition: string | undefined;
  /** Where the global object is born: permanent, and not where today's writer is. */
  readonly birth: string;
  /** The other regions of this environment that hold the store. */
  readonly copies: readonly string[];
  /** False for a cache of its own in each region: nothing travels between `birth` and `copies` then. */
  readonly replicated: boolean;
  /** `own`: encrypted by a key that no other store uses. */
  readonly key: "home" | "own";
  readonly backup: boolean;
  readonly transfer?: Transfer;
}

export interface PlacedAuroraStore extends PlacedStoreBase {
  readonly engine: "aurora-postgresql";
  readonly engineVersion: string;
  /** `db.serverless` with a capacity, any other without. */
  readonly instanceClass: string;
  /** Aurora capacity units. */
  readonly capacity?: { readonly min: number; readonly max: number };
  readonly instancesPerRegion: number;
  readonly backupRetentionDays: number;
  /** Functions reach it through a proxy. */
  readonly proxy?: true;
}

export interface PlacedRdsStore extends PlacedStoreBase {
  readonly engine: "rds-postgresql";
  readonly engineVersion: string;
  readonly instanceClass: string;
  readonly storageGib: number;
  readonly backupRetentionDays: number;
  /** Functions reach it through a proxy. */
  readonly proxy?: true;
}

export interface PlacedRedisStore extends PlacedStoreBase {
  readonly engine: "redis";
  readonly engineVersion: string;
  readonly nodeType: string;
  readonly nodesPerRegion: number;
}

export interface PlacedMemcachedStore extends PlacedStoreBase {
  readonly engine: "memcached";
  readonly nodeType: string;
  readonly nodesPerRegion: number;
}

export interface PlacedDynamoDbStore extends PlacedStoreBase {
  readonly engine: "dynamodb";
  readonly partitionKey: string;
  readonly sortKey?: string;
}

export interface PlacedS3Store extends PlacedStoreBase {
  readonly engine: "s3";
  readonly noncurrentDays: number;
  readonly infrequentAfterDays?: number;
}

/** One store as one environment holds it: one for each partition, one for a global or regional store. */
export type PlacedStore =
  | PlacedAuroraStore
  | PlacedRdsStore
  | PlacedDynamoDbStore
  | PlacedRedisStore
  | PlacedMemcachedStore
  | PlacedS3Store;

export interface Service {
  readonly name: string;
  /** Label under the domain, `@` for the domain itself. */
  readonly host?: string;
  readonly public: boolean;
  /** Names in the configuration, not ids of partitions. */
  readonly stores: readonly string[];
  /** Names of the services without which it cannot answer. */
  readonly calls: readonly string[];
  readonly critical: boolean;
  readonly owner: string;
  readonly costCentre: string;
  readonly healthPath: string;
  readonly port: number;
  /** The cluster's own machines, or one for each pod that AWS runs. */
  readonly runsOn: "nodes" | "fargate";
}
