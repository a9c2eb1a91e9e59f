import { createHash } from "node:crypto";
import { type AwsTarget, PlainCalls } from "../aws/index.ts";
import { type Clock, TriremeError } from "../lib/index.ts";
import type { BillTable } from "./ask.ts";
import { athenaFailure, athenaRefusal, unreached } from "./athenaFailures.ts";
import type { AthenaPlace, AthenaQuery } from "./athenaPlace.ts";
import { athenaDialect } from "./dialect.ts";
import type { Row } from "./engine.ts";

export interface AthenaOptions extends AthenaPlace {
  readonly target: AwsTarget;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

interface Execution {
  readonly QueryExecution?: {
    readonly Status?: { readonly State?: string; readonly StateChangeReason?: string };
    readonly Statistics?: { readonly DataScannedInBytes?: number };
  };
}

interface Page {
  readonly NextToken?: string;
  readonly ResultSet?: {
    readonly Rows?: readonly { readonly Data?: readonly { readonly VarCharValue?: string }[] }[];
    readonly ResultSetMetadata?: { readonly ColumnInfo?: readonly { readonly Name?: string }[] };
  };
}

/** Longest that one query may take: sums over a bill take seconds; a queue of others' queries takes more. */
const QUERY_MS = 10 * 60_000;
/** Between two looks at a query: at first this, then twice as long each time up to the other. */
const [FIRST_LOOK_MS, LATER_LOOK_MS] = [500, 5_000];
/** How often a call is made that is throttled, or that nobody answers. */
const ATTEMPTS = 5;
/** Most that one answer may hold. */
const PAGE_ROWS = 1_000;
/**
 * The names of the protocol: https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html and
 * its neighbours; JSON 1.1, the prefix of the target and the bounds of a page and of a token as in botocore's model of
 * Athena (2017-05-18), read November 2026.
 */
const PROTOCOL = "AmazonAthena";

/**
 * A bill where AWS Data Exports leaves it, asked by Athena with the SQL that DuckDB is asked with. The same question is
 * asked once: its answer is kept. Calls that fail on their way are made again; that a query is not started twice by
 * that is seen to by its token.
 */
export class AthenaBill implements BillTable {
  readonly dialect;
  readonly #options: AthenaOptions;
  readonly #calls: PlainCalls;
  readonly #answers = new Map<string, Promise<readonly Row[]>>();
  readonly #queries: AthenaQuery[] = [];
  readonly #opened: number;

  constructor(options: AthenaOptions) {
    this.dialect = athenaDialect(options.database, options.table);
    this.#options = options;
    this.#calls = new PlainCalls(options.region, options.target);
    this.#opened = options.clock.now();
  }

  /** Those that ended well, in their order. */
  get queries(): readonly AthenaQuery[] {
    return this.#queries;
  }

  rows(sql: string): Promise<readonly Row[]> {
    const known = this.#answers.get(sql) ?? this.#ask(sql);
    this.#answers.set(sql, known);
    return known;
  }

  close(): void {
    this.#calls.destroy();
  }

  async #ask(sql: string): Promise<readonly Row[]> {
    const { workgroup, database } = this.#options;
    const { QueryExecutionId: id } = await this.#call<{ readonly QueryExecutionId?: string }>(
      "StartQueryExecution",
      {
        QueryString: sql,
        ClientRequestToken: this.#token(sql),
        QueryExecutionContext: { Database: database },
        WorkGroup: workgroup,
      },
    );
    if (id === undefined) throw unreached(this.#options, "it started a query without a name");
    const scannedBytes = await this.#ended(id);
    this.#queries.push({ id, scannedBytes });
    return this.#results(id);
  }

  /** The same for one question of one run, so that its start can be repeated; another in the next run, for bills grow. */
  #token(sql: string): string {
    const { region, workgroup, database } = this.#options;
    return createHash("sha256")
      .update(JSON.stringify([this.#opened, region, workgroup, database, sql]))
      .digest("hex");
  }

  /** Waits for a query, and stops one that nobody waits for any more: it reads on, and is paid for. */
  async #ended(id: string): Promise<number | null> {
    const { clock, signal } = this.#options;
    const until = clock.now() + QUERY_MS;
    let wait = FIRST_LOOK_MS;
    try {
      for (;;) {
        const { QueryExecution: query } = await this.#call<Execution>("GetQueryExecution", {
          QueryExecutionId: id,
        });
        const { State: state, StateChangeReason: reason } = query?.Status ?? {};
        const scannedBytes = query?.Statistics?.DataScannedInBytes ?? null;
        if (state === "SUCCEEDED") return scannedBytes;
        if (state === "FAILED" || state === "CANCELLED") {
          throw athenaFailure(this.#options, { id, scannedBytes }, state, reason);
        }
        const left = until - clock.now();
        if (left <= 0) throw overdue(id, state);
        await clock.sleep(Math.min(wait, left), signal);
        wait = Math.min(2 * wait, LATER_LOOK_MS);
      }
    } catch (error) {
      const over = error instanceof TriremeError && error.code.startsWith("athena-query-");
      if (!over) await this.#stop(id);
      throw error;
    }
  }

  /** As far as it goes: why it is stopped is what is told. */
  async #stop(id: string): Promise<void> {
    await this.#send("StopQueryExecution", { QueryExecutionId: id }).catch(() => undefined);
  }

  /** Page by page. The first row of the first page has the columns' names. */
  async #results(id: string): Promise<readonly Row[]> {
    const rows: Row[] = [];
    const seen = new Set<string>();
    let names: readonly string[] | undefined;
    let token: string | undefined;
    do {
      const page: Page = await this.#call("GetQueryResults", {
        QueryExecutionId: id,
        MaxResults: PAGE_ROWS,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      const { Rows = [], ResultSetMetadata } = page.ResultSet ?? {};
      let values = Rows.map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue ?? null));
      if (names === undefined) {
        const columns = ResultSetMetadata?.ColumnInfo?.map(({ Name = "" }) => Name) ?? [];
        const [header] = values;
        if (header === undefined || header.join("\n") !== columns.join("\n")) {
          throw unreached(this.#options, "its answer does not begin with the names of its columns");
        }
        names = columns;
        values = values.slice(1);
      }
      for (const row of values) rows.push(rowOf(names, row, this.#options));
      token = page.NextToken;
      if (token !== undefined && seen.has(token)) {
        throw unreached(this.#options, "its pages lead back to one of them");
      }
      if (token !== undefined) seen.add(token);
    } while (token !== undefined);
    return rows;
  }

  async #call<Result>(action: string, body: object): Promise<Result> {
    const { clock, signal } = this.#options;
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      const answer = await this.#send(action, body);
      if (answer.status === 200) return JSON.parse(answer.body) as Result;
      const refusal = athenaRefusal(this.#options, action, answer);
      if (!refusal.again || attempt === ATTEMPTS) throw refusal.error;
      await clock.sleep(500 * 2 ** attempt, signal);
    }
  }

  /** An answer; `status` 0 where there is none. */
  async #send(action: string, body: object): Promise<{ readonly status: number; readonly body: string }> {
    try {
      return await this.#calls.send({
        service: "athena",
        method: "POST",
        contentType: "application/x-amz-json-1.1",
        target: `${PROTOCOL}.${action}`,
        body: JSON.stringify(body),
      });
    } catch (error) {
      // The SDK's providers fail with this name when the chain ends with nothing, and when a login has run out.
      if (error instanceof Error && /Credentials|TokenProvider/.test(error.name)) {
        throw new TriremeError(`There are no AWS credentials: ${error.message}`, {
          code: "credentials-missing",
          fault: "environment",
          fix: "Set AWS_PROFILE to a profile of the account that pays (aws configure sso makes one).",
          cause: error,
        });
      }
      return { status: 0, body: error instanceof Error ? error.message : String(error) };
    }
  }
}

function rowOf(names: readonly string[], values: readonly (string | null)[], place: AthenaPlace): Row {
  if (values.length !== names.length) {
    throw unreached(place, `a row has ${values.length} values for ${names.length} columns`);
  }
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
}

function overdue(id: string, state: string | undefined): TriremeError {
  return new TriremeError(
    `Athena's query ${id} was ${state ?? "of no state"} after ${QUERY_MS / 60_000} minutes and is stopped.`,
    {
      code: "athena-overdue",
      fault: "environment",
      fix: "Ask for one month with --month, or look at what else is queued in the workgroup.",
    },
  );
}
