import type { CustomersSummary, DataFound } from "../customersResult.ts";

const none = { writes: 0, seconds: 0 };

function found(lookedFor: number, more: Partial<DataFound> = {}): DataFound {
  const { lost = none, diverged = none, late = none } = more;
  const without = lost.writes + diverged.writes + late.writes;
  return { lookedFor, found: lookedFor - without, lost, diverged, late };
}

/** For tests: what customers met when us-east-1 was lost, of the size that a drill of the example shows. */
export function customersSeen(): CustomersSummary {
  const lost = { writes: 2, seconds: 0.21 };
  const late = { writes: 8, seconds: 0.97 };
  return {
    grade: "modelled",
    everySeconds: 0.25,
    stores: [
      {
        store: "orders-us",
        engine: "aurora-postgresql",
        lagSeconds: 0.3,
        afterFailover: found(1480, { lost }),
        atEnd: found(4210, { lost }),
        writers: [
          { region: "us-east-1", start: -60, end: 92 },
          { region: "us-west-2", start: 92, end: 540 },
          { region: "us-east-1", start: 540 },
        ],
        fences: [
          {
            oldWriter: "us-east-1",
            newWriter: "us-west-2",
            cutAt: 0,
            at: 301,
            how: "Aurora took it back as a secondary when its region could be reached again (modelled as holding at once)",
            acknowledgedAfterCut: 0,
          },
        ],
      },
      {
        store: "cart-us",
        engine: "dynamodb",
        lagSeconds: 1,
        afterFailover: found(2210, { late }),
        atEnd: found(5120),
        writers: [{ region: "every copy", start: -60 }],
        fences: [],
      },
    ],
    notCounted: { sessions: "a cache of each region's own" },
    services: [
      {
        service: "checkout",
        servedBefore: true,
        unservedSeconds: 92.4,
        servedAgain: true,
        near: "us-east-1",
        why: ["www.shop.example.com leads to us-east-1, which does not answer"],
        unservedAfterReturnSeconds: 60.2,
      },
      {
        service: "storefront",
        servedBefore: true,
        unservedSeconds: 0,
        servedAgain: true,
        unservedAfterReturnSeconds: 0,
      },
    ],
  };
}
