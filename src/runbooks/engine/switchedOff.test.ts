import { describe, expect, it } from "vitest";
import { Bench } from "../testing/bench.ts";
import { LIBRARY_CASES } from "../testing/cases.ts";

describe.each(LIBRARY_CASES)("$name, while recoveries are switched off", ({ runbooks, world, acts }) => {
  it("changes nothing, and says so where it would have", async () => {
    const bench = await Bench.open();
    try {
      world(bench.aws);
      const { completed, steps } = await bench.run(runbooks, { switchedOff: async () => "off by anna" });
      const called = bench.aws.calls.map(({ action }) => action);
      expect(called.filter((action) => acts.includes(action))).toEqual([]);
      expect(completed).toBe(acts.length === 0);
      expect(steps.some(({ detail }) => detail.includes("off by anna"))).toBe(acts.length > 0);
    } finally {
      await bench.close();
    }
  });
});
