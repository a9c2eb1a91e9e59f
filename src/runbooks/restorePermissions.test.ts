import { describe, expect, it } from "vitest";
import { restore } from "./library/restore.ts";
import { restoreFromBackup } from "./library/restoreFromBackup.ts";
import { GIVEN_MOMENT, GIVEN_POINT } from "./library/restoreInputs.ts";
import { permissionsOf, surplusOf } from "./permissions.ts";
import type { Runbook } from "./runbook.ts";
import { ACCOUNT, LOST, NEXT, scopeOf, store } from "./testing/bench.ts";

const orders = store("aurora-postgresql", [LOST, NEXT], "orders");
const billing = store("rds-postgresql", [LOST, NEXT], "billing");
const cart = store("dynamodb", [LOST, NEXT], "cart");
const media = store("s3", [LOST, NEXT], "media");
const scope = scopeOf([orders, billing, cart, media]);
const ROLE = `arn:aws:iam::${ACCOUNT}:role/restore`;
const rds = (type: string, name: string) => `arn:aws:rds:${LOST}:${ACCOUNT}:${type}:${name}`;
const table = (name: string) => [`arn:aws:dynamodb:${LOST}:${ACCOUNT}:table/${name}`];
const allowed = (of: Runbook) =>
  Object.fromEntries(permissionsOf(of, ACCOUNT).map(({ action, resources }) => [action, resources]));
const fromLog = (of: typeof orders) => restore(scope, { store: of, at: GIVEN_MOMENT })[0];
const fromBackup = (of: typeof orders) => {
  const target = `${of.nameIn(LOST)}-restored`;
  return restoreFromBackup(scope, { store: of, target, vault: "v", point: GIVEN_POINT, roleArn: ROLE })[0];
};

describe("what a restore must be allowed", () => {
  it("is to make of a cluster another with its groups, and to look at both", () => {
    const source = orders.nameIn(LOST);
    expect(allowed(fromLog(orders))).toEqual({
      // By a filter it is a list.
      "rds:DescribeDBClusters": [rds("cluster", "*"), rds("cluster", source)],
      "rds:RestoreDBClusterToPointInTime": [
        rds("cluster-pg", "shop-orders-aurora-postgresql*"),
        rds("cluster", source),
        rds("cluster", `${source}-restored`),
        rds("og", "default:aurora-postgresql-*"),
        rds("subgrp", "shop-orders"),
      ],
      "rds:AddTagsToResource": [rds("cluster", `${source}-restored`)],
    });
  });

  it("is the same for an instance", () => {
    const source = billing.nameIn(LOST);
    expect(allowed(fromLog(billing))).toEqual({
      "rds:DescribeDBInstances": [rds("db", "*"), rds("db", source)],
      "rds:RestoreDBInstanceToPointInTime": [
        rds("db", source),
        rds("db", `${source}-restored`),
        rds("og", "default:postgres-*"),
        rds("pg", "shop-billing-postgres*"),
        rds("subgrp", "shop-billing"),
      ],
      "rds:AddTagsToResource": [rds("db", `${source}-restored`)],
    });
  });

  it("is of a table its past, and to write what is made of it, never the table itself", () => {
    const all = allowed(fromLog(cart));
    expect(all["dynamodb:RestoreTableToPointInTime"]).toEqual(table("shop-cart"));
    const writes = ["BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"];
    for (const each of writes) expect(all[`dynamodb:${each}`]).toEqual(table("shop-cart-restored"));
    expect(Object.keys(all)).toHaveLength(writes.length + 4);
    expect(all["dynamodb:ListTables"]).toEqual(["*"]);
  });

  it.each([
    [orders, `arn:aws:rds:${LOST}:${ACCOUNT}:cluster-snapshot:awsbackup:*`],
    [billing, `arn:aws:rds:${LOST}:${ACCOUNT}:snapshot:awsbackup:*`],
    [cart, `arn:aws:dynamodb:${LOST}:${ACCOUNT}:table/shop-cart/backup/*`],
    [media, undefined],
  ])(
    "is from a backup of $0.id the recovery points of its kind, and the one role that restores",
    (of, like) => {
      const runbook = fromBackup(of);
      const points = [
        `arn:aws:backup:${LOST}:${ACCOUNT}:recovery-point:*`,
        ...(like === undefined ? [] : [like]),
      ];
      const all = allowed(runbook);
      expect(all["backup:StartRestoreJob"]).toEqual(points);
      expect(all["backup:DescribeRecoveryPoint"]).toEqual(points);
      // What is taken from an input may be no more than what the role may use.
      expect(runbook.takes?.point).toEqual({ like: points });
      const pass = permissionsOf(runbook, ACCOUNT).find(({ action }) => action === "iam:PassRole");
      expect(pass).toEqual({
        action: "iam:PassRole",
        resources: [ROLE],
        condition: { "iam:PassedToService": "backup.amazonaws.com" },
      });
    },
  );

  it("is one recovery point where it was named", () => {
    const [named] = restoreFromBackup(scope, {
      store: cart,
      target: "t",
      vault: "v",
      point: "arn:aws:backup:x:1:recovery-point:mine",
      roleArn: ROLE,
    });
    expect(allowed(named)["backup:StartRestoreJob"]).toEqual(["arn:aws:backup:x:1:recovery-point:mine"]);
  });

  it("is the key of the store through the service that makes it anew, and a lock of that store alone", () => {
    expect(surplusOf(fromLog(orders))).toMatchObject({
      locks: ["restore orders"],
      keys: [{ service: "rds", actions: ["kms:DescribeKey"], lends: true }],
    });
    expect(surplusOf(fromLog(cart)).keys).toMatchObject([{ service: "dynamodb", lends: true }]);
    // AWS Backup uses it as the role that it takes on.
    expect(surplusOf(fromBackup(orders))).toMatchObject({ locks: ["restore orders"], keys: [] });
  });
});
