import type { World } from "../../overlay.ts";
import { askJson } from "../../wire/index.ts";
import { hasArrived } from "../arrival.ts";
import {
  type GlobalTable,
  type GlobalTables,
  globalTablesOf,
  type Item,
  type PendingWrite,
  type Version,
} from "./globalTables.ts";

/**
 * Milliseconds after which a write stands in the other regions. AWS documents no figure but "typically
 * within a second or less" for tables with multi-Region eventual consistency; the upper end of it.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-CoreConcepts.html
 * (read 2026-11).
 */
export const REPLICATION_LAG_MS = 1000;

/** What a successful call left behind in one table. */
export interface Written {
  readonly table: string;
  readonly key: Item;
  readonly item: Item | undefined;
}

/** Queues a write that a region has taken for all others. */
export function carry(
  tables: GlobalTables,
  group: GlobalTable,
  from: string,
  version: Version,
  written: Written,
): void {
  note(group, from, written.key, version);
  for (const to of group.members.keys()) {
    if (to !== from) {
      const due = version.at + REPLICATION_LAG_MS;
      tables.pending.push({ group, from, to, due, version, key: written.key, item: written.item });
    }
  }
}

/**
 * Carries over what is due by now. Nothing leaves or enters a region after it was lost; what was due
 * before that has arrived. Evaluated when somebody looks, so that a clock that jumps gives the same
 * result as one that runs.
 */
export async function settle(world: World, tables: GlobalTables): Promise<void> {
  const due = tables.pending.filter((write) => hasArrived(write, world));
  tables.pending = tables.pending.filter((write) => !due.includes(write));
  for (const write of due) await deliver(world, write);
  for (const region of new Set(tables.pending.map((write) => write.from))) {
    const at = world.isLost(region) ? world.regionChangedAt(region) : undefined;
    if (at !== undefined) tables.losses.set(region, { at, writes: writesFrom(tables, region) });
  }
}

async function deliver(world: World, write: PendingWrite): Promise<void> {
  const { group, to, key, item, version } = write;
  const held = group.versions.get(keyText(key))?.get(to);
  if (!group.members.has(to) || (held !== undefined && !isLater(version, held))) return;
  const place = { account: group.account, region: to };
  if (item === undefined) {
    await askJson(world, place, "dynamodb", "DeleteItem", { TableName: group.table, Key: key });
  } else {
    await askJson(world, place, "dynamodb", "PutItem", { TableName: group.table, Item: item });
  }
  note(group, to, key, version);
}

function isLater(a: Version, b: Version): boolean {
  return a.at === b.at ? a.call > b.call : a.at > b.at;
}

function note(group: GlobalTable, region: string, key: Item, version: Version): void {
  const text = keyText(key);
  const versions = group.versions.get(text) ?? new Map<string, Version>();
  versions.set(region, version);
  group.versions.set(text, versions);
}

function keyText(key: Item): string {
  return JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function writesFrom(tables: GlobalTables, region: string): number {
  const writes = tables.pending.filter((write) => write.from === region);
  return new Set(writes.map((write) => `${write.version.call} ${write.group.table} ${keyText(write.key)}`))
    .size;
}

/**
 * Writes that the region has taken and that have not reached every other region of their table by
 * now on the sandbox clock.
 */
export async function pendingWrites(world: World, region: string): Promise<number> {
  const tables = globalTablesOf(world);
  return tables.exclusive(async () => {
    await settle(world, tables);
    return writesFrom(tables, region);
  });
}

/**
 * Writes that stood only in the region at the moment when it was last lost: what a recovery elsewhere
 * does without until the region is back. Undefined when it was never lost while anybody looked.
 */
export async function unreplicatedAtLoss(world: World, region: string): Promise<number | undefined> {
  const tables = globalTablesOf(world);
  return tables.exclusive(async () => {
    await settle(world, tables);
    const changedAt = world.regionChangedAt(region);
    const loss = tables.losses.get(region);
    if (world.isLost(region)) return loss?.at === changedAt ? loss?.writes : 0;
    return loss?.writes;
  });
}
