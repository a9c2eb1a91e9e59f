import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ListScheduler, NOTHING } from "./listSchedule.ts";
import { graphOf, ONE_STACK } from "./testing/graphs.ts";
import { workOf } from "./work.ts";

/** Tasks 0, 1, …; `needs[i]` are what task i waits for. */
function scheduled(seconds: readonly number[], needs: readonly (readonly number[])[], slots: number) {
  const [work] = workOf(graphOf(seconds.length, needs), ONE_STACK);
  if (work === undefined) throw new Error("no stack");
  const space = { finish: new Float64Array(seconds.length), cause: new Int32Array(seconds.length) };
  const scheduler = new ListScheduler(slots, seconds.length);
  return { makespan: scheduler.run(work, Float32Array.from(seconds), space), ...space };
}

/** Whole seconds and dependencies on earlier tasks only, so there are no circles. */
const jobs = fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 12 }).chain((seconds) =>
  fc.record({
    seconds: fc.constant(seconds),
    needs: fc.tuple(
      ...seconds.map((_, task) =>
        task === 0
          ? fc.constant([] as number[])
          : fc.uniqueArray(fc.nat({ max: task - 1 }), { maxLength: 3 }),
      ),
    ),
    slots: fc.integer({ min: 1, max: 12 }),
  }),
);

function longestChain(seconds: readonly number[], needs: readonly (readonly number[])[]): number {
  const ends: number[] = [];
  seconds.forEach((own, task) => {
    ends.push(own + Math.max(0, ...(needs[task] ?? []).map((other) => ends[other] ?? 0)));
  });
  return Math.max(...ends);
}

describe("ListScheduler", () => {
  it("begins what waits for nothing at once, and a follower when the last it needs is done", () => {
    const { makespan, finish, cause } = scheduled([5, 8, 2], [[], [], [0, 1]], 10);
    expect([...finish]).toEqual([5, 8, 10]);
    expect([...cause]).toEqual([NOTHING, NOTHING, 1]);
    expect(makespan).toBe(10);
  });

  it("lets what has been ready longest go first when there is no place, and says whose place it took", () => {
    const { makespan, finish, cause } = scheduled([3, 4, 5], [[], [], []], 2);
    expect([...finish]).toEqual([3, 4, 8]);
    expect(cause[2]).toBe(~0);
    expect(makespan).toBe(8);
  });

  it("takes no time for nothing", () => {
    expect(scheduled([0, 0], [[], [0]], 1).makespan).toBe(0);
  });

  it("shows Graham's anomaly: with places short, one dependency less can end later", () => {
    const seconds = [3, 2, 2, 2, 4, 4, 4, 4, 9];
    const needs = [[], [], [], [], [3], [3], [3], [3], [0]];
    const fewer = needs.map((list, task) => (task === 4 || task === 5 ? [] : list));
    expect(scheduled(seconds, fewer, 3).makespan).toBeGreaterThan(scheduled(seconds, needs, 3).makespan);
  });

  it("never ends before the longest chain, nor before the work is divided evenly, nor after all in a row", () => {
    fc.assert(
      fc.property(jobs, ({ seconds, needs, slots }) => {
        const { makespan } = scheduled(seconds, needs, slots);
        const sum = seconds.reduce((total, each) => total + each, 0);
        expect(makespan).toBeGreaterThanOrEqual(Math.max(longestChain(seconds, needs), sum / slots));
        expect(makespan).toBeLessThanOrEqual(sum);
      }),
    );
  });

  it("ends with the longest chain when there is a place for everything", () => {
    fc.assert(
      fc.property(jobs, ({ seconds, needs }) => {
        expect(scheduled(seconds, needs, seconds.length).makespan).toBe(longestChain(seconds, needs));
      }),
    );
  });

  it("never ends earlier for one more dependency when there is a place for everything", () => {
    fc.assert(
      fc.property(jobs, fc.nat(), fc.nat(), ({ seconds, needs }, one, other) => {
        fc.pre(seconds.length > 1);
        const task = 1 + (one % (seconds.length - 1));
        const more = needs.map((list, at) => (at === task ? [...new Set([...list, other % task])] : list));
        const before = scheduled(seconds, needs, seconds.length).makespan;
        expect(scheduled(seconds, more, seconds.length).makespan).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it("keeps to its places and to dependencies in every schedule", () => {
    fc.assert(
      fc.property(jobs, ({ seconds, needs, slots }) => {
        const { finish } = scheduled(seconds, needs, slots);
        const begins = seconds.map((own, task) => (finish[task] ?? 0) - own);
        needs.forEach((list, task) => {
          for (const other of list) expect(begins[task]).toBeGreaterThanOrEqual(finish[other] ?? 0);
        });
        for (const at of begins) {
          const busy = seconds.filter((_, task) => (begins[task] ?? 0) <= at && at < (finish[task] ?? 0));
          expect(busy.length).toBeLessThanOrEqual(slots);
        }
      }),
    );
  });
});
