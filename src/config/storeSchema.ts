import { z } from "zod";
import { kebab, region, regions, strict, tagValue, text, whole, yesOrNo } from "./form.ts";

const DATE = "a date as YYYY-MM-DD";
const transfer = strict({
  basis: text("what the transfer rests on, in words").min(1, "what the transfer rests on, in words"),
  owner: tagValue("data-protection@example.com"),
  expires: z.iso.date(DATE),
  to: regions.optional(),
}).optional();

const partition = strict({ birth: region.optional(), copies: regions.optional(), transfer });

/** Where a store's data are. Which of these go together is checked by `placement`. */
const PLACEMENT = {
  partitionedBy: z.literal("home", '"home"').optional(),
  partitions: z.record(z.string(), partition, "partitions by the name of their home").optional(),
  global: z.literal(true, "true, or left out").optional(),
  birth: region.optional(),
  copies: regions.optional(),
  regional: z.literal(true, "true, or left out").optional(),
  transfer,
};

const STORE = {
  name: kebab(2, 20, "orders"),
  data: z.enum(["public", "internal", "personal", "cardholder"], "public, internal, personal or cardholder"),
  key: z.enum(["home", "own"], "home or own").optional(),
  backup: yesOrNo.optional(),
};

const ENGINE_VERSION = 'a version of Aurora PostgreSQL as major.minor, such as "16.6"';
const INSTANCE_CLASS = 'an instance class, such as "db.r6g.large"';
const AURORA_CLASS = 'an instance class, such as "db.r6g.large", or "serverless"';
/** Aurora User Guide, "Aurora Serverless v2 capacity": 0 to 256, in steps of 0.5; read November 2026. */
function capacityUnits(least: number) {
  const wanted = `Aurora capacity units from ${least} to 256, in halves`;
  return z.number(wanted).min(least, wanted).max(256, wanted).multipleOf(0.5, wanted);
}
const ATTRIBUTE = "the name of an attribute, 1 to 255 letters, digits and any of _ . -";
const attribute = text(ATTRIBUTE).regex(/^[A-Za-z0-9_.-]{1,255}$/, ATTRIBUTE);

const aurora = strict({
  ...STORE,
  ...PLACEMENT,
  engine: z.literal("aurora-postgresql"),
  // 16.6 is in the Aurora PostgreSQL release notes (AWS announcement of 16.6, 15.10, 14.15, early 2025).
  engineVersion: text(ENGINE_VERSION)
    .regex(/^1[2-9]\.\d{1,2}$/, ENGINE_VERSION)
    .default("16.6"),
  instanceClass: text(AURORA_CLASS)
    .regex(/^(?:db\.[a-z0-9]+\.[a-z0-9]+|serverless)$/, AURORA_CLASS)
    .optional(),
  capacity: strict({ min: capacityUnits(0).optional(), max: capacityUnits(1).optional() }).optional(),
  instancesPerRegion: whole(1, 15).optional(),
  backupRetentionDays: whole(1, 35, "whole days").default(7),
  proxy: yesOrNo.default(false),
  publicAccess: yesOrNo.default(false),
});

const POSTGRESQL_VERSION = 'a version of PostgreSQL as major.minor, such as "16.6"';
const rdsPostgresql = strict({
  ...STORE,
  ...PLACEMENT,
  engine: z.literal("rds-postgresql"),
  // 16.6 was announced for Amazon RDS on 2024-11-14 (What's New with AWS).
  engineVersion: text(POSTGRESQL_VERSION)
    .regex(/^1[2-9]\.\d{1,2}$/, POSTGRESQL_VERSION)
    .default("16.6"),
  instanceClass: text(INSTANCE_CLASS)
    .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, INSTANCE_CLASS)
    .optional(),
  // RDS takes 20 GiB to 64 TiB of gp3 for PostgreSQL (Amazon RDS User Guide, "DB instance storage").
  storageGib: whole(20, 65_536, "whole GiB").default(100),
  backupRetentionDays: whole(1, 35, "whole days").default(7),
  proxy: yesOrNo.default(false),
  publicAccess: yesOrNo.default(false),
});

const NODE_TYPE = 'a node type, such as "cache.r7g.large"';
const nodeType = text(NODE_TYPE)
  .regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/, NODE_TYPE)
  .optional();

const redis = strict({
  ...STORE,
  ...PLACEMENT,
  engine: z.literal("redis"),
  engineVersion: text('"7.0" or "7.1"')
    .regex(/^7\.[01]$/, '"7.0" or "7.1"')
    .default("7.1"),
  nodeType,
  // One primary and up to five replicas (Amazon ElastiCache User Guide, "Replication").
  nodesPerRegion: whole(1, 6).optional(),
});

const memcached = strict({
  ...STORE,
  ...PLACEMENT,
  engine: z.literal("memcached"),
  nodeType,
  // Amazon ElastiCache User Guide, "Quotas": 40 nodes a Memcached cluster.
  nodesPerRegion: whole(1, 40).optional(),
});

const dynamodb = strict({
  ...STORE,
  ...PLACEMENT,
  engine: z.literal("dynamodb"),
  partitionKey: attribute.default("id"),
  sortKey: attribute.optional(),
});

const s3 = strict({
  ...STORE,
  ...PLACEMENT,
  engine: z.literal("s3"),
  noncurrentDays: whole(1, 3650, "whole days").default(30),
  // S3 takes 30 days and more for the infrequent-access classes (Amazon S3 User Guide, "Transitioning objects").
  infrequentAfterDays: whole(30, 3650, "whole days").optional(),
});

const STORE_WANTED =
  "a store whose engine is aurora-postgresql, rds-postgresql, dynamodb, redis, memcached or s3";
export const store = z
  .discriminatedUnion("engine", [aurora, rdsPostgresql, dynamodb, redis, memcached, s3], STORE_WANTED)
  .superRefine((value, context) => {
    for (const [key, message] of misplaced(value)) {
      context.addIssue({ code: "custom", path: [key], message });
    }
  });

export type StoreSettings = z.output<typeof store>;

type Parts = Pick<StoreSettings, keyof typeof PLACEMENT | "engine">;

/** Which parts of a placement are there and must not be, or are missing, with what is wanted. */
function misplaced(value: Parts): readonly [string, string][] {
  const unless = (keys: readonly (keyof typeof PLACEMENT)[], wanted: string): [string, string][] =>
    keys.filter((key) => value[key] !== undefined).map((key) => [key, wanted]);
  const cache = value.engine === "redis" || value.engine === "memcached";
  if (value.regional === true) {
    if (!cache) return [["regional", "nothing: only caches may be lost with their region"]];
    return unless(
      ["partitionedBy", "partitions", "global", "birth", "copies", "transfer"],
      "nothing, as each region has a cache of its own",
    );
  }
  if (value.engine === "memcached") return [["regional", "true: Memcached does not replicate"]];
  if (value.global === true) {
    const missing: [string, string] = ["birth", 'the region the store is born in, such as "us-east-1"'];
    return [
      ...unless(["partitionedBy", "partitions"], "nothing, as the store is global"),
      ...(value.birth === undefined ? [missing] : []),
    ];
  }
  if (value.partitionedBy === "home") {
    return unless(
      ["birth", "copies", "transfer"],
      "nothing, as each partition has its own: put it into partitions.<home>",
    );
  }
  const orRegional = cache ? ", or regional: true for a cache of its own in each region" : "";
  return [
    [
      "partitionedBy",
      `"home" for one body of data for each home, or global: true for a single one${orRegional}`,
    ],
  ];
}

export type PartitionSettings = z.output<typeof partition>;
export type TransferSettings = NonNullable<z.output<typeof transfer>>;
