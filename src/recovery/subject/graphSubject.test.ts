import { describe, expect, it } from "vitest";
import { graphFromStacks } from "../../graph/index.ts";
import type { JsonObject } from "../../lib/index.ts";
import { failureModes } from "../modes/modes.ts";
import { subjectOfGraph } from "./graphSubject.ts";

type Stack = Parameters<typeof graphFromStacks>[0][number];
const stack = (region: string, resource: JsonObject): Stack => ({
  id: region,
  inputs: [],
  configuration: { provider: { aws: [{ region }] }, resource },
});
const subjectFrom = (...stacks: readonly Stack[]) =>
  subjectOfGraph(graphFromStacks(stacks, { name: "theirs" }));
const verdict = (subject: ReturnType<typeof subjectFrom>, region: string, store: string) =>
  failureModes(subject, [{ kind: "region", region }])[0]?.stores.find(({ name }) => name === store)?.verdict;

const database = { identifier: "orders", multi_az: true, engine: "postgres" };
const REPLICA = { replicate_source_db: "arn:aws:rds:us-east-1:111111111111:db:orders" };

describe("a graph of anybody's", () => {
  it("has a database with its replica in another region, and the standby that it says", () => {
    const subject = subjectFrom(
      stack("us-east-1", { aws_db_instance: { orders: database } }),
      stack("us-west-2", { aws_db_instance: { copy: REPLICA } }),
    );
    expect(subject.stores).toMatchObject([
      {
        id: "us-east-1:aws_db_instance.orders",
        engine: "rds-postgresql",
        writes: "one",
        regions: ["us-east-1", "us-west-2"],
        standby: true,
      },
    ]);
    expect(verdict(subject, "us-east-1", "us-east-1:aws_db_instance.orders")).toBe("recovers");
  });

  it("has no way back for what it sees in one region only", () => {
    const subject = subjectFrom(
      stack("us-east-1", {
        aws_db_instance: { orders: database },
        aws_dynamodb_table: { cart: { name: "cart" } },
        aws_s3_bucket: { media: { bucket: "media" } },
      }),
    );
    expect(subject.stores).toHaveLength(3);
    for (const { id } of subject.stores) expect(verdict(subject, "us-east-1", id)).toBe("lost");
  });

  it("joins the members of a global database, and takes the one with an administrator for the writer", () => {
    const member = { engine: "aurora-postgresql", global_cluster_identifier: "orders" };
    const subject = subjectFrom(
      stack("eu-central-1", { aws_rds_cluster: { copy: member } }),
      stack("eu-west-1", { aws_rds_cluster: { first: { ...member, master_username: "root" } } }),
    );
    expect(subject.stores).toMatchObject([
      { id: "eu-west-1:aws_rds_cluster.first", regions: ["eu-west-1", "eu-central-1"], standby: false },
    ]);
  });

  it("joins the members of a Global Datastore, whether they refer to it or name it, the one that it was made of first", () => {
    const group = (more: object) => ({ automatic_failover_enabled: true, ...more });
    const global = { global_replication_group_id_suffix: "sessions" };
    const named = subjectFrom(
      stack("us-west-2", {
        aws_elasticache_replication_group: {
          copy: { replication_group_id: "west", global_replication_group_id: "ldgnf-sessions" },
        },
      }),
      stack("us-east-1", {
        aws_elasticache_replication_group: { first: group({ replication_group_id: "east" }) },
        aws_elasticache_global_replication_group: {
          all: {
            ...global,
            global_replication_group_id: "ldgnf-sessions",
            primary_replication_group_id: "east",
          },
        },
      }),
    );
    const id = "us-east-1:aws_elasticache_replication_group.first";
    const store = {
      id,
      engine: "redis",
      writes: "one",
      regions: ["us-east-1", "us-west-2"],
      standby: true,
      disposable: false,
    };
    expect(named.stores).toEqual([expect.objectContaining(store)]);
    expect(verdict(named, "us-east-1", id)).toBe("recovers");

    const reference = (name: string, attribute: string) => ["$", `{${name}.${attribute}}`].join("");
    const referring = subjectFrom(
      stack("us-east-1", {
        aws_elasticache_replication_group: {
          first: group({ replication_group_id: "east" }),
          copy: {
            global_replication_group_id: reference(
              "aws_elasticache_global_replication_group.all",
              "global_replication_group_id",
            ),
          },
        },
        aws_elasticache_global_replication_group: {
          all: {
            ...global,
            primary_replication_group_id: reference("aws_elasticache_replication_group.first", "id"),
          },
        },
      }),
    );
    expect(referring.stores).toMatchObject([{ id, writes: "one", regions: ["us-east-1"] }]);
  });

  it("takes a cache of one region for what may be lost with it, and leaves out a member of what it does not see", () => {
    const subject = subjectFrom(
      stack("us-east-1", { aws_elasticache_replication_group: { pages: { replication_group_id: "pages" } } }),
      stack("us-west-2", {
        aws_elasticache_replication_group: { copy: { global_replication_group_id: "ldgnf-theirs" } },
      }),
    );
    expect(subject.stores).toMatchObject([{ writes: "own", regions: ["us-east-1"], disposable: true }]);
  });

  it("finds the copies of a table, inside it and beside it", () => {
    const subject = subjectFrom(
      stack("us-east-1", {
        aws_dynamodb_table: { cart: { name: "cart", replica: [{ region_name: "us-west-2" }] } },
      }),
    );
    expect(subject.stores[0]).toMatchObject({ writes: "every", regions: ["us-east-1", "us-west-2"] });
    expect(verdict(subject, "us-east-1", "us-east-1:aws_dynamodb_table.cart")).toBe("untouched");
  });

  it("follows the copies of a bucket, and none that it cannot see", () => {
    const copied = (to: JsonObject) =>
      subjectFrom({
        id: "all",
        inputs: [],
        configuration: {
          provider: { aws: [{ region: "us-east-1" }, { alias: "west", region: "us-west-2" }] },
          resource: {
            aws_s3_bucket: { here: { bucket: "here" }, there: { bucket: "there", provider: "aws.west" } },
            aws_s3_bucket_replication_configuration: {
              copy: { bucket: `\${aws_s3_bucket.here.id}`, role: "arn", rule: [{ destination: [to] }] },
            },
          },
        },
      }).stores.find(({ id }) => id === "all:aws_s3_bucket.here");
    expect(copied({ bucket: `\${aws_s3_bucket.there.arn}` })?.regions).toEqual(["us-east-1", "us-west-2"]);
    expect(copied({ bucket: "arn:aws:s3:::elsewhere" })?.regions).toEqual(["us-east-1"]);
  });

  it("says that it knows no journeys, and promises nothing", () => {
    const subject = subjectFrom(stack("us-east-1", { aws_db_instance: { orders: database } }));
    expect(subject.unseen.join()).toContain("services and journeys");
    expect([subject.production, subject.journeys]).toEqual([false, []]);
  });
});
