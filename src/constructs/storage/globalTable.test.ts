import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { GlobalTable, GlobalTableCopy, type GlobalTableProps } from "./globalTable.ts";

const tableOf = (replace: Partial<GlobalTableProps> = {}) =>
  synthesised((scope) => {
    new GlobalTable(scope, "cart", {
      naming: NAMING,
      store: "cart",
      partitionKey: "id",
      keyArn: "arn:key:east",
      protect: true,
      tags: TAGS,
      ...replace,
    });
  }).only("aws_dynamodb_table");

describe("a global table where it is born", () => {
  it("streams old and new images, which replication needs", () => {
    expect(tableOf()).toMatchObject({ stream_enabled: true, stream_view_type: "NEW_AND_OLD_IMAGES" });
  });

  it("ignores its copies, which stacks of other regions make", () => {
    expect(tableOf().lifecycle).toEqual({ ignore_changes: ["replica"] });
    expect(tableOf()).not.toHaveProperty("replica");
  });

  it("is encrypted with the given key and can be restored to any second", () => {
    expect(tableOf()).toMatchObject({
      server_side_encryption: { enabled: true, kms_key_arn: "arn:key:east" },
      point_in_time_recovery: { enabled: true },
    });
  });

  it("declares the attributes of its keys and no other", () => {
    expect(tableOf()).toMatchObject({ hash_key: "id", attribute: [{ name: "id", type: "S" }] });
    expect(tableOf()).not.toHaveProperty("range_key");
    expect(tableOf({ sortKey: "line" })).toMatchObject({
      range_key: "line",
      attribute: [
        { name: "id", type: "S" },
        { name: "line", type: "S" },
      ],
    });
  });

  it.each([true, false])("refuses deletion as the environment wants it (%s)", (protect) => {
    expect(tableOf({ protect }).deletion_protection_enabled).toBe(protect);
  });
});

describe("a copy of a global table", () => {
  const copyOf = (protect = true) =>
    synthesised((scope) => {
      new GlobalTableCopy(scope, "cart", {
        naming: NAMING,
        store: "cart",
        birth: "us-east-1",
        keyArn: "arn:key:west",
        protect,
        tags: TAGS,
      });
    }).only("aws_dynamodb_table_replica");

  it("joins the table of the birth region, under the key of its own", () => {
    expect(copyOf()).toMatchObject({
      global_table_arn: "arn:aws:dynamodb:us-east-1:111111111111:table/shop-production-cart",
      kms_key_arn: "arn:key:west",
      point_in_time_recovery: true,
    });
  });

  it.each([true, false])("refuses deletion as the environment wants it (%s)", (protect) => {
    expect(copyOf(protect).deletion_protection_enabled).toBe(protect);
  });
});

describe("the most wanted keys of a table", () => {
  const insights = (hotKeys?: boolean) => {
    const settings = {
      naming: NAMING,
      store: "catalogue",
      keyArn: "arn:key",
      protect: false,
      tags: TAGS,
      ...(hotKeys === undefined ? {} : { hotKeys }),
    };
    const made = synthesised((scope) => {
      new GlobalTable(scope, "table", { ...settings, partitionKey: "id" });
      new GlobalTableCopy(scope, "copy", { ...settings, birth: "us-east-1" });
    });
    return Object.values(made.all("aws_dynamodb_contributor_insights"));
  };

  it("are shown only where it is asked for, since they stand there in clear text", () => {
    expect(insights()).toEqual([]);
    expect(insights(false)).toEqual([]);
  });

  it("are shown of a table and of a copy, each once it is there", () => {
    expect(insights(true).map(({ table_name, depends_on }) => [table_name, depends_on])).toEqual([
      ["shop-production-catalogue", [expect.stringMatching(/^aws_dynamodb_table\.table_/)]],
      ["shop-production-catalogue", [expect.stringMatching(/^aws_dynamodb_table_replica\.copy_/)]],
    ]);
  });
});
