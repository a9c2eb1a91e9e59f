import type { Transfer } from "../arrival.ts";
import { perSandbox } from "../perSandbox.ts";

/** One region's table of a global table. */
export interface Member {
  readonly region: string;
  /** Milliseconds since the epoch, sandbox clock. */
  readonly joinedAt: number;
  /** Region whose table it was copied from; undefined for the table that was there first. */
  readonly source: string | undefined;
  /** As it was given when the replica was made: ARN, id or alias. */
  kmsKey: string | undefined;
}

/** A table name that is one table in several regions. */
export interface GlobalTable {
  readonly account: string;
  readonly table: string;
  /** Names of partition key and sort key. */
  readonly keys: readonly string[];
  readonly members: Map<string, Member>;
  /** For each item, in each region: which write it holds. */
  readonly versions: Map<string, Map<string, Version>>;
}

export type Item = Readonly<Record<string, unknown>>;

/** Which write an item holds. Of two, the later wins; of the same millisecond, the later call. */
export interface Version {
  readonly at: number;
  readonly call: number;
}

/** A write on its way from the region that took it to one other. */
export interface PendingWrite extends Transfer {
  readonly group: GlobalTable;
  readonly version: Version;
  readonly key: Item;
  /** The item as it was left by the write; undefined when it was deleted. */
  readonly item: Item | undefined;
}

/** All global tables of one sandbox, and what is on its way between their regions. */
export class GlobalTables {
  readonly #tables = new Map<string, GlobalTable>();
  /** Encryption that was changed after the table was made, which the emulator does not keep. */
  readonly encryption = new Map<string, unknown>();
  pending: PendingWrite[] = [];
  readonly losses = new Map<string, { readonly at: number; readonly writes: number }>();
  #turn: Promise<unknown> = Promise.resolve();

  find(account: string, table: string): GlobalTable | undefined {
    return this.#tables.get(`${account}/${table}`);
  }

  get isEmpty(): boolean {
    return this.#tables.size === 0;
  }

  add(group: GlobalTable): void {
    this.#tables.set(`${group.account}/${group.table}`, group);
  }

  /** Takes a region's table out; a global table of one member is an ordinary table again. */
  leave(group: GlobalTable, region: string): void {
    group.members.delete(region);
    this.pending = this.pending.filter(
      (write) => write.group !== group || (write.from !== region && write.to !== region),
    );
    if (group.members.size <= 1) this.#tables.delete(`${group.account}/${group.table}`);
  }

  /** One after the other, so that no write is carried twice. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

/** The global tables of a sandbox: a world is made for each call, the clock is one for the whole sandbox. */
export const globalTablesOf = perSandbox(() => new GlobalTables());

/** The table's name, whether the call gave a name or an ARN. */
export function tableName(given: unknown): string {
  const text = String(given ?? "");
  return text.startsWith("arn:") ? (text.split("/")[1] ?? "") : text;
}

/** Key of the record of a table's encryption. */
export function placeOf(account: string, region: string, table: string): string {
  return `${account}/${region}/${table}`;
}
