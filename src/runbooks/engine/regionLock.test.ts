import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storeFailover } from "../library/storeFailover.ts";
import { Bench, LOST, NEXT, outcomes, store } from "../testing/bench.ts";
import { readRun } from "./journal.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

const orders = store("aurora-postgresql", [LOST, NEXT], "orders");
const books = () => storeFailover(bench.scope([orders]), { store: orders, to: NEXT, acceptDataLoss: true });

describe("a run under its region's lock", () => {
  it("takes it under its own name in each of its lives, writes that down, and lets go of it", async () => {
    bench.aws.database(orders.name, [LOST, NEXT]);
    const taken: string[] = [];
    let released = 0;
    const lock = async (run: string) => {
      taken.push(run);
      return { says: `held by ${run}`, lost: () => undefined, release: async () => void released++ };
    };
    const stop = new AbortController();
    stop.abort();
    const cut = await bench.run(books(), { lock, signal: stop.signal });
    expect(cut.completed).toBe(false);
    const resumed = await bench.resume({ lock });
    expect(resumed.completed).toBe(true);
    expect(taken).toEqual([cut.run, cut.run]);
    expect(released).toBe(2);
    const said = (await readRun(bench.dir, cut.run)).filter(({ type }) => type === "lock");
    expect(said).toHaveLength(2);
  });

  it("acts no more once it has lost it", async () => {
    bench.aws.database(orders.name, [LOST, NEXT]);
    const lock = async () => ({
      says: "held",
      lost: () => "somebody else has it",
      release: async () => undefined,
    });
    const result = await bench.run(books(), { lock });
    expect(outcomes(result)).toEqual(["promote-orders stopped"]);
    expect(bench.aws.databases.get(orders.name)?.writer).toBe(LOST);
  });

  it("begins nothing where somebody else has it, so that nothing waits to be resumed", async () => {
    bench.aws.database(orders.name, [LOST, NEXT]);
    const lock = async () => {
      throw new Error("it is another's");
    };
    await expect(bench.run(books(), { lock })).rejects.toThrow("another");
    expect(bench.aws.calls).toEqual([]);
    expect((await bench.run(books())).completed).toBe(true);
  });
});
