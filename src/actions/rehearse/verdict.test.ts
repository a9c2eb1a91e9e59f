import { describe, expect, it } from "vitest";
import { drillRecord } from "../drill/record.ts";
import type { StoreData } from "./customersResult.ts";
import { reportDocument } from "./reportDocument.ts";
import type { RehearsalResult } from "./result.ts";
import { provenResult } from "./testing/rehearsalResults.ts";
import { divergedWrites, isProven } from "./verdict.ts";

/** A life in which all went well, but for writes that an old writer took after another had taken over. */
function diverged(engine: string, when: "afterFailover" | "atEnd"): RehearsalResult {
  const result = provenResult();
  const { customers } = result;
  const [first, ...others] = customers?.stores ?? [];
  if (customers === undefined || first === undefined) throw new Error("no customers");
  const found = { ...first.atEnd, diverged: { writes: 2554, seconds: 612 } };
  const store: StoreData = { ...first, engine, [when]: found };
  const changed = { ...result, customers: { ...customers, stores: [store, ...others] } };
  return { ...changed, proven: isProven(changed) };
}

describe("the verdict", () => {
  it("is that all is proven when nothing diverged", () => {
    expect(divergedWrites(provenResult())).toBe(0);
    expect(isProven(provenResult())).toBe(true);
  });

  it.each([
    ["rds-postgresql", "atEnd"],
    ["rds-postgresql", "afterFailover"],
    ["aurora-postgresql", "atEnd"],
    ["dynamodb", "atEnd"],
  ] as const)(
    "is not that when writes of %s diverged (%s), in rehearsal, drill and report",
    (engine, when) => {
      const result = diverged(engine, when);
      expect(divergedWrites(result)).toBe(2554);
      expect(result.proven).toBe(false);
      expect(drillRecord(result).proven).toBe(false);
      const { verdict } = reportDocument(result);
      expect(verdict).toMatchObject({ standing: "bad", headline: "Not proven" });
      expect(verdict.text).toContain("2554 acknowledged writes stand on an old writer's side only");
    },
  );

  it("takes lost writes, which are the lag of an asynchronous copy, for no broken fence", () => {
    const result = provenResult();
    expect((result.customers?.stores ?? []).some(({ atEnd }) => atEnd.lost.writes > 0)).toBe(true);
    expect(divergedWrites(result)).toBe(0);
  });
});
