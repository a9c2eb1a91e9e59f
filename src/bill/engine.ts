import { availableParallelism } from "node:os";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { literal } from "./sqlText.ts";

/** How much a bill may take of the machine. */
export interface EngineLimits {
  /** Bytes of memory for the database; what needs more is kept in files meanwhile. @default 1 GiB */
  readonly memoryBytes?: number;
  /** @default as many as the machine has, four at most */
  readonly threads?: number;
}

/** A row as text: decimals and times lose nothing on their way. */
export type Row = Readonly<Record<string, string | null>>;

/**
 * DuckDB in memory, shut in: it reads the files that it is told of and its own folder, fetches no extension, and cannot
 * be told otherwise later.
 * Source: https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview, read November 2026.
 */
export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** @param folder for what does not fit into memory; @param readable files that may be read, absolute, links followed. */
  static async open(folder: string, readable: readonly string[], limits: EngineLimits = {}): Promise<Engine> {
    const { memoryBytes = 1024 ** 3, threads = Math.min(4, availableParallelism()) } = limits;
    const instance = await DuckDBInstance.create(":memory:", {
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      allow_community_extensions: "false",
      memory_limit: `${Math.floor(memoryBytes / 1024)}KiB`,
      threads: String(threads),
    });
    const engine = new Engine(instance, await instance.connect());
    for (const setting of [
      `temp_directory = ${literal(folder)}`,
      `allowed_directories = [${literal(folder)}]`,
      `allowed_paths = [${readable.map(literal).join(", ")}]`,
      "TimeZone = 'UTC'",
      "enable_external_access = false",
      "lock_configuration = true",
    ]) {
      await engine.run(`SET ${setting}`);
    }
    return engine;
  }

  async run(sql: string): Promise<void> {
    await this.#connection.run(sql);
  }

  async rows(sql: string): Promise<readonly Row[]> {
    const reader = await this.#connection.runAndReadAll(sql);
    return reader
      .getRowObjectsJson()
      .map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
        ),
      );
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}
