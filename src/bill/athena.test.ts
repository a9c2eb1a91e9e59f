import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/index.ts";
import { AthenaBill } from "./athena.ts";
import { FakeAthena } from "./testing/fakeAthena.ts";

const ROWS = [
  { name: "Amazon EC2", billed: "1.500000000000" },
  { name: null, billed: "0.250000000000" },
  { name: "", billed: "0.000000000001" },
];
let athena: FakeAthena;
let endpoint: string;
let clock: ManualClock;
beforeEach(async () => {
  athena = new FakeAthena((sql) => (sql === "none" ? [] : ROWS), ["name", "billed"]);
  endpoint = await athena.start();
  clock = new ManualClock(Date.UTC(2026, 10, 1));
});
afterEach(() => athena.stop());

function bill(more: { readonly signal?: AbortSignal; readonly endpoint?: string } = {}): AthenaBill {
  return new AthenaBill({
    region: "eu-west-1",
    workgroup: "bill",
    database: "costs",
    table: "focus",
    target: {
      endpoint: more.endpoint ?? endpoint,
      credentials: { accessKeyId: "key", secretAccessKey: "secret" },
      appId: "trireme-planning",
    },
    clock,
    ...(more.signal === undefined ? {} : { signal: more.signal }),
  });
}

const refused = (type: string, message: string) => ({
  status: 400,
  body: JSON.stringify({ __type: `com.amazonaws.athena#${type}`, Message: message }),
});

describe("a bill on Athena", () => {
  it("is asked in its workgroup and database, and read page by page without the names of columns", async () => {
    const table = bill();
    expect(await table.rows("SELECT it")).toEqual(ROWS);
    expect(athena.count("GetQueryResults")).toBe(2);
    expect(athena.asked[0]).toMatchObject({
      action: "StartQueryExecution",
      question: {
        QueryString: "SELECT it",
        WorkGroup: "bill",
        QueryExecutionContext: { Database: "costs" },
        ClientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(table.queries).toEqual([{ id: "query-0", scannedBytes: 25_000_000 }]);
    expect(await table.rows("none")).toEqual([]);
    // The same question again is the same answer.
    await table.rows("SELECT it");
    expect(athena.started).toEqual(["SELECT it", "none"]);
    table.close();
  });

  it("starts a query once, though the answer to its start is lost and calls are throttled", async () => {
    athena.refusals.push(null, refused("TooManyRequestsException", "Rate exceeded"), { status: 503 });
    expect(await bill().rows("SELECT it")).toEqual(ROWS);
    expect(athena.count("StartQueryExecution")).toBe(4);
    expect(athena.started).toHaveLength(1);
    // Another run asks anew: the bill may have grown.
    clock.advance(1);
    await bill().rows("SELECT it");
    expect(athena.started).toHaveLength(2);
  });

  it("gives up on throttling after five calls, with what Athena said", async () => {
    athena.refusals.push(...Array.from({ length: 9 }, () => refused("ThrottlingException", "Rate exceeded")));
    await expect(bill().rows("SELECT it")).rejects.toMatchObject({
      code: "athena-refused",
      message: expect.stringContaining("ThrottlingException: Rate exceeded"),
    });
    expect(athena.count("StartQueryExecution")).toBe(5);
  });

  it.each([
    ["FAILED", "TABLE_NOT_FOUND: line 2:6: Table 'costs.focus' does not exist", /--database and --table/],
    ["FAILED", "COLUMN_NOT_FOUND: line 1:8: Column 'tags' cannot be resolved", /every column of FOCUS/],
    ["CANCELLED", "Bytes scanned limit was exceeded", /--month/],
    ["FAILED", "Something new", /history of workgroup bill in eu-west-1/],
  ])("tells why a query %s: %s", async (State, StateChangeReason, fix) => {
    athena.end = { State, StateChangeReason };
    const table = bill();
    await expect(table.rows("SELECT it")).rejects.toMatchObject({
      code: `athena-query-${State.toLowerCase()}`,
      fault: "environment",
      message: expect.stringContaining(StateChangeReason),
      fix: expect.stringMatching(fix),
    });
    expect(table.queries).toEqual([]);
    expect(athena.count("GetQueryResults")).toBe(0);
  });

  it("does not repeat what is refused for good, and says what to allow", async () => {
    athena.refusals.push(refused("AccessDeniedException", "User is not authorized to perform it"));
    await expect(bill().rows("SELECT it")).rejects.toMatchObject({
      code: "athena-refused",
      fix: expect.stringContaining("athena:StartQueryExecution"),
    });
    expect(athena.asked).toHaveLength(1);
  });

  it("waits ten minutes for a query, stops it, and asks no oftener than every five seconds later on", async () => {
    athena.looks = Number.POSITIVE_INFINITY;
    const before = clock.now();
    await expect(bill().rows("SELECT it")).rejects.toMatchObject({ code: "athena-overdue" });
    expect(clock.now() - before).toBe(600_000);
    expect(athena.count("GetQueryExecution")).toBeLessThan(130);
    expect(athena.asked.at(-1)).toEqual({
      action: "StopQueryExecution",
      question: { QueryExecutionId: "query-0" },
    });
  });

  it("stops the query of somebody who does not wait for it", async () => {
    const stop = new AbortController();
    athena.looks = Number.POSITIVE_INFINITY;
    const look = clock.sleep.bind(clock);
    clock.sleep = async (ms) => {
      stop.abort(new Error("interrupted"));
      await look(ms);
    };
    await expect(bill({ signal: stop.signal }).rows("SELECT it")).rejects.toThrow("interrupted");
    expect(athena.asked.at(-1)?.action).toBe("StopQueryExecution");
  });

  it("says that nobody answers", async () => {
    await expect(bill({ endpoint: "http://127.0.0.1:1" }).rows("SELECT it")).rejects.toMatchObject({
      code: "athena-unreachable",
    });
  });
});
