import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chainLengths, type Dependent, waves } from "./order.ts";
import { inDependencyOrder, memoryBound, planningBound } from "./schedule.ts";

/** Graphs without circles: each stack depends on some before it; given in any order. */
const graphs = fc
  .array(fc.array(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 14 })
  .map((rows): Dependent[] =>
    rows.map((row, index) => ({
      id: `s${index}`,
      dependsOn: [...new Set(row.filter((other) => other < index))].map((other) => `s${other}`),
    })),
  )
  .chain((graph) => fc.shuffledSubarray(graph, { minLength: graph.length }));

describe("the order of stacks", () => {
  it("puts every stack into one wave, after all that it depends on", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const waveOf = new Map(waves(graph).flatMap((wave, index) => wave.map((stack) => [stack.id, index])));
        expect(waveOf.size).toBe(graph.length);
        for (const stack of graph) {
          for (const id of stack.dependsOn) expect(waveOf.get(id)).toBeLessThan(waveOf.get(stack.id) ?? -1);
        }
      }),
    );
  });

  it("measures the longest chain of dependents", () => {
    const graph = [
      { id: "network", dependsOn: [] },
      { id: "data", dependsOn: ["network"] },
      { id: "compute", dependsOn: ["data"] },
      { id: "alone", dependsOn: ["elsewhere"] },
    ];
    expect(Object.fromEntries(chainLengths(graph))).toEqual({ network: 3, data: 2, compute: 1, alone: 1 });
  });

  it("refuses two stacks of the same id", () => {
    const twice = [
      { id: "a", dependsOn: [] },
      { id: "a", dependsOn: [] },
    ];
    expect(() => waves(twice)).toThrow(expect.objectContaining({ code: "stack-duplicate" }));
  });

  it("refuses a stack that depends on itself", () => {
    expect(() => waves([{ id: "a", dependsOn: ["a"] }])).toThrow(
      expect.objectContaining({ code: "stack-cycle", message: expect.stringContaining("a -> a") }),
    );
  });

  it("works on every stack exactly once, never before its dependencies, and skips only what is behind a blocked one", async () => {
    await fc.assert(
      fc.asyncProperty(
        graphs,
        fc.integer({ min: 1, max: 5 }),
        fc.nat(13),
        async (graph, concurrency, victim) => {
          const done = new Set<string>();
          const worked: string[] = [];
          const skipped: string[] = [];
          let atWork = 0;
          await inDependencyOrder(
            graph,
            concurrency,
            async (stack) => {
              worked.push(stack.id);
              expect(++atWork).toBeLessThanOrEqual(concurrency);
              expect(stack.dependsOn.every((id) => done.has(id))).toBe(true);
              await Promise.resolve();
              atWork--;
              if (stack.id === `s${victim}`) return "blocked";
              done.add(stack.id);
              return "done";
            },
            (stack) => skipped.push(stack.id),
          );
          expect([...worked, ...skipped].sort()).toEqual(graph.map((stack) => stack.id).sort());
          const behind = new Set([`s${victim}`]);
          for (const wave of waves(graph)) {
            for (const stack of wave) if (stack.dependsOn.some((id) => behind.has(id))) behind.add(stack.id);
          }
          behind.delete(`s${victim}`);
          expect(new Set(skipped)).toEqual(behind);
        },
      ),
    );
  });

  it("begins with the stack that has the longest chain behind it", async () => {
    const graph = [
      { id: "alone", dependsOn: [] },
      { id: "network", dependsOn: [] },
      { id: "data", dependsOn: ["network"] },
    ];
    const worked: string[] = [];
    const work = async (stack: Dependent) => {
      worked.push(stack.id);
      return "done" as const;
    };
    await inDependencyOrder(graph, 1, work, () => undefined);
    expect(worked[0]).toBe("network");
  });
});

describe("how many stacks run at once", () => {
  it("is bounded by memory where stacks apply, and by cores as well where they plan", () => {
    expect(memoryBound(4e9)).toBe(3);
    expect(memoryBound(64e9)).toBe(59);
    expect(planningBound(4e9, 16)).toBe(3);
    expect(planningBound(64e9, 2)).toBe(4);
  });

  it("is at least one, however little there is", () => {
    expect(memoryBound(1e8)).toBe(1);
    expect(planningBound(1e8, 1)).toBe(1);
  });
});
