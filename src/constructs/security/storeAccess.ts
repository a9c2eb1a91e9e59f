import { bucketArn, type Naming, tableArn } from "../naming.ts";
import { cacheConnectArns } from "../storage/cacheUsers.ts";
import { keyUse } from "./keyUse.ts";

/** A store that a service works with, as far as permissions go. */
export interface StoreGrant {
  /** Decides which calls read and write the store. */
  readonly engine: "aurora-postgresql" | "rds-postgresql" | "dynamodb" | "redis" | "memcached" | "s3";
  /** Placed store, `orders-us`. */
  readonly store: string;
  /** All regions that hold it: after a failover the same pods' role works in another. */
  readonly regions: readonly string[];
  /** Purpose of the key that encrypts it: `us`, `cards-us`. */
  readonly keyPurpose: string;
  /** Whether its regions share one body of data. */
  readonly replicated: boolean;
  /**
   * Whether it is reached through a proxy and in no other way.
   * @default false: a database is reached directly
   */
  readonly proxied?: boolean;
}

/** The one user that services sign in to Redis as. */
export const CACHE_USER = "application";

/** PostgreSQL user of a service in a store's database: of this store only, since a grant cannot name the cluster. */
export function databaseUser(store: string, service: string): string {
  return `${store}_${service}`.replaceAll("-", "_");
}

/**
 * What a service's pods may do with its stores: read and write data, never make, change or delete what holds them.
 * Memcached has no permissions: who is in its security group may use it.
 */
export function storeStatements(
  naming: Naming,
  service: string,
  grants: readonly StoreGrant[],
): readonly object[] {
  const of = (...engines: readonly StoreGrant["engine"][]) =>
    grants.filter(({ engine }) => engines.includes(engine));
  const statements = [
    ...tableStatements(naming, of("dynamodb")),
    ...bucketStatements(naming, of("s3")),
    ...databaseStatements(naming, service, of("aurora-postgresql", "rds-postgresql")),
    ...cacheStatements(naming, of("redis")),
    ...keyStatements(naming, of("dynamodb", "s3")),
  ];
  return statements;
}

function tableStatements(naming: Naming, grants: readonly StoreGrant[]): readonly object[] {
  if (grants.length === 0) return [];
  const tables = grants.flatMap(({ store, regions }) =>
    regions.map((region) => tableArn(naming, store, region)),
  );
  return [
    {
      Sid: "Tables",
      Effect: "Allow",
      Action: [
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
      ],
      Resource: tables.flatMap((arn) => [arn, `${arn}/index/*`]),
    },
  ];
}

function bucketStatements(naming: Naming, grants: readonly StoreGrant[]): readonly object[] {
  if (grants.length === 0) return [];
  const buckets = grants.flatMap(({ store, regions }) =>
    regions.map((region) => bucketArn(naming, store, region)),
  );
  return [
    { Sid: "Buckets", Effect: "Allow", Action: ["s3:ListBucket"], Resource: buckets },
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: buckets.map((arn) => `${arn}/*`),
    },
  ];
}

/**
 * The resource of `rds-db:connect` is the generated id of the cluster or of its proxy, unknown before it exists and another after a
 * restore: hence any id, and a user that no other store has.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
function databaseStatements(
  naming: Naming,
  service: string,
  grants: readonly StoreGrant[],
): readonly object[] {
  if (grants.length === 0) return [];
  return [
    {
      Sid: "Databases",
      Effect: "Allow",
      Action: "rds-db:connect",
      Resource: grants.flatMap(({ store, regions, proxied }) =>
        regions.map(
          (region) =>
            `arn:aws:rds-db:${region}:${naming.account}:dbuser:${proxied === true ? "prx-" : ""}*/${databaseUser(store, service)}`,
        ),
      ),
    },
  ];
}

function cacheStatements(naming: Naming, grants: readonly StoreGrant[]): readonly object[] {
  if (grants.length === 0) return [];
  return [
    {
      Sid: "Caches",
      Effect: "Allow",
      Action: "elasticache:Connect",
      Resource: [
        ...new Set(
          grants.flatMap(({ store, regions, replicated }) =>
            cacheConnectArns(naming, { store, user: CACHE_USER, global: replicated }, regions),
          ),
        ),
      ],
    },
  ];
}

/** Keys, for calls that tables and buckets make on the service's behalf. */
function keyStatements(naming: Naming, grants: readonly StoreGrant[]): readonly object[] {
  if (grants.length === 0) return [];
  const regions = [...new Set(grants.flatMap((grant) => grant.regions))].sort();
  const keyPurposes = [...new Set(grants.map(({ keyPurpose }) => keyPurpose))].sort();
  const services = [...new Set(grants.map(({ engine }) => (engine === "s3" ? "s3" : "dynamodb")))].sort();
  return [
    keyUse(
      { naming, regions, keyPurposes },
      {
        sid: "Keys",
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        when: { StringLike: { "kms:ViaService": services.map((service) => `${service}.*.amazonaws.com`) } },
      },
    ),
  ];
}
