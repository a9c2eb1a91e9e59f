import { z } from "zod";
import { parseDuration } from "../lib/index.ts";
import { VPC_PREFIX } from "./addresses.ts";

/**
 * The vocabulary as it is checked, one schema for each part of the file, so that a mistake in one part
 * does not hide those in another. Every message says what would have been accepted: it becomes the
 * `wanted` of an input problem.
 */

/** Letters, digits and single hyphens: what all of AWS accepts in a name. */
const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

function text(wanted: string) {
  return z.string(wanted);
}

function kebab(minimum: number, maximum: number, example: string) {
  const wanted = `${minimum} to ${maximum} lower-case letters, digits and single hyphens, beginning with a letter, such as "${example}"`;
  return text(wanted).regex(KEBAB, wanted).min(minimum, wanted).max(maximum, wanted);
}

/** What AWS accepts as the value of a tag (AWS General Reference, "Tag naming limits and requirements"). */
function tagValue(example: string) {
  const wanted = `1 to 256 letters, digits, spaces and any of _ . : / = + - @, such as "${example}"`;
  return text(wanted).regex(/^(?! )[\p{L}\p{N} _.:/=+\-@]{1,256}(?<! )$/u, wanted);
}

function whole(minimum: number, maximum: number, what = "a whole number") {
  const wanted = `${what} from ${minimum} to ${maximum}`;
  return z.int(wanted).min(minimum, wanted).max(maximum, wanted);
}

/** Milliseconds of a duration that is at least `minimum` milliseconds long. */
function duration(example: string, minimum: number) {
  const wanted = `a duration with a unit (d, h, m, s or ms), such as "${example}"`;
  return text(wanted).transform((value, context) => {
    const milliseconds = parseDuration(value);
    if (milliseconds !== undefined && milliseconds >= minimum) return milliseconds;
    context.addIssue({
      code: "custom",
      message: milliseconds === undefined ? wanted : `${wanted}, longer than nothing`,
    });
    return z.NEVER;
  });
}

/** An object that takes no other key, so that a misspelt one is found. */
function strict<Shape extends z.core.$ZodShape>(shape: Shape) {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? `one of ${keys}` : `an object with ${keys}`),
  });
}

const region = text('the name of an AWS region, such as "eu-west-1"');
const regions = z.array(region, 'a list of AWS regions, such as ["eu-west-1"]');
const yesOrNo = z.boolean("true or false");

export const name = kebab(3, 20, "storefront");
export const owner = tagValue("platform-team");
export const costCentre = tagValue("shop-1001");

const DOMAIN = 'a domain in lower case, such as "shop.example.com"';
export const domain = text(DOMAIN)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, DOMAIN)
  .max(253, DOMAIN);

const AVAILABILITY = "per cent of the time, at least 0 and below 100, such as 99.9";
export const objectives = strict({
  rto: duration("15m", 1).prefault("15m"),
  rpo: duration("1h", 0).prefault("1h"),
  availability: z.number(AVAILABILITY).min(0, AVAILABILITY).lt(100, AVAILABILITY).default(99.9),
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
});

const ACCOUNT = 'an AWS account id, 12 digits in quotes, such as "111111111111"';
export const environment = strict({
  name: kebab(2, 16, "production"),
  account: text(ACCOUNT).regex(/^\d{12}$/, ACCOUNT),
  slot: whole(0, 4095),
  regions: z.array(region, AT_LEAST_ONE).min(1, AT_LEAST_ONE).optional(),
  zones: whole(2, 8).default(3),
  protect: yesOrNo.default(true),
});

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
  transfer,
};

const STORE = {
  name: kebab(2, 20, "orders"),
  data: z.enum(["public", "internal", "personal", "cardholder"], "public, internal, personal or cardholder"),
};

const ENGINE_VERSION = 'a version of Aurora PostgreSQL as major.minor, such as "16.6"';
const INSTANCE_CLASS = 'an instance class, such as "db.r6g.large"';
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
  instanceClass: text(INSTANCE_CLASS)
    .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, INSTANCE_CLASS)
    .default("db.r6g.large"),
  instancesPerRegion: whole(1, 15).default(2),
  backupRetentionDays: whole(1, 35, "whole days").default(7),
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
});

const STORE_WANTED = "a store whose engine is aurora-postgresql, dynamodb or s3";
export const store = z
  .discriminatedUnion("engine", [aurora, dynamodb, s3], STORE_WANTED)
  .superRefine((value, context) => {
    const misplaced = (key: string, message: string) =>
      context.addIssue({ code: "custom", path: [key], message });
    if (value.global === true) {
      if (value.partitionedBy !== undefined) misplaced("partitionedBy", "nothing, as the store is global");
      if (value.partitions !== undefined) misplaced("partitions", "nothing, as the store is global");
      if (value.birth === undefined)
        misplaced("birth", 'the region the store is born in, such as "us-east-1"');
    } else if (value.partitionedBy === "home") {
      const ofPartition = "nothing, as each partition has its own: put it into partitions.<home>";
      for (const key of ["birth", "copies", "transfer"] as const) {
        if (value[key] !== undefined) misplaced(key, ofPartition);
      }
    } else {
      misplaced(
        "partitionedBy",
        '"home" for one body of data for each home, or global: true for a single one',
      );
    }
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
  critical: yesOrNo.default(false),
  owner: owner.optional(),
  costCentre: costCentre.optional(),
  healthPath: text(PATH)
    .regex(/^\/[!-~]{0,254}$/, PATH)
    .default("/healthz"),
  port: whole(1, 65_535, "a port").default(8080),
});

export type ObjectivesSettings = z.output<typeof objectives>;
export type AddressesSettings = z.output<typeof addresses>;
export type HomeSettings = z.output<typeof home>;
export type EnvironmentSettings = z.output<typeof environment>;
export type StoreSettings = z.output<typeof store>;
export type PartitionSettings = z.output<typeof partition>;
export type TransferSettings = NonNullable<z.output<typeof transfer>>;
export type ServiceSettings = z.output<typeof service>;
