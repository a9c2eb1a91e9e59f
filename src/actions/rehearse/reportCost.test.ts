import { describe, expect, it } from "vitest";
import { costFigure, costSection } from "./reportCost.ts";
import { COST_SEEN } from "./testing/costSeen.ts";

const { rehearsed } = COST_SEEN;
const withUnpriced = {
  ...COST_SEEN,
  rehearsed: {
    ...rehearsed,
    verdict: "within" as const,
    unpriced: [{ reason: "aws_x: nothing is known here of it", count: 3, first: "aws_x.one" }],
  },
};
const tables = (cost: typeof COST_SEEN) =>
  costSection(cost).blocks.flatMap((block) => (block.kind === "table" ? [block] : []));

describe("the cost in a report", () => {
  it("stands among the first figures as an interval, modelled, against the budget", () => {
    expect(costFigure(COST_SEEN)).toEqual({
      label: "A month on AWS, estimated",
      value: "$21,450",
      note: "$15,015 to $34,320. May exceed the budget of $30,000",
      standing: "attention",
      grade: "modelled",
      recalled: true,
    });
  });

  it("is never good where something has no price, nor where nobody said what may be spent", () => {
    expect(costFigure(withUnpriced)).toMatchObject({
      standing: "attention",
      note: expect.stringContaining("short of 1 things without a price"),
    });
    const { budget: _, ...free } = rehearsed;
    const open = costFigure({ ...COST_SEEN, rehearsed: { ...free, verdict: "no budget" } });
    expect(open.standing).toBe("open");
  });

  it("is told by environment with its verdict, then by region, service and team, and adds up", () => {
    const [environments, ...shares] = tables(COST_SEEN);
    expect(environments?.rows.map((row) => [row[0], (row[5] as { standing: string }).standing])).toEqual([
      ["organization", "open"],
      ["production", "attention"],
      ["staging", "good"],
      ["development", "bad"],
    ]);
    expect(shares.map(({ caption }) => caption)).toEqual(["By region", "By service", "By team"]);
    const [regions, services] = shares;
    expect(regions?.rows[0]).toEqual(["us-east-1", "$7,020", "33 %", "$4,914", "$11,232"]);
    // Fourteen services: the last two stand together, so that nothing is dropped.
    expect(services?.rows).toHaveLength(13);
    expect(services?.rows.at(-1)?.slice(0, 2)).toEqual(["2 more", "$1,710"]);
  });

  it("says what rests on assumed use, on memory and on other regions, of which days the lists are, and what is left out", () => {
    const [prose] = costSection(COST_SEEN).blocks;
    expect(JSON.stringify(prose)).toMatch(
      /\$4,310 \(20 %\) rest on assumed use, \$2,205 \(10 %\) on prices from memory/,
    );
    expect(JSON.stringify(prose)).toContain("2021-08-01 to 2026-11-25");
    expect(costSection(COST_SEEN).blocks.at(-1)).toMatchObject({
      text: expect.stringContaining("Nothing is left out"),
    });
    expect(tables(withUnpriced).at(-1)?.rows).toEqual([
      [{ text: "aws_x.one", form: "code", standing: "attention" }, "3", "aws_x: nothing is known here of it"],
    ]);
  });
});
