/**
 * The vocabulary of `trireme.config.ts`: what a user writes. Everything with a `?` has the default
 * that its comment gives. `schema.ts` is the same vocabulary as it is checked.
 */

import type { AuditInput } from "./auditInput.ts";
import type { BudgetsInput } from "./budgetsInput.ts";
import type { NodesInput } from "./capacityInput.ts";
import type { DetectionInput, DetectionLevel } from "./detectionInput.ts";
import type { EdgeInput } from "./edgeInput.ts";
import type { EventsInput, QueueInput, TopicInput } from "./messagingInput.ts";
import type { NetworkInput } from "./networkInput.ts";
import type { KpiInput, ObservabilityInput, VisitInput } from "./observabilityInput.ts";
import type { OrganizationInput } from "./organizationInput.ts";
import type { ApiInput, FunctionInput, WorkflowInput } from "./serverlessInput.ts";
import type { StoreInput } from "./storeInput.ts";
import type { UsageInput } from "./usageInput.ts";

export type { AuditInput } from "./auditInput.ts";
export type { AnomaliesInput, BudgetsInput } from "./budgetsInput.ts";
export type { CapacityInput, NodeArchitecture, NodesInput } from "./capacityInput.ts";
export type { DataClass } from "./dataClass.ts";
export type {
  EventsInput,
  EventTypeInput,
  QueueInput,
  SubscriptionInput,
  TopicInput,
} from "./messagingInput.ts";

export type { KpiInput, ObservabilityInput, VisitInput } from "./observabilityInput.ts";
export type { AccountInput, OrganizationInput } from "./organizationInput.ts";
export type { ApiInput, FunctionInput, WorkflowInput } from "./serverlessInput.ts";
export type { PartitionInput, StoreInput, TransferInput } from "./storeInput.ts";
export type { UsageInput } from "./usageInput.ts";

/** The whole of `trireme.config.ts`. */
export interface PlatformInput {
  /** Kebab-case, 3 to 20 characters. Begins the name of every AWS resource, so it never changes. */
  readonly name: string;
  /** Domain of the public hosts, without a leading `www`. */
  readonly domain: string;
  /** Team that answers for the platform. A tag on every resource. */
  readonly owner: string;
  /** Who pays. A tag on every resource. */
  readonly costCentre: string;
  /** What the business has been promised. @default each objective its own default */
  readonly objectives?: ObjectivesInput;
  /** The private address space, cut once and for all. @default each part its own default */
  readonly addresses?: AddressesInput;
  /** The declared residencies, by name. Data partitioned by home stay in their home's regions. */
  readonly homes: Readonly<Record<string, HomeInput>>;
  readonly environments: readonly EnvironmentInput[];
  /** The bodies of data. @default none */
  readonly stores?: readonly StoreInput[];
  readonly services: readonly ServiceInput[];
  /** Work that waits until a service takes it. @default none */
  readonly queues?: readonly QueueInput[];
  /** One message to several queues. @default none */
  readonly topics?: readonly TopicInput[];
  /** What services make known, and who hears of it. @default none: no event bus */
  readonly events?: EventsInput;
  /** Code that runs when something happens. @default none */
  readonly functions?: readonly FunctionInput[];
  /** APIs for programs of others. @default none */
  readonly apis?: readonly ApiInput[];
  /** Steps in an order that AWS keeps. @default none */
  readonly workflows?: readonly WorkflowInput[];
  /** What customers do, end to end. Objectives are judged along them. @default none */
  readonly journeys?: readonly JourneyInput[];
  /** Who is told when something is wrong. @default nobody */
  readonly alerts?: AlertsInput;
  /** How it is watched. @default each part its own default */
  readonly observability?: ObservabilityInput;
  /** The AWS Organization above the environments' accounts. @default none: the accounts stand alone */
  readonly organization?: OrganizationInput;
  /** What AWS watches for. @default each part its own default */
  readonly detection?: DetectionInput;
  /** What may be spent, and who is told. @default none, which is a finding */
  readonly budgets?: BudgetsInput;
  /** How much it is used, for what it will cost. @default each part its own default, and called assumed */
  readonly usage?: UsageInput;
  /** How what is done to the platform is recorded. @default each part its own default */
  readonly audit?: AuditInput;
  /** What lies between customers and the regions. @default each part its own default */
  readonly edge?: EdgeInput;
  /** What holds for the networks of production. @default each part its own default */
  readonly network?: NetworkInput;
  /** Rules that are broken on purpose, each in writing. @default none */
  readonly exceptions?: readonly ExceptionInput[];
}

/** What the business has been promised. Durations carry a unit: `15m`, `1h30m`, `200ms`. */
export interface ObjectivesInput {
  /** Recovery time objective: how long the shop may be closed. @default "15m" */
  readonly rto?: string;
  /** Recovery point objective: how much of the latest data may be lost. @default "1h" */
  readonly rpo?: string;
  /** Per cent of the time in which the platform answers. @default 99.9 */
  readonly availability?: number;
  /** Response time a customer should see. @default "200ms" */
  readonly latency?: string;
  /** How many times the usual demand must be borne. @default 10 */
  readonly spike?: number;
  /** How long a new environment or region may take to come up. @default "30m" */
  readonly provisioning?: string;
}

/** The private address space, cut once and for all. See `addresses.ts` for how. */
export interface AddressesInput {
  /** An RFC 1918 block, or one of 100.64.0.0/10. @default "10.0.0.0/8" */
  readonly space?: string;
  /** Size of a region's network, 16 to 21. @default 16 */
  readonly vpcPrefix?: number;
}

/** One residency: a set of regions that data of this home may be kept in. */
export interface HomeInput {
  /** Regions that serve customers. The first is where its data are born unless a store says otherwise. */
  readonly regions: readonly string[];
  /** Regions that hold copies and take over, but serve nobody on a good day. @default none */
  readonly recovery?: readonly string[];
  /**
   * The region in which the home's encryption keys are born. Permanent: write it down before the order of
   * `regions` changes. @default the first of `regions`
   */
  readonly birth?: string;
  /**
   * What stands in a recovery region on a good day: `pilot-light` is a small cluster that takes traffic within
   * minutes and grows, `none` holds copies of data only and needs hours to serve. @default "pilot-light"
   */
  readonly recoveryCluster?: "pilot-light" | "none";
}

/** A whole platform of its own: production, or one to try things in. */
export interface EnvironmentInput {
  /** Kebab-case, at most 16 characters. */
  readonly name: string;
  /** The AWS account, 12 digits. Several environments may share one. */
  readonly account: string;
  /** Mail address of the account's root user. @default none; needed in an organization */
  readonly email?: string;
  /** Unit of the organization that the account is in. @default "production" if one of its environments is, else "non-production" */
  readonly unit?: string;
  /**
   * The environment's permanent place in the address space, 0 or more. Written down rather than counted,
   * so that no address moves when an environment is added or removed.
   */
  readonly slot: number;
  /** @default every region of every home */
  readonly regions?: readonly string[];
  /** Availability zones in each region, at least 2. @default 3 */
  readonly zones?: number;
  /** Whether AWS is told to refuse deletion of what holds data. @default true */
  readonly protect?: boolean;
  /** Whether customers depend on it: stricter rules hold then. @default true for the name "production" */
  readonly production?: boolean;
  /** Domain of its public hosts. @default the platform's in production, `<name>.<domain>` elsewhere */
  readonly domain?: string;
  /**
   * `small` halves what `standard` gives wherever the configuration names no size: one database instance in
   * place of two, burstable classes, fewer nodes. @default "standard"
   */
  readonly size?: "standard" | "small";
  /**
   * Ways out to the internet: one for each zone survives the loss of a zone, a single one costs a third.
   * @default "per-zone" in production, "single" elsewhere
   */
  readonly natGateways?: "per-zone" | "single";
  /**
   * What watches the account: `full` is GuardDuty with all its plans, Security Hub with its standards, Inspector, and
   * Macie where personal data are; `basic` is GuardDuty's foundation; both tell what they find. Environments that
   * share an account share the strongest. @default "full" in production, "basic" elsewhere
   */
  readonly detection?: DetectionLevel;
  /** Which machines Karpenter may start. @default each part its own default */
  readonly nodes?: NodesInput;
  /**
   * Whether a failover may begin without a person. Each region that takes over asks the region that it stands in for
   * once a minute; after two minutes in which that one answers nobody, it starts the recovery that leaves it. Nothing
   * starts before somebody has set the recovery switch of the region that takes over to `on`. A few dollars a month for each region.
   * @default false: somebody decides, and starts it by name
   */
  readonly automaticFailover?: boolean;
  /**
   * Whether regions are taken out of the public names by routing controls of Application Recovery Controller, beside
   * health checks and the latch of a failover: switches held by five regions at once, of which ARC keeps three within
   * reach, and which refuse to leave a home without a region. A failover and a traffic shift set them without asking
   * anything of the region that they leave, of Route 53's control plane or of the load balancer. Of use where taking a
   * region out must work on the day when nothing else does. 2.50 USD an hour for the cluster, some 1,825 USD a month
   * for each environment that has this (https://aws.amazon.com/application-recovery-controller/pricing/, recalled), two
   * clusters in an account at most. Its control plane is in us-west-2, and no failover asks it.
   * @default false: health checks and the latch do without
   */
  readonly routingControls?: boolean;
}

/** Something that runs in the clusters of all regions of an environment. */
export interface ServiceInput {
  /** Kebab-case, at most 20 characters. */
  readonly name: string;
  /** Label under `domain` at which customers reach it; `@` is the domain itself. @default none */
  readonly host?: string;
  /** Whether customers reach it. @default true when it has a host */
  readonly public?: boolean;
  /** Names of the stores it reads or writes. @default none */
  readonly stores?: readonly string[];
  /** Names of the services without which it cannot answer. @default none */
  readonly calls?: readonly string[];
  /** Whether the shop is closed without it. @default false */
  readonly critical?: boolean;
  /** @default the platform's */
  readonly owner?: string;
  /** @default the platform's */
  readonly costCentre?: string;
  /** @default "/healthz" */
  readonly healthPath?: string;
  /** @default 8080 */
  readonly port?: number;
  /**
   * `nodes` are the cluster's machines, shared by services. `fargate` gives each pod a small machine of its own that
   * AWS runs and patches, paid by the second: for what runs seldom or must not share a kernel. Its image is built for
   * x86_64. Such a pod has no role, so no stores, queues, topics or events; no way in from the internet; and nothing
   * that runs on every node reaches it, neither a mesh's sidecar nor GuardDuty's agent. A pod needs a pair of vCPU
   * and memory that Fargate has, and AWS rounds up to the next. @default "nodes"
   */
  readonly runsOn?: "nodes" | "fargate";
}

/** Something that customers do from beginning to end, through these services, and what they were promised for it. */
export interface JourneyInput {
  /** Kebab-case, at most 20 characters: `browse`, `buy`. */
  readonly name: string;
  /** In the order in which a customer meets them. Whatever these call belongs to the journey as well. */
  readonly services: readonly string[];
  /** Per cent of the time in which all of it answers. @default the platform's */
  readonly availability?: number;
  /** Response time a customer should see. @default the platform's */
  readonly latency?: string;
  /** How long it may be closed. @default the platform's */
  readonly rto?: string;
  /** How much of its latest data may be lost. @default the platform's */
  readonly rpo?: string;
  /** Figures of the business along it. @default none */
  readonly kpis?: readonly KpiInput[];
  /** What canaries ask for on its behalf, from every region that serves. @default none */
  readonly visits?: readonly VisitInput[];
}

/** Who is told when something is wrong. */
export interface AlertsInput {
  /** Who gets alarms by e-mail. Each address confirms its subscription once. @default none */
  readonly email?: readonly string[];
}

/**
 * A rule broken on purpose, by whom and until when. Only rules whose refusal offers it take one. Every report
 * repeats it.
 */
export interface ExceptionInput {
  /** Code of the rule: `config/one-zone-in-production`. */
  readonly rule: string;
  /** Name of the environment, store or home that it is for. */
  readonly of: string;
  /** Why, in the words of whoever decided it. */
  readonly reason: string;
  /** Who decided it and is asked when it expires. */
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

/**
 * What `trireme.config.ts` exports. Gives its argument back: it is there for the editor, which knows
 * the vocabulary by it. Nothing is checked before the file is loaded.
 */
export function definePlatform(input: PlatformInput): PlatformInput {
  return input;
}
