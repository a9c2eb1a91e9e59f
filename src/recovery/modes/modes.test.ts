import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecoverySubject, SubjectStore } from "../subject/subject.ts";
import { type Loss, lossesOf, lossText } from "./loss.ts";
import { failureModes } from "./modes.ts";
import { type Effect, type LossPlan, VERDICTS } from "./plan.ts";
import { CART, EAST, ORDERS, region, SESSIONS, subject, WEST } from "./testing/subjects.ts";

function planOf(given: RecoverySubject, loss: Loss): LossPlan {
  const [plan] = failureModes(given, [loss]);
  if (plan === undefined) throw new Error("no plan");
  return plan;
}
function buy(given: RecoverySubject, loss: Loss): Effect {
  const found = planOf(given, loss).journeys.find(({ name }) => name === "buy");
  if (found === undefined) throw new Error("no journey");
  return found;
}
const storeOf = (given: RecoverySubject, loss: Loss, id: string) =>
  planOf(given, loss).stores.find(({ name }) => name === id);
const LOST_EAST: Loss = { kind: "region", region: "us-east-1" };
const LOST_WEST: Loss = { kind: "region", region: "us-west-2" };

describe("a lost region", () => {
  it("moves its customers, grows the survivor and promotes what wrote there, each after what it waits for", () => {
    const plan = planOf(subject(), LOST_EAST);
    expect(plan.steps.map(({ id, after }) => [id, after])).toEqual([
      ["detect-us-east-1", []],
      ["decide-us-east-1", ["detect-us-east-1"]],
      ["promote-orders-us", ["decide-us-east-1"]],
      ["reconnect-orders-us", ["promote-orders-us"]],
      ["move-us-east-1", ["detect-us-east-1"]],
      ["nodes-us-west-2", ["move-us-east-1"]],
      ["pods-us-west-2", ["nodes-us-west-2"]],
    ]);
    expect(buy(subject(), LOST_EAST)).toMatchObject({
      verdict: "recovers",
      needs: ["move-us-east-1", "pods-us-west-2", "reconnect-orders-us"],
      dataLoss: [
        { store: "orders-us", kind: "lag" },
        { store: "cart-us", kind: "lag" },
      ],
      notes: [
        "what sessions of us-east-1 held is gone, as configured",
        expect.stringContaining("until it is filled, orders-us, cart-us behind it may be asked more often"),
      ],
    });
  });

  it("cuts the survivor off from an old writer of RDS before it promotes the copy, where a runbook does", () => {
    const given = subject({
      stores: [{ ...ORDERS, engine: "rds-postgresql", standby: false, routesCut: 3 }],
    });
    const steps = planOf(given, LOST_EAST).steps.filter(({ id }) => /orders-us$/.test(id));
    expect(steps.map(({ id, after, region }) => [id, after, region])).toEqual([
      ["cut-orders-us", ["decide-us-east-1"], "us-west-2"],
      ["promote-orders-us", ["cut-orders-us"], "us-west-2"],
      ["reconnect-orders-us", ["promote-orders-us"], "us-west-2"],
    ]);
    expect(steps[0]?.timing).toMatchObject({ typical: 9, pessimistic: 45 });
    // With its region up, the store alone is moved, and nothing is cut.
    const alone = planOf(given, { kind: "writer", region: "us-east-1", store: "orders-us" }).steps.map(
      ({ id }) => id,
    );
    expect(alone).toContain("promote-orders-us");
    expect(alone).not.toContain("cut-orders-us");
  });

  it("promotes a cache that the regions share, beside the databases, and loses what its copy lags behind", () => {
    const shared: SubjectStore = { ...SESSIONS, home: "US", writes: "one", disposable: false };
    const plan = planOf(subject({ stores: [ORDERS, CART, shared], promotions: "at-once" }), LOST_EAST);
    expect(plan.steps.find(({ id }) => id === "promote-sessions")).toMatchObject({
      after: ["decide-us-east-1"],
      region: "us-west-2",
      plane: "control",
      timing: { id: "elasticache_global_failover" },
    });
    const [effect] = plan.journeys;
    expect(effect?.needs).toContain("reconnect-sessions");
    expect(effect?.dataLoss).toContainEqual(
      expect.objectContaining({
        store: "sessions",
        kind: "lag",
        timing: expect.objectContaining({ id: "elasticache_global_lag" }),
      }),
    );
    expect(effect?.notes.join()).not.toContain("gone, as configured");
  });

  it("calls no region that is gone, in any step", () => {
    for (const lost of ["us-east-1", "us-west-2"]) {
      const { steps } = planOf(subject(), { kind: "region", region: lost });
      expect(steps.map(({ region: called }) => called)).not.toContain(lost);
    }
  });

  it("is left by a watch where one looks, once it has looked and the names are led elsewhere; by people for all else", () => {
    const watched = { everySeconds: 60, looks: 5, lookSeconds: 10, pauseSeconds: 15 };
    const given = subject({ regions: [{ ...EAST, watched }, WEST] });
    const steps = planOf(given, LOST_EAST).steps;
    expect(steps.slice(0, 5).map(({ id, after, plane }) => [id, after, plane])).toEqual([
      ["watch-us-east-1", [], "data"],
      ["detect-us-east-1", [], "data"],
      ["move-us-east-1", ["detect-us-east-1"], "data"],
      ["decide-us-east-1", ["watch-us-east-1", "move-us-east-1"], "data"],
      ["promote-orders-us", ["decide-us-east-1"], "control"],
    ]);
    // Five looks of ten seconds and four pauses of fifteen, begun within a minute.
    expect(steps[0]?.timing).toMatchObject({ typical: 140, pessimistic: 170 });
    expect(steps.map(({ region: at }) => at)).not.toContain("us-east-1");
    const people = (loss: Loss) =>
      planOf(given, loss).steps.some(({ plane, after }) => plane === "people" && after.length === 0);
    expect(people(LOST_EAST)).toBe(false);
    expect(people({ kind: "key-region", region: "us-east-1" })).toBe(true);
  });

  it("promotes nothing when the writer is elsewhere", () => {
    expect(planOf(subject(), LOST_WEST).steps.map(({ id }) => id)).toEqual([
      "detect-us-west-2",
      "move-us-west-2",
      "nodes-us-east-1",
      "pods-us-east-1",
    ]);
    expect(storeOf(subject(), LOST_WEST, "orders-us")).toMatchObject({ verdict: "untouched" });
  });

  it("promotes one after another, or all at once", () => {
    const cards: SubjectStore = { ...ORDERS, id: "cards-us", store: "cards" };
    const stores = [ORDERS, cards];
    const waits = (promotions: RecoverySubject["promotions"]) =>
      planOf(subject({ stores, promotions }), LOST_EAST).steps.find(({ id }) => id === "promote-cards-us")
        ?.after;
    expect(waits("one-by-one")).toEqual(["decide-us-east-1", "promote-orders-us"]);
    expect(waits("at-once")).toEqual(["decide-us-east-1"]);
  });

  it("has no way back for a database without copy and backup", () => {
    const given = subject({ stores: [{ ...ORDERS, regions: ["us-east-1"] }, CART, SESSIONS] });
    expect(buy(given, LOST_EAST)).toMatchObject({ verdict: "lost" });
    expect(buy(given, LOST_EAST).notes.join()).toContain("nothing of orders-us is outside us-east-1");
    // What does not use it comes back all the same.
    expect(planOf(given, LOST_EAST).services.find(({ name }) => name === "static")).toMatchObject({
      verdict: "recovers",
    });
  });

  it("restores from a backup only where one was copied away", () => {
    const backup = { everySeconds: 86_400, copiedTo: "us-west-2" };
    const stores = [{ ...ORDERS, regions: ["us-east-1"], backup }];
    expect(storeOf(subject({ stores }), LOST_EAST, "orders-us")).toMatchObject({
      verdict: "recovers",
      needs: ["restore-orders-us"],
      dataLoss: [{ kind: "backup", everySeconds: 86_400 }],
    });
    const here = [{ ...ORDERS, regions: ["us-east-1"], backup: { everySeconds: 86_400 } }];
    expect(storeOf(subject({ stores: here }), LOST_EAST, "orders-us")).toMatchObject({ verdict: "lost" });
  });

  it("leaves customers nowhere to go when no other region serves", () => {
    expect(buy(subject({ regions: [region("us-east-1")] }), LOST_EAST).verdict).toBe("lost");
  });

  it("waits for people and for Route 53's control plane where no health check moves names", () => {
    const given = subject({ names: { ...subject().names, movedBy: "nothing" } });
    const waits = (loss: Loss) => planOf(given, loss).steps.find(({ id }) => id.startsWith("edit-"))?.after;
    expect(waits(LOST_EAST)).toEqual(["decide-us-east-1", "route53-is-back"]);
    expect(waits(LOST_WEST)).toEqual(["decide-us-west-2"]);
  });

  it("loses a table for those whose new region has no copy of it", () => {
    const frankfurt = region("eu-central-1", { home: "EU" });
    const regions = [{ ...EAST, standIn: "us-west-2" }, WEST, frankfurt];
    const stores = [{ ...CART, regions: ["us-east-1", "eu-central-1"] }];
    expect(buy(subject({ regions, stores }), LOST_EAST).verdict).toBe("lost");
  });

  it("makes a cluster where the stand-in has none, after somebody has decided", () => {
    const given = subject({ regions: [EAST, { ...WEST, role: "recovery", compute: "none" }] });
    const steps = planOf(given, LOST_EAST).steps;
    expect(steps.find(({ id }) => id === "cluster-us-west-2")?.after).toEqual(["decide-us-east-1"]);
    expect(steps.find(({ id }) => id === "nodes-us-west-2")?.after).toEqual(["cluster-us-west-2"]);
  });

  it("is not noticed when it only holds copies", () => {
    const given = subject({ regions: [EAST, { ...WEST, role: "recovery", compute: "pilot-light" }] });
    expect(buy(given, LOST_WEST).verdict).toBe("untouched");
  });

  it("shifts connections without names where an accelerator stands before the regions", () => {
    const given = subject({ names: { ...subject().names, movedBy: "accelerator" } });
    expect(planOf(given, LOST_WEST).steps[0]).toMatchObject({
      id: "move-us-west-2",
      timing: { id: "global_accelerator_shift" },
    });
  });
});

describe("a lost zone or instance", () => {
  it("is taken over inside the region where there is a standby", () => {
    expect(buy(subject(), { kind: "zone", region: "us-east-1" })).toMatchObject({
      verdict: "recovers",
      needs: ["leave-zone-us-east-1", "reconnect-orders-us", "reconnect-sessions"],
      dataLoss: [],
    });
  });

  it("loses with a node of a cache that keeps what is written what its replica had not yet, and of another nothing", () => {
    const kept: SubjectStore = { ...SESSIONS, home: "US", writes: "one", disposable: false };
    const lossOf = (store: SubjectStore, loss: Loss) =>
      storeOf(subject({ stores: [store] }), loss, "sessions")?.dataLoss.map((each) =>
        each.kind === "lag" ? each.timing.id : each.kind,
      );
    const losses: readonly Loss[] = [
      { kind: "writer", region: "us-east-1", store: "sessions" },
      { kind: "zone", region: "us-east-1" },
      LOST_EAST,
    ];
    expect(losses.map((loss) => lossOf(kept, loss))).toEqual([
      ["elasticache_replica_lag"],
      ["elasticache_replica_lag"],
      ["elasticache_global_lag"],
    ]);
    expect(losses.map((loss) => lossOf(SESSIONS, loss))).toEqual([[], [], []]);
    // Without a replica only the other region's member takes over, and has what got there.
    const alone = { ...kept, standby: false };
    expect(lossOf(alone, { kind: "writer", region: "us-east-1", store: "sessions" })).toEqual([
      "elasticache_global_lag",
    ]);
  });

  it("needs another region where there is none, and loses what had not got there", () => {
    const stores = [{ ...ORDERS, standby: false }];
    const effect = buy(subject({ stores }), { kind: "writer", region: "us-east-1", store: "orders-us" });
    expect(effect).toMatchObject({ verdict: "recovers", dataLoss: [{ kind: "lag" }] });
  });

  it("has no way back for the only instance of all", () => {
    const stores = [{ ...ORDERS, standby: false, regions: ["us-east-1"] }];
    expect(buy(subject({ stores }), { kind: "zone", region: "us-east-1" }).verdict).toBe("lost");
  });

  it("ends by itself for the only node of a cache, which begins empty; not while its zone is gone", () => {
    const stores = [ORDERS, CART, { ...SESSIONS, standby: false }];
    const lost = (loss: Loss) => storeOf(subject({ stores }), loss, "sessions");
    expect(lost({ kind: "writer", region: "us-east-1", store: "sessions" })).toMatchObject({
      verdict: "recovers",
      needs: ["reconnect-sessions"],
      notes: [expect.stringContaining("begins empty")],
      dataLoss: [],
    });
    expect(lost({ kind: "zone", region: "us-east-1" })).toMatchObject({ verdict: "lost" });
  });

  it("is the region itself where the region has one zone", () => {
    const given = subject({ regions: [{ ...EAST, zones: 1 }, WEST] });
    expect(planOf(given, { kind: "zone", region: "us-east-1" }).steps.map(({ id }) => id)).toContain(
      "move-us-east-1",
    );
  });
});

describe("what else can be lost", () => {
  it("is left by people where no health check sees it", () => {
    const { steps } = planOf(subject(), { kind: "dependency", region: "us-east-1", service: "dynamodb" });
    expect(steps.slice(0, 3).map(({ id }) => id)).toEqual([
      "notice-us-east-1",
      "close-us-east-1",
      "detect-us-east-1",
    ]);
    // The database is well where it is: nothing is promoted.
    expect(steps.map(({ id }) => id)).not.toContain("promote-orders-us");
  });

  it("moves only those who use what failed", () => {
    const { services } = planOf(subject(), { kind: "dependency", region: "us-east-1", service: "dynamodb" });
    expect(services.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["storefront", "recovers"],
      ["checkout", "recovers"],
      ["static", "untouched"],
    ]);
  });

  it("leaves running what runs when only new nodes are missing", () => {
    expect(buy(subject(), { kind: "dependency", region: "us-east-1", service: "ec2-launch" })).toMatchObject({
      verdict: "degraded",
      needs: [],
    });
  });

  it("has no way back from lost keys when who takes over has none of its own", () => {
    const loss: Loss = { kind: "key-region", region: "us-east-1" };
    expect(buy(subject(), loss).verdict).toBe("recovers");
    expect(buy(subject({ regions: [EAST, { ...WEST, ownKey: false }] }), loss).verdict).toBe("lost");
  });

  it("promotes nothing in a partition, and moves those who cannot reach the writer", () => {
    const plan = planOf(subject(), { kind: "partition", region: "us-east-1", from: "us-west-2" });
    expect(plan.steps.map(({ id }) => id).filter((id) => id.startsWith("promote"))).toEqual([]);
    expect(plan.steps.map(({ id }) => id)).toContain("close-us-west-2");
    expect(plan.steps.map(({ id }) => id)).not.toContain("close-us-east-1");
    expect(plan.stores.find(({ name }) => name === "cart-us")?.notes.join()).toContain("the later wins");
  });

  it("needs no control plane that is global", () => {
    for (const kind of ["dns-control-plane", "iam-control-plane"] as const) {
      expect(buy(subject(), { kind })).toMatchObject({ verdict: "untouched", needs: [] });
    }
    const names = { ...subject().names, movedBy: "nothing" as const };
    expect(buy(subject({ names }), { kind: "dns-control-plane" }).verdict).toBe("degraded");
  });
});

describe("every loss", () => {
  it("has a text of its own, and steps that wait only for what is before them", () => {
    const losses = lossesOf(subject());
    expect(new Set(losses.map(lossText)).size).toBe(losses.length);
    for (const { steps, journeys, services, stores } of failureModes(subject())) {
      steps.forEach(({ after }, index) => {
        const before = steps.slice(0, index).map(({ id }) => id);
        expect(before).toEqual(expect.arrayContaining([...after]));
      });
      const ids = steps.map(({ id }) => id);
      for (const { needs, verdict } of [...journeys, ...services, ...stores]) {
        expect(ids).toEqual(expect.arrayContaining([...needs]));
        // What recovers does so by something.
        expect(verdict === "recovers").toBe(needs.length > 0 && verdict !== "lost");
      }
    }
  });

  it("is never survived better with a copy less", () => {
    const regions = [EAST, WEST, region("us-east-2", { standIn: "us-east-1" })];
    const names = regions.map(({ name }) => name);
    const store = fc.record({
      writes: fc.constantFrom("one" as const, "every" as const),
      standby: fc.boolean(),
      copies: fc.shuffledSubarray(names.slice(1)),
    });
    fc.assert(
      fc.property(store, fc.constantFrom("region", "zone", "key-region"), fc.nat(), (drawn, kind, which) => {
        const { copies, writes, standby } = drawn;
        const made = (kept: readonly string[]) =>
          subject({
            regions,
            stores: [
              {
                ...ORDERS,
                engine: writes === "one" ? "aurora-postgresql" : "dynamodb",
                writes,
                standby,
                regions: [names[0] ?? "", ...kept],
              },
            ],
          });
        const fewer = copies.filter((_, index) => index !== which % Math.max(1, copies.length));
        for (const lost of names) {
          const loss = { kind, region: lost } as Loss;
          const badness = (given: RecoverySubject) => VERDICTS.indexOf(buy(given, loss).verdict);
          expect(badness(made(fewer))).toBeGreaterThanOrEqual(badness(made(copies)));
        }
      }),
    );
  });
});
