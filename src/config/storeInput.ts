import type { CapacityInput } from "./capacityInput.ts";
import type { DataClass } from "./dataClass.ts";

/** The part of the vocabulary that is about data: what keeps them, where, and what lets copies leave their home. */

/** What keeps the data: a service of AWS. */
export type StoreEngine = "aurora-postgresql" | "rds-postgresql" | "dynamodb" | "redis" | "memcached" | "s3";

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

/** Where one home's part of a store is kept. */
export interface PartitionInput {
  /**
   * The region in which the partition's global object is born. Permanent: it is not where today's writer
   * is, which no configuration says. @default the home's first region
   */
  readonly birth?: string;
  /** @default the home's other regions, recovery regions included */
  readonly copies?: readonly string[];
  /** What allows copies outside of the home. @default none: they stay in the home */
  readonly transfer?: TransferInput;
}

/** One separate body of data for each home. */
export interface PartitionedPlacement {
  /** Says that each home has its own. */
  readonly partitionedBy: "home";
  /** By home, for the homes that need other than the defaults. @default each home's own regions */
  readonly partitions?: Readonly<Record<string, PartitionInput>>;
  readonly global?: never;
  readonly regional?: never;
}

/** One body of data for the whole platform. */
export interface GlobalPlacement {
  /** Says that all homes share it. */
  readonly global: true;
  /** The region in which the global object is born. Permanent: it is not where today's writer is. */
  readonly birth: string;
  /** @default every other region of every home, recovery regions included */
  readonly copies?: readonly string[];
  /** What allows copies of personal data outside of the home of birth. @default none: such data are refused */
  readonly transfer?: TransferInput;
  readonly partitionedBy?: never;
  readonly regional?: never;
}

/** A cache of its own in each region. Nothing travels between them: what is in one is lost with its region. */
export interface RegionalPlacement {
  /** Says that each region has its own. */
  readonly regional: true;
  readonly partitionedBy?: never;
  readonly global?: never;
}

/** What every store says, whatever keeps it. */
interface StoreBase {
  /** Kebab-case, at most 20 characters. */
  readonly name: string;
  /** The most sensitive data that it holds. */
  readonly data: DataClass;
  /**
   * Which key encrypts it: the one that all stores of its home share, or its own, whose use can be granted and
   * audited apart. @default "own" for cardholder data, "home" for the rest
   */
  readonly key?: "home" | "own";
  /** Whether it is backed up by plan: daily, weekly, monthly, with copies in its home's other region. @default true, for caches false */
  readonly backup?: boolean;
}

/** A database whose copies follow within a second and take over within minutes. */
interface AuroraOptionsInput {
  /** Aurora, PostgreSQL. */
  readonly engine: "aurora-postgresql";
  /** `major.minor`. @default "16.6" */
  readonly engineVersion?: string;
  /**
   * Global databases take memory-optimised classes only, or `serverless`: as much as is needed, within `capacity`.
   * @default "db.r6g.large"; "db.t4g.medium" in a small environment that keeps no copies
   */
  readonly instanceClass?: string;
  /** How far a `serverless` database shrinks and grows. @default each part its own default */
  readonly capacity?: CapacityInput;
  /** In the birth region and in each copy, 1 to 15; from two on, a zone can be lost. @default 2, in a small environment 1 */
  readonly instancesPerRegion?: number;
  /** Point-in-time restore reaches back this many days, 1 to 35. @default 7 */
  readonly backupRetentionDays?: number;
  /**
   * RDS Proxy before it in each region, for functions: they share its connections, sign in with IAM and never have a
   * password. Services connect by themselves. Of copies it reads only, until one is promoted. @default false
   */
  readonly proxy?: boolean;
  /** Always refused: a database that the internet can reach. Here so that the refusal can say why. @default false */
  readonly publicAccess?: boolean;
}

/** A single database with a standby in another zone, and a read replica in each region of its copies. */
interface RdsOptionsInput {
  /** Amazon RDS for PostgreSQL. */
  readonly engine: "rds-postgresql";
  /** `major.minor`. @default "16.6" */
  readonly engineVersion?: string;
  /** @default "db.m6g.large"; "db.t4g.medium" in a small environment */
  readonly instanceClass?: string;
  /** Storage to begin with, GiB, 20 to 65536; it grows by itself to five times that. @default 100 */
  readonly storageGib?: number;
  /** Point-in-time restore reaches back this many days, 1 to 35. @default 7 */
  readonly backupRetentionDays?: number;
  /**
   * RDS Proxy before it in each region, for functions: they share its connections, sign in with IAM and never have a
   * password. Services connect by themselves. Of copies it reads only, until one is promoted. @default false
   */
  readonly proxy?: boolean;
  /** Always refused: a database that the internet can reach. Here so that the refusal can say why. @default false */
  readonly publicAccess?: boolean;
}

/**
 * `regional: true` gives each region its own; with `partitionedBy: "home"` or `global: true` it is a Global
 * Datastore: one region writes, the others follow within a second or two and can take over. No name of AWS's follows the
 * one that writes: services ask the members, each of which has a private name (docs/recovery.md). What is written to it
 * counts as data in drills; what is in a cache of each region's own may be gone at any moment.
 */
interface RedisOptionsInput {
  /** ElastiCache for Redis OSS. */
  readonly engine: "redis";
  /** @default "7.1" */
  readonly engineVersion?: string;
  /** Global datastores take no burstable type. @default "cache.r7g.large"; "cache.t4g.small" in a small environment that keeps no copies */
  readonly nodeType?: string;
  /** A primary and its replicas, 1 to 6. @default 2, in a small environment 1 */
  readonly nodesPerRegion?: number;
}

/** A cache that may be empty at any moment. Always `regional: true`. */
interface MemcachedOptionsInput {
  /** ElastiCache for Memcached. */
  readonly engine: "memcached";
  /** @default "cache.r7g.large"; "cache.t4g.small" in a small environment */
  readonly nodeType?: string;
  /** 1 to 40, spread over the zones. @default 2, in a small environment 1 */
  readonly nodesPerRegion?: number;
}

/** A key-value table of which every copy takes writes. */
interface DynamoDbOptionsInput {
  /** DynamoDB. */
  readonly engine: "dynamodb";
  /** Name of the partition key, a string attribute. @default "id" */
  readonly partitionKey?: string;
  /** Name of the sort key, a string attribute. @default none */
  readonly sortKey?: string;
}

/** Objects: pictures, documents. */
interface S3OptionsInput {
  /** Amazon S3. */
  readonly engine: "s3";
  /** Days for which overwritten and deleted objects can be brought back. @default 30 */
  readonly noncurrentDays?: number;
  /** Days after which objects move to the class for rare access, 30 or more. @default never */
  readonly infrequentAfterDays?: number;
}

/** A body of data: what keeps it, and where. */
export type StoreInput = StoreBase &
  (
    | ((AuroraOptionsInput | RdsOptionsInput | DynamoDbOptionsInput | S3OptionsInput) &
        (PartitionedPlacement | GlobalPlacement))
    | (RedisOptionsInput & (PartitionedPlacement | GlobalPlacement | RegionalPlacement))
    | (MemcachedOptionsInput & RegionalPlacement)
  );
