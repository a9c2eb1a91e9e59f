import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Row } from "../engine.ts";

interface Question {
  readonly QueryString?: string;
  readonly ClientRequestToken?: string;
  readonly QueryExecutionId?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
  readonly WorkGroup?: string;
  readonly QueryExecutionContext?: { readonly Database?: string };
}

interface Refusal {
  readonly status: number;
  readonly body?: string;
}

/** How a query ends, as `GetQueryExecution` says it. */
interface End {
  readonly State: string;
  readonly StateChangeReason?: string;
}

/**
 * An Athena on loopback, its answers in the shape of the API (botocore's model of 2017-05-18, read November 2026), with
 * the one call of STS that says who calls. It understands no SQL: what rows a question has is for the test to say.
 */
export class FakeAthena {
  readonly asked: { readonly action: string; readonly question: Question }[] = [];
  /** Answers to the next calls in place of one; null tears the connection after the call was carried out. */
  readonly refusals: (Refusal | null)[] = [];
  /** Looks that a query takes. */
  looks = 1;
  end: End = { State: "SUCCEEDED" };
  scannedBytes: number | undefined = 25_000_000;
  /** Account of the credentials. */
  account = "111111111111";
  pageRows = 2;
  readonly #rows: (sql: string) => readonly Row[] | Promise<readonly Row[]>;
  readonly #columns: readonly string[];
  readonly #queries: {
    readonly token: string;
    readonly sql: string;
    looked: number;
    /** Asked for once: pages are of one answer. */
    rows?: readonly Row[];
  }[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  /** @param columns of a question without rows */
  constructor(
    rows: (sql: string) => readonly Row[] | Promise<readonly Row[]>,
    columns: readonly string[] = ["name"],
  ) {
    this.#rows = rows;
    this.#columns = columns;
  }

  get started(): readonly string[] {
    return this.#queries.map(({ sql }) => sql);
  }

  count(action: string): number {
    return this.asked.filter((each) => each.action === action).length;
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    if (body.includes("Action=GetCallerIdentity")) return void response.end(this.#identity());
    const [prefix, action = ""] = String(request.headers["x-amz-target"]).split(".");
    const signed = String(request.headers.authorization).includes("/athena/aws4_request");
    if (prefix !== "AmazonAthena" || !signed) return void response.writeHead(400).end("{}");
    const question = JSON.parse(body) as Question;
    this.asked.push({ action, question });
    const refusal = this.refusals.shift();
    if (refusal !== undefined && refusal !== null) {
      return void response.writeHead(refusal.status).end(refusal.body ?? "");
    }
    const answer = await this.#carryOut(action, question);
    if (refusal === null) return void response.destroy();
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
  }

  #identity(): string {
    const who = `<Arn>arn:aws:iam::${this.account}:user/ada</Arn><Account>${this.account}</Account>`;
    return `<GetCallerIdentityResponse><GetCallerIdentityResult>${who}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
  }

  async #carryOut(action: string, question: Question): Promise<object> {
    if (action === "StartQueryExecution") {
      const { ClientRequestToken: token = "", QueryString: sql = "" } = question;
      const known = this.#queries.findIndex((query) => query.token === token);
      const place = known === -1 ? this.#queries.push({ token, sql, looked: 0 }) - 1 : known;
      return { QueryExecutionId: `query-${place}` };
    }
    const id = question.QueryExecutionId ?? "";
    const query = this.#queries[Number(id.slice("query-".length))];
    if (query === undefined) return {};
    if (action === "GetQueryExecution") {
      const over = ++query.looked > this.looks;
      const Statistics = over ? { DataScannedInBytes: this.scannedBytes } : {};
      const Status = over ? this.end : { State: query.looked === 1 ? "QUEUED" : "RUNNING" };
      return { QueryExecution: { QueryExecutionId: id, Query: query.sql, Status, Statistics } };
    }
    if (action !== "GetQueryResults") return {};
    query.rows ??= await this.#rows(query.sql);
    return this.#page(query.rows, question);
  }

  #page(found: readonly Row[], { NextToken = "0" }: Question): object {
    const names = found[0] === undefined ? this.#columns : Object.keys(found[0]);
    const rows = [names, ...found.map((row) => names.map((name) => row[name] ?? null))];
    const [from, to] = [Number(NextToken), Number(NextToken) + this.pageRows];
    return {
      UpdateCount: 0,
      ResultSet: {
        Rows: rows.slice(from, to).map((values) => ({
          Data: values.map((value) => (value === null ? {} : { VarCharValue: value })),
        })),
        ResultSetMetadata: {
          ColumnInfo: names.map((Name) => ({ CatalogName: "hive", Name, Label: Name, Type: "varchar" })),
        },
      },
      ...(to < rows.length ? { NextToken: String(to) } : {}),
    };
  }
}
