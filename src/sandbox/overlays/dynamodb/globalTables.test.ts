import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeTables } from "../testing/fakeTables.ts";
import { FakeWorld, jsonCall } from "../testing/fakeWorld.ts";
import { dynamodbGlobalTables, pendingWrites, REPLICATION_LAG_MS, unreplicatedAtLoss } from "./index.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const EUROPE = "eu-west-1";

/** A table born in us-east-1 with replicas in the other regions. */
async function globalTable(...replicas: string[]) {
  const tables = new FakeTables();
  const world = new FakeWorld(tables.answer);
  const send = async (region: string, action: string, body: object) => {
    const call = jsonCall("dynamodb", region, action, { TableName: "cart", ...body });
    return (await dynamodbGlobalTables.handle(call, world)) ?? (await world.forward(call));
  };
  await send(EAST, "CreateTable", {
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
  });
  const update = (change: object) => send(EAST, "UpdateTable", { ReplicaUpdates: [change] });
  for (const RegionName of replicas) await update({ Create: { RegionName } });
  const put = (region: string, id: string, v: string) =>
    send(region, "PutItem", { Item: { id: { S: id }, v: { S: v } } });
  const read = async (region: string) => {
    await send(region, "Scan", {});
    return tables.contents(region, "cart");
  };
  const described = async (region: string) =>
    (
      JSON.parse((await send(region, "DescribeTable", {})).body.toString()) as {
        Table: Record<string, unknown>;
      }
    ).Table;
  return { world, send, update, put, read, described };
}

describe("a global table", () => {
  it("shows each region the replicas in the others, ready for use, and the current version", async () => {
    // given, when
    const { described } = await globalTable(WEST, EUROPE);

    // then
    for (const [region, others] of [
      [EAST, [WEST, EUROPE]],
      [WEST, [EAST, EUROPE]],
    ] as const) {
      const table = await described(region);
      expect(table.GlobalTableVersion).toBe("2019.11.21");
      expect(table.Replicas).toEqual(others.map((RegionName) => ({ RegionName, ReplicaStatus: "ACTIVE" })));
    }
  });

  it("gives a new replica the items that are there, the table's keys and a stream, and the first table one too", async () => {
    // given
    const { put, update, read, described } = await globalTable();
    await put(EAST, "a", "old");

    // when
    await update({
      Create: { RegionName: WEST, KMSMasterKeyId: "arn:aws:kms:us-west-2:123456789012:key/k" },
    });

    // then
    expect(await read(WEST)).toEqual({ a: "old" });
    const stream = { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" };
    expect(await described(WEST)).toMatchObject({
      StreamSpecification: stream,
      BillingMode: "PAY_PER_REQUEST",
    });
    expect(await described(WEST)).toMatchObject({
      SSEDescription: { KMSMasterKeyArn: expect.stringContaining("key/k") },
    });
    expect(await described(EAST)).toMatchObject({ StreamSpecification: stream });
    expect((await described(EAST)).Replicas).toMatchObject([
      { KMSMasterKeyId: expect.stringContaining("key/k") },
    ]);
  });

  it("is an ordinary table again when its only replica is removed", async () => {
    const { update, described, send } = await globalTable(WEST);
    await update({ Delete: { RegionName: WEST } });
    expect(await described(EAST)).not.toHaveProperty("Replicas");
    expect((await send(WEST, "DescribeTable", {})).status).toBe(400);
  });

  it("refuses to change a replica that does not exist, in the words that the provider waits for", async () => {
    const { update } = await globalTable(WEST);
    const reply = await update({ Delete: { RegionName: EUROPE } });
    expect(reply.status).toBe(400);
    expect(reply.body.toString()).toContain("Replica Delete action of the request was not found");
  });

  it("fails to make a replica in a region that is lost", async () => {
    const { world, update } = await globalTable(WEST);
    world.lose(EUROPE);
    expect((await update({ Create: { RegionName: EUROPE } })).status).toBe(500);
  });

  it("carries capacity mode and indexes to all regions but leaves deletion protection to each", async () => {
    const { send, described } = await globalTable(WEST);
    await send(EAST, "UpdateTable", { BillingMode: "PROVISIONED", DeletionProtectionEnabled: true });
    expect(await described(WEST)).toMatchObject({ BillingMode: "PROVISIONED" });
    expect(await described(WEST)).not.toHaveProperty("DeletionProtectionEnabled");
  });

  it("shows the encryption that was set on a table that stands already", async () => {
    const { send, described } = await globalTable();
    await send(EAST, "UpdateTable", { SSESpecification: { Enabled: true, KMSMasterKeyId: "arn:new" } });
    expect(await described(EAST)).toMatchObject({
      SSEDescription: { Status: "ENABLED", KMSMasterKeyArn: "arn:new" },
    });
  });
});

describe("writes to a global table", () => {
  it("stand in the other regions after the lag and not before", async () => {
    const { world, put, read } = await globalTable(WEST);
    await put(EAST, "a", "1");
    world.clock.advance(REPLICATION_LAG_MS - 1);
    expect(await read(WEST)).toEqual({});
    world.clock.advance(1);
    expect(await read(WEST)).toEqual({ a: "1" });
  });

  it("carry the item as an update left it, deletions, batches and transactions", async () => {
    const { world, send, put, read } = await globalTable(WEST);
    await put(EAST, "gone", "1");
    await send(EAST, "UpdateItem", { Key: { id: { S: "a" } }, UpdateExpression: "SET v = :v" });
    await send(EAST, "DeleteItem", { Key: { id: { S: "gone" } } });
    await send(EAST, "BatchWriteItem", {
      RequestItems: { cart: [{ PutRequest: { Item: { id: { S: "b" }, v: { S: "batch" } } } }] },
    });
    await send(EAST, "TransactWriteItems", {
      TransactItems: [{ Put: { TableName: "cart", Item: { id: { S: "c" }, v: { S: "transaction" } } } }],
    });
    world.clock.advance(REPLICATION_LAG_MS);
    expect(await read(WEST)).toEqual({ a: "updated", b: "batch", c: "transaction" });
  });

  it("that a lost region had not sent yet are counted, held back, and sent when it is back", async () => {
    // given
    const { world, put, read } = await globalTable(WEST, EUROPE);
    await put(EAST, "early", "1");
    world.clock.advance(REPLICATION_LAG_MS);
    await put(EAST, "late", "1");
    await put(EAST, "late", "2");

    // when
    world.lose(EAST);
    world.clock.advance(60_000);

    // then
    expect(await read(WEST)).toEqual({ early: "1" });
    expect(await unreplicatedAtLoss(world, EAST)).toBe(2);
    expect(await pendingWrites(world, EAST)).toBe(2);

    // when
    world.restore(EAST);
    expect(await read(WEST)).toEqual({ early: "1", late: "2" });
    expect(await pendingWrites(world, EAST)).toBe(0);
    expect(await unreplicatedAtLoss(world, EAST)).toBe(2);
  });

  it("that were due before the loss have arrived, even when nobody looked until after it", async () => {
    const { world, put, read } = await globalTable(WEST);
    await put(EAST, "a", "1");
    world.clock.advance(REPLICATION_LAG_MS);
    world.lose(EAST);
    world.clock.advance(60_000);
    expect(await read(WEST)).toEqual({ a: "1" });
    expect(await unreplicatedAtLoss(world, EAST)).toBe(0);
  });

  it("meet in every region at the last one written, however regions are lost and given back", async () => {
    const region = fc.constantFrom(EAST, WEST, EUROPE);
    const step = fc.oneof(
      fc.record({ kind: fc.constant("put" as const), region, id: fc.constantFrom("a", "b") }),
      fc.record({ kind: fc.constantFrom("lose" as const, "restore" as const), region }),
      fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 3000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { world, put, read } = await globalTable(WEST, EUROPE);
        const last: Record<string, string> = {};
        for (const [index, one] of steps.entries()) {
          if (one.kind === "wait") world.clock.advance(one.ms);
          else if (one.kind !== "put") {
            if (world.isLost(one.region) === (one.kind === "restore")) world[one.kind](one.region);
          } else if (!world.isLost(one.region)) {
            await put(one.region, one.id, String(index));
            last[one.id] = String(index);
          }
        }
        for (const each of [EAST, WEST, EUROPE]) world.restore(each);
        world.clock.advance(REPLICATION_LAG_MS);
        for (const each of [EAST, WEST, EUROPE]) expect(await read(each)).toEqual(last);
      }),
      { numRuns: 100 },
    );
  });
});
