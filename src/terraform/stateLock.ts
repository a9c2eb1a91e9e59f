import type { Diagnostic } from "./events.ts";

/** The holder of a state lock, as Terraform prints it. */
export interface StateLock {
  readonly id: string;
  readonly path: string;
  /** `OperationTypeApply`, `OperationTypePlan`, … */
  readonly operation: string;
  /** `user@host`. */
  readonly who: string;
  /** As printed by Go: `2026-11-22 18:13:22.852614 +0000 UTC`. */
  readonly created: string;
}

/** The lock that an error speaks of, or undefined when the error is another one. */
export function lockOf(error: Diagnostic): StateLock | undefined {
  if (!/acquiring the state lock/i.test(error.summary)) return undefined;
  const field = (name: string) =>
    new RegExp(`^\\s*${name}:[ \\t]*(.*)$`, "m").exec(error.detail)?.[1]?.trim() ?? "";
  const id = field("ID");
  // Without lock info the backend itself failed; that is not a lock that somebody holds.
  if (id === "") return undefined;
  // The http backend prints the lock that was wanted and names only the id of the one that is held (Terraform 1.11).
  const held = /already locked: ID=(\S+)/.exec(error.detail)?.[1];
  if (held !== undefined && held !== id) return { id: held, path: "", operation: "", who: "", created: "" };
  return {
    id,
    path: field("Path"),
    operation: field("Operation"),
    who: field("Who"),
    created: field("Created"),
  };
}

/** Milliseconds since the epoch of a lock's creation; undefined when the text cannot be read. */
export function createdAt(lock: StateLock): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,3})?\d* \+0000 UTC$/.exec(lock.created);
  if (match === null) return undefined;
  const time = Date.parse(`${match[1]}T${match[2]}${match[3] ?? ""}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** `OperationTypeApply` as a word: `apply`. */
export function lockedOperation(lock: StateLock): string {
  return lock.operation.replace(/^OperationType/, "").toLowerCase();
}

export function lockMessage(stack: string, lock: StateLock): string {
  const operation = lockedOperation(lock) || "an unnamed operation";
  const who = lock.who || "an unnamed holder";
  return `${stack}: the state is locked by ${who} since ${lock.created || "an unknown time"} for ${operation} (lock ${lock.id})`;
}
