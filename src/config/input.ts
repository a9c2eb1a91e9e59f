/**
 * The vocabulary of `trireme.config.ts`: what a user writes. Everything with a `?` has the default
 * that its comment gives. `schema.ts` is the same vocabulary as it is checked.
 */

/**
 * How sensitive data are, from least to most. `personal` and `cardholder` data stay inside the
 * residency declared by `homes` unless a transfer is declared.
 */
export type DataClass = "public" | "internal" | "personal" | "cardholder";

export type StoreEngine = "aurora-postgresql" | "dynamodb" | "s3";

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
  readonly objectives?: ObjectivesInput;
  readonly addresses?: AddressesInput;
  /** The declared residencies, by name. Data partitioned by home stay in their home's regions. */
  readonly homes: Readonly<Record<string, HomeInput>>;
  readonly environments: readonly EnvironmentInput[];
  /** @default none */
  readonly stores?: readonly StoreInput[];
  readonly services: readonly ServiceInput[];
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
}

export interface EnvironmentInput {
  /** Kebab-case, at most 16 characters. */
  readonly name: string;
  /** The AWS account, 12 digits. Several environments may share one. */
  readonly account: string;
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
}

/** A declared and dated reason why copies may leave the home. */
export interface TransferInput {
  /** What it rests on, in the words of whoever decided it: an agreement, an assessment, a waiver. */
  readonly basis: string;
  /** Who decided it and is asked when it expires. */
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
  /** Regions it covers. @default every region outside the home that the data are kept in */
  readonly to?: readonly string[];
}

export interface PartitionInput {
  /**
   * The region in which the partition's global object is born. Permanent: it is not where today's writer
   * is, which no configuration says. @default the home's first region
   */
  readonly birth?: string;
  /** @default the home's other regions, recovery regions included */
  readonly copies?: readonly string[];
  readonly transfer?: TransferInput;
}

/** One separate body of data for each home. */
export interface PartitionedPlacement {
  readonly partitionedBy: "home";
  /** By home, for the homes that need other than the defaults. */
  readonly partitions?: Readonly<Record<string, PartitionInput>>;
  readonly global?: never;
}

/** One body of data for the whole platform. */
export interface GlobalPlacement {
  readonly global: true;
  /** The region in which the global object is born. Permanent: it is not where today's writer is. */
  readonly birth: string;
  /** @default every other region of every home, recovery regions included */
  readonly copies?: readonly string[];
  readonly transfer?: TransferInput;
  readonly partitionedBy?: never;
}

interface StoreBase {
  /** Kebab-case, at most 20 characters. */
  readonly name: string;
  readonly data: DataClass;
}

interface AuroraOptionsInput {
  readonly engine: "aurora-postgresql";
  /** `major.minor`. @default "16.6" */
  readonly engineVersion?: string;
  /** Global databases take memory-optimised classes only. @default "db.r6g.large" */
  readonly instanceClass?: string;
  /** In the birth region and in each copy, 1 to 15. @default 2 */
  readonly instancesPerRegion?: number;
  /** Point-in-time restore reaches back this many days, 1 to 35. @default 7 */
  readonly backupRetentionDays?: number;
}

interface DynamoDbOptionsInput {
  readonly engine: "dynamodb";
  /** Name of the partition key, a string attribute. @default "id" */
  readonly partitionKey?: string;
  /** Name of the sort key, a string attribute. @default none */
  readonly sortKey?: string;
}

interface S3OptionsInput {
  readonly engine: "s3";
  /** Days for which overwritten and deleted objects can be brought back. @default 30 */
  readonly noncurrentDays?: number;
}

export type StoreInput = StoreBase &
  (AuroraOptionsInput | DynamoDbOptionsInput | S3OptionsInput) &
  (PartitionedPlacement | GlobalPlacement);

export interface ServiceInput {
  /** Kebab-case, at most 20 characters. */
  readonly name: string;
  /** Label under `domain` at which customers reach it; `@` is the domain itself. @default none */
  readonly host?: string;
  /** Whether customers reach it. @default true when it has a host */
  readonly public?: boolean;
  /** Names of the stores it reads or writes. @default none */
  readonly stores?: readonly string[];
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
}

/**
 * What `trireme.config.ts` exports. Gives its argument back: it is there for the editor, which knows
 * the vocabulary by it. Nothing is checked before the file is loaded.
 */
export function definePlatform(input: PlatformInput): PlatformInput {
  return input;
}
