import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/index.ts";
import { compileRunbook, type StepOutcome } from "../compile/index.ts";
import { failback } from "../library/failback.ts";
import { regionalFailover } from "../library/regionalFailover.ts";
import type { RecoverableCache } from "../library/scope.ts";
import { type Runbook, stepsOf } from "../runbook.ts";
import { FAR, LATCH, LOST, NAMES, NEXT, scopeOf, store } from "../testing/bench.ts";
import { RunJournal, started } from "./journal.ts";
import { promotedStores } from "./promoted.ts";

const SESSIONS: RecoverableCache = {
  id: "sessions",
  regions: [LOST, NEXT],
  replicated: true,
  groupIn: (region) => `shop-sessions-${region}`,
};
const stores = [
  store("aurora-postgresql", [LOST, NEXT], "orders"),
  store("aurora-postgresql", [LOST, FAR], "carts"),
  store("rds-postgresql", [LOST, NEXT], "invoices"),
];
const scope = scopeOf(stores, { caches: [SESSIONS], latch: LATCH });

describe("stores that were promoted", () => {
  let dir: string;
  let runs = 0;
  const clock = new ManualClock();
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "trireme-promoted-"));
    runs = 0;
  });
  afterEach(() => rm(dir, { recursive: true }));

  /** As the engine writes a run down. Steps whose id is in `others` end in that way, the rest are confirmed. */
  async function wrote(
    runbook: Runbook,
    { others = {}, completed = true }: { others?: Record<string, StepOutcome>; completed?: boolean } = {},
  ): Promise<void> {
    runs += 1;
    const run = `${runs}`;
    const journal = await RunJournal.open(dir, run, clock);
    const about = { run, by: "anna", runbook, compiled: compileRunbook(runbook, NAMES), input: {} };
    await journal.append(started(about));
    for (const { step } of stepsOf(runbook)) {
      const outcome = others[step.id] ?? "confirmed";
      await journal.append({ type: "step-ended", step: step.id, outcome, detail: "" });
    }
    await journal.append({ type: "run-ended", completed });
    await journal.close();
  }

  const failedOver = async () => {
    for (const runbook of regionalFailover(scope)) await wrote(runbook);
  };
  /** As it is made when somebody asks for a failback: from what is known to have been promoted. */
  const failbackNow = async () => {
    const before = new Map([...(await promotedStores(dir))].map((id) => [id, LOST]));
    const holders = new Map([
      ["orders", NEXT],
      ["carts", FAR],
      ["invoices", NEXT],
      ["sessions", NEXT],
    ]);
    return failback(scope, before, holders);
  };
  const known = async () => [...(await promotedStores(dir))].toSorted();

  it("are those of every engine that a failover moved", async () => {
    await failedOver();
    expect(await known()).toEqual(["carts", "invoices", "orders", "sessions"]);
  });

  it("are not those that were where they should be, nor those of a failover that did not get there", async () => {
    const [first] = regionalFailover(scope);
    await wrote(first, {
      others: { "promote-orders": "satisfied", "promote-invoices": "failed" },
      completed: false,
    });
    expect(await known()).toEqual(["sessions"]);
  });

  it("are still known when a failback was interrupted between two of its runbooks, at each place", async () => {
    await failedOver();
    const books = await failbackNow();
    expect(books.map(({ name, runsIn }) => `${name} in ${runsIn}`)).toEqual([
      `old-writer-fence in ${LOST}`,
      `failback in ${FAR}`,
      `cache-return in ${LOST}`,
      `failback in ${NEXT}`,
    ]);
    const left: string[][] = [];
    for (const runbook of books) {
      await wrote(runbook);
      left.push(await known());
    }
    expect(left).toEqual([
      ["carts", "invoices", "orders", "sessions"],
      ["invoices", "orders", "sessions"],
      ["invoices", "orders"],
      [],
    ]);
  });

  it("are asked for again by a failback that is begun anew, and by no other steps", async () => {
    await failedOver();
    const [fence, far] = await failbackNow();
    for (const runbook of [fence, far]) if (runbook !== undefined) await wrote(runbook);
    const again = await failbackNow();
    const steps = again.flatMap((runbook) => stepsOf(runbook).map(({ step }) => step.id));
    expect(steps).toEqual(expect.arrayContaining(["return-orders", "return-sessions", `let-return-${LOST}`]));
    expect(steps).not.toContain("return-carts");
    expect(again[0].name).toBe("old-writer-fence");
  });

  it("are known when the last runbook stopped before the names, also those that it gave back", async () => {
    await failedOver();
    const last = (await failbackNow()).at(-1);
    if (last === undefined) throw new Error("no failback");
    await wrote(last, { others: { [`let-return-${LOST}`]: "failed" }, completed: false });
    expect(await known()).toEqual(["carts", "invoices", "sessions"]);
    await wrote(last);
    expect(await known()).toEqual([]);
  });

  it("are none in a folder that is not there", async () => {
    expect(await promotedStores(join(dir, "nowhere"))).toEqual(new Set());
  });
});
