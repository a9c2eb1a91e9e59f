import { describe, expect, it } from "vitest";
import { NAMING } from "../testing/synthesised.ts";
import { type StoreGrant, storeStatements } from "./storeAccess.ts";

const grant = (
  engine: StoreGrant["engine"],
  store: string,
  replace: Partial<StoreGrant> = {},
): StoreGrant => ({
  engine,
  store,
  regions: ["us-east-1", "us-west-2"],
  keyPurpose: "us",
  replicated: true,
  ...replace,
});
type Statement = { Sid: string; Action: string | string[]; Resource: string[]; Condition?: object };
const statements = (...grants: StoreGrant[]) => storeStatements(NAMING, "checkout", grants) as Statement[];
const all = statements(
  grant("dynamodb", "cart-us"),
  grant("s3", "invoices-us"),
  grant("aurora-postgresql", "orders-us"),
  grant("redis", "sessions", { replicated: false }),
  grant("memcached", "pages", { replicated: false }),
);

describe("what a service may do with its stores", () => {
  it("is to read and write in every region that holds them, and nothing to what holds them", () => {
    const actions = all.flatMap(({ Action }) => Action);
    expect(actions).toContain("dynamodb:PutItem");
    expect(
      actions.filter((action) => /\*|Create|Update(?!Item)|DeleteTable|DeleteBucket|Policy/.test(action)),
    ).toEqual([]);
    const tables = all.find(({ Sid }) => Sid === "Tables")?.Resource;
    expect(tables).toEqual([
      "arn:aws:dynamodb:us-east-1:111111111111:table/shop-production-cart-us",
      "arn:aws:dynamodb:us-east-1:111111111111:table/shop-production-cart-us/index/*",
      "arn:aws:dynamodb:us-west-2:111111111111:table/shop-production-cart-us",
      "arn:aws:dynamodb:us-west-2:111111111111:table/shop-production-cart-us/index/*",
    ]);
  });

  it("names a database user that no other store or service has", () => {
    expect(all.find(({ Sid }) => Sid === "Databases")?.Resource).toEqual([
      "arn:aws:rds-db:us-east-1:111111111111:dbuser:*/orders_us_checkout",
      "arn:aws:rds-db:us-west-2:111111111111:dbuser:*/orders_us_checkout",
    ]);
  });

  it("reaches keys through tables and buckets only, and only those of its stores", () => {
    expect(all.find(({ Sid }) => Sid === "Keys")?.Condition).toEqual({
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/shop-production-us"] },
      StringLike: { "kms:ViaService": ["dynamodb.*.amazonaws.com", "s3.*.amazonaws.com"] },
    });
    expect(statements(grant("aurora-postgresql", "orders-us")).map(({ Sid }) => Sid)).toEqual(["Databases"]);
  });

  it("is nothing without stores", () => {
    expect(statements()).toEqual([]);
  });
});
