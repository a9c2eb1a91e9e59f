import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { type GlobalTables, globalTablesOf } from "./globalTables.ts";
import { listTables } from "./names.ts";
import { carry, settle } from "./replication.ts";
import { deleteTable, describeTable, tagResource, updateTable, updateTimeToLive } from "./settings.ts";
import { READS, WRITES, writtenBy } from "./writes.ts";

export { dynamodbInsights } from "./insights.ts";
export { pendingWrites, REPLICATION_LAG_MS, unreplicatedAtLoss } from "./replication.ts";

export const dynamodbGlobalTables: Overlay = {
  name: "dynamodb-global-tables",
  service: "dynamodb",
  grade: "modelled",
  models:
    "Global tables (2019.11.21, eventual consistency): replicas in other regions, ready at once; each write " +
    "stands in the other regions one second later, the last writer wins, a lost region neither sends nor " +
    "receives until it is back. Writes of any table happen one after another. Leaves out PartiQL writes, expiry by time to live and strong consistency.",
  handle: (call, world) => answer(call, world, globalTablesOf(world)),
};

async function answer(call: AwsCall, world: World, tables: GlobalTables): Promise<AwsReply | undefined> {
  switch (call.action) {
    case "DescribeTable":
      return describeTable(call, world, tables);
    case "ListTables":
      return listTables(call, world);
    case "UpdateTable":
      return updateTable(call, world, tables);
    case "UpdateTimeToLive":
      return updateTimeToLive(call, world, tables);
    case "DeleteTable":
      return deleteTable(call, world, tables);
    case "TagResource":
      return tagResource(call, world);
  }
  if (WRITES.includes(call.action)) return write(call, world, tables);
  if (!tables.isEmpty && READS.includes(call.action)) await tables.exclusive(() => settle(world, tables));
  return undefined;
}

/**
 * Writes go one at a time, so that their order in every region is the order in which they were taken, and a condition holds
 * when what it guards is written: the emulator looks and writes in two steps, between which another may come.
 */
function write(call: AwsCall, world: World, tables: GlobalTables): Promise<AwsReply> {
  return tables.exclusive(async () => {
    await settle(world, tables);
    const reply = await world.forward(call);
    if (reply.status !== 200 || tables.isEmpty) return reply;
    const version = { at: world.clock.now(), call: call.id };
    for (const written of await writtenBy(call, reply, world, tables)) {
      const group = tables.find(call.account, written.table);
      if (group !== undefined) carry(tables, group, call.signedRegion, version, written);
    }
    return reply;
  });
}
