import { describe, expect, it } from "vitest";
import type { ModelledRegionLoss } from "../recovery/lostRegion.ts";
import { modelledLossSection } from "./reportModel.ts";

const time = (p50: number, p95: number, p99: number, recalled: readonly string[] = []) => ({
  p50,
  p95,
  p99,
  objectiveSeconds: 900,
  recalled,
});
const LOSS: ModelledRegionLoss = {
  lost: "us-east-1",
  grade: "modelled",
  samples: 10_000,
  services: [
    {
      name: "search",
      critical: false,
      verdict: "recovers",
      notes: [],
      rto: time(150, 200, 260),
      rpo: time(0, 0, 0),
    },
    {
      name: "orders",
      critical: true,
      verdict: "recovers",
      notes: [],
      rto: time(600, 1500, 2400, ["people_decide"]),
      rpo: time(1, 5, 9),
    },
    { name: "ledger", critical: true, verdict: "lost", notes: ["nothing of ledger is outside us-east-1"] },
  ],
};

describe("the section on a modelled loss", () => {
  const section = modelledLossSection(LOSS, { completed: true, modelledSeconds: 62, steps: [] });
  const [prose, table] = section.blocks;

  it("stands beside what this run took, and says that this is another clock", () => {
    expect(prose).toMatchObject({ kind: "prose" });
    expect(JSON.stringify(prose)).toContain("1 min 02 s on the sandbox's clock");
    expect(JSON.stringify(modelledLossSection(LOSS, undefined).blocks[0])).toContain("did not get as far");
  });

  it("says who starts the failover, and what must be switched on where that is no person", () => {
    expect(JSON.stringify(prose)).toContain("whoever is on call");
    const watched = modelledLossSection({ ...LOSS, startedBy: "watch" }, undefined);
    expect(JSON.stringify(watched.blocks[0])).toContain("only while the recovery switch");
  });

  it("has the critical services first, each against its objective, and marks what is missed and what is lost", () => {
    if (table?.kind !== "table") throw new Error("no table");
    expect(table.rows.map(([label]) => label)).toEqual(["orders (critical)", "ledger (critical)", "search"]);
    expect(table.rows[0]?.[1]).toMatchObject({ standing: "attention", grade: "modelled" });
    expect(table.rows[0]?.[5]).toMatchObject({ text: "people_decide" });
    expect(table.rows[1]?.[1]).toMatchObject({ standing: "bad", text: "no way back until the region is" });
    expect(table.rows[1]?.[3]).toContain("nothing of ledger");
    expect(table.rows[2]?.[1]).toMatchObject({ standing: "good" });
    expect(table.rows[2]?.[3]).toMatchObject({ text: "0 s" });
  });
});
