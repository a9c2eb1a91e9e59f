import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scheduleStacks, stackTimes } from "./stackSchedule.ts";
import { graph } from "./testing/graphs.ts";
import { workOf } from "./work.ts";

function rolledOut(
  stacks: Readonly<Record<string, readonly string[]>>,
  seconds: readonly number[],
  atOnce: number,
) {
  const ordered = Object.entries(stacks).map(([id, dependsOn]) => ({
    id,
    scope: { kind: "global" } as const,
    dependsOn,
  }));
  const work = workOf(graph([]), ordered);
  const times = stackTimes(work);
  const makespan = scheduleStacks(work, Float64Array.from(seconds), atOnce, times);
  return { makespan, begin: [...times.begin], end: [...times.end], cause: [...times.cause] };
}

describe("scheduleStacks", () => {
  it("begins a stack when all it depends on is done, and says which was last", () => {
    const { makespan, begin, cause } = rolledOut({ a: [], b: [], c: ["a", "b"], d: ["a"] }, [5, 7, 3, 1], 9);
    expect(begin).toEqual([0, 0, 7, 5]);
    expect(cause).toEqual([-1, -1, 1, 0]);
    expect(makespan).toBe(10);
  });

  it("lets the one with the longest chain behind it go first when not all may run", () => {
    const { begin } = rolledOut({ leaf: [], root: [], next: ["root"], last: ["next"] }, [4, 4, 4, 4], 1);
    expect(begin).toEqual([8, 0, 4, 12]);
  });

  it("counts what a stack depends on outside the list as done", () => {
    expect(rolledOut({ a: ["elsewhere"] }, [3], 1).makespan).toBe(3);
  });

  it("never runs more at once than allowed and never a stack before what it depends on", () => {
    const random = fc.array(
      fc.record({ seconds: fc.nat({ max: 50 }), needs: fc.array(fc.nat(), { maxLength: 3 }) }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(random, fc.integer({ min: 1, max: 5 }), (given, atOnce) => {
        const stacks = Object.fromEntries(
          given.map(({ needs }, at) => [
            `s${at}`,
            at === 0 ? [] : [...new Set(needs.map((n) => `s${n % at}`))],
          ]),
        );
        const { begin, end } = rolledOut(
          stacks,
          given.map(({ seconds }) => seconds),
          atOnce,
        );
        Object.values(stacks).forEach((needs, at) => {
          for (const other of needs)
            expect(begin[at]).toBeGreaterThanOrEqual(end[Number(other.slice(1))] ?? 0);
        });
        for (const at of begin) {
          const busy = begin.filter((from, stack) => from <= at && at < (end[stack] ?? 0));
          expect(busy.length).toBeLessThanOrEqual(atOnce);
        }
      }),
    );
  });
});
