import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Bench, outcomes } from "../testing/bench.ts";
import { LIBRARY_CASES, type LibraryCase } from "../testing/cases.ts";
import { TaskFailure } from "./failures.ts";
import { unfinishedRunbook } from "./journal.ts";
import type { Boundary } from "./tasks.ts";

/** Calls that change something. Each may take effect once. */
const ACTS = /^(?!Describe|Get|List|Search|HEAD)/;

const opened: Bench[] = [];
const open = async (world: LibraryCase["world"]) => {
  const bench = await Bench.open();
  opened.push(bench);
  return { bench, effects: world(bench.aws) };
};
const actsOf = (bench: Bench, { repeatable = [] }: Pick<LibraryCase, "repeatable">) => {
  const acts = bench.aws.calls.map(({ action }) => action).filter((each) => ACTS.test(each));
  return acts.filter((each, index) => !repeatable.includes(each) || acts.indexOf(each) === index).toSorted();
};

/** As `kill -9` does it: nothing after this place is done, nothing is tidied up but what the system tidies up. */
function killAt(count: number) {
  let seen = 0;
  const boundaries: string[] = [];
  const onBoundary = (boundary: Boundary, key: string) => {
    boundaries.push(`${boundary} ${key}`);
    // The process is gone for every lane.
    if (++seen >= count) throw new TaskFailure("killed", "killed", false);
  };
  return { onBoundary, boundaries };
}

beforeEach(() => {
  opened.length = 0;
});
afterEach(async () => {
  await Promise.all(opened.map((bench) => bench.close()));
});

/** Dozens of runs, each killed and resumed, on a machine that may have other things to do. */
const TIMEOUT_MS = 300_000;

describe.each(LIBRARY_CASES)("$name, killed at every boundary of every call", (of) => {
  const { world, runbooks, wanted, acts } = of;
  it("is finished by a resume, with no effect twice", { timeout: TIMEOUT_MS }, async () => {
    const { bench: whole, effects: wholeEffects } = await open(world);
    const all = killAt(Number.POSITIVE_INFINITY);
    const untouched = await whole.run(runbooks, { onBoundary: all.onBoundary });
    expect(untouched.completed).toBe(true);
    expect(wholeEffects()).toEqual(wanted);
    expect(actsOf(whole, of)).toEqual(acts);
    const points = all.boundaries.length;
    expect(points).toBeGreaterThanOrEqual(4);

    for (let point = 1; point <= points; point++) {
      const { bench, effects } = await open(world);
      await expect(bench.run(runbooks, { onBoundary: killAt(point).onBoundary })).rejects.toThrow("killed");

      const result = await bench.resume();

      expect(result.completed, `killed at ${point}`).toBe(true);
      expect(outcomes(result).toSorted()).toEqual(outcomes(untouched).toSorted());
      expect(effects()).toEqual(wanted);
      expect(actsOf(bench, of), `killed at ${point}`).toEqual(acts);
      expect(await unfinishedRunbook(bench.dir)).toBeUndefined();
      await bench.close();
      opened.pop();
    }
  });

  it("is finished although every life of it is killed a little later", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const { bench, effects } = await open(world);
    await expect(bench.run(runbooks, { onBoundary: killAt(1).onBoundary })).rejects.toThrow("killed");
    for (let lives = 0; ; lives++) {
      if (lives > 50) throw new Error("comes to no end");
      const life = killAt(30);
      const ended = await bench
        .resume({ onBoundary: life.onBoundary })
        .catch((error: Error) => error.message);
      if (ended !== "killed") break;
    }
    expect(effects()).toEqual(wanted);
    expect(actsOf(bench, of)).toEqual(acts);
  });
});
