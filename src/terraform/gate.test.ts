import { describe, expect, it } from "vitest";
import { Gate } from "./gate.ts";

describe("Gate", () => {
  it("lets no more work go on at once than there are places, and takes the highest priority first", async () => {
    // given
    const gate = new Gate(2);
    const begun: string[] = [];
    let running = 0;
    let most = 0;
    const release: (() => void)[] = [];
    const work = (name: string) => async () => {
      begun.push(name);
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => release.push(resolve));
      running -= 1;
    };
    // when
    const all = [
      gate.run(0, work("first")),
      gate.run(0, work("second")),
      gate.run(1, work("low")),
      gate.run(9, work("high")),
    ];
    for (let ended = 0; ended < 4; ended++) {
      release.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(all);
    // then
    expect(most).toBe(2);
    expect(begun).toEqual(["first", "second", "high", "low"]);
  });

  it("gives the place back when the work fails", async () => {
    const gate = new Gate(1);
    await expect(gate.run(0, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(gate.run(0, async () => "in")).resolves.toBe("in");
  });
});
