import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunOptions, RunResult } from "../engine/index.ts";
import { regionOfBalancer } from "../engine/index.ts";
import { stepsOf } from "../runbook.ts";
import { Bench, balancer, FAR, HOST, LATCH, LOST, NEXT, outcomes, store } from "../testing/bench.ts";
import { FakeRegion } from "../testing/fakeRegion.ts";
import { failback } from "./failback.ts";
import { regionalFailover } from "./regionalFailover.ts";
import { firstSuccessor, type RecoverableCache, type RegionScope, strandedStores } from "./scope.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

const failOver = (scope: RegionScope, more: Partial<RunOptions> = {}) =>
  bench.run(regionalFailover(scope), more);
const regionsCalled = () => new Set(bench.aws.calls.map(({ region }) => region));
const detailOf = (result: RunResult, id: string) => result.steps.find((step) => step.id === id)?.detail;
const cache = (id: string, regions: readonly string[]): RecoverableCache => ({
  id,
  regions,
  replicated: true,
  groupIn: (region) => `shop-${id}-${region}`,
});
const AVOIDED = `names-avoid-${HOST}`;
const RETURNED = `names-return-${HOST}`;

describe("failing over a region", () => {
  it("makes the first other region the writer, and calls no other", async () => {
    const { aws } = bench;
    aws.database("shop-aurora-postgresql-store", [LOST, NEXT, FAR]);
    aws.buckets.set(`${NEXT}/shop-s3-store-${NEXT}`, new Map());
    aws.lost.add(LOST);
    const stores = [
      store("aurora-postgresql", [LOST, NEXT, FAR]),
      store("dynamodb", [LOST, NEXT]),
      store("s3", [LOST, NEXT]),
    ];

    const result = await failOver(bench.scope(stores));

    expect(new Set(outcomes(result))).toEqual(
      new Set([
        "promote-aurora-postgresql-store confirmed",
        "confirm-dynamodb-store confirmed",
        "confirm-s3-store confirmed",
        `${AVOIDED} confirmed`,
      ]),
    );
    expect(result.steps.at(-1)?.id).toBe(AVOIDED);
    expect(aws.databases.get("shop-aurora-postgresql-store")?.writer).toBe(NEXT);
    expect(regionsCalled()).toEqual(new Set([NEXT]));
    expect(new Set(aws.calls.map(({ appId }) => appId))).toEqual(new Set(["trireme-runbook"]));
  });

  it("labels each step with the region that it calls and with every action that it used", async () => {
    bench.aws.database("shop-aurora-postgresql-store", [LOST, NEXT]);
    bench.aws.lost.add(LOST);
    const { steps } = await failOver(bench.scope([store("aurora-postgresql", [LOST, NEXT])]));
    const [promote, names] = steps;
    expect(promote).toMatchObject({ region: NEXT, plane: "control" });
    expect(names).toMatchObject({ region: "everywhere", plane: "data", actions: [] });
    const used = new Set(bench.aws.calls.map(({ service, action }) => `${service}:${action}`));
    expect(new Set(promote?.actions)).toEqual(used);
  });

  it("calls nothing more than a look when the writer is elsewhere already", async () => {
    bench.aws.database("shop-aurora-postgresql-store", [LOST, NEXT], NEXT);
    const result = await failOver(bench.scope([store("aurora-postgresql", [LOST, NEXT])], { hosts: [] }));
    expect(outcomes(result)).toEqual(["promote-aurora-postgresql-store satisfied"]);
    expect(result.steps[0]?.detail).toBe(`the writer is in ${NEXT} already`);
    expect(bench.aws.calls.map(({ action }) => action)).toEqual(["DescribeGlobalClusters"]);
  });

  it("leaves stores that the region does not hold alone", async () => {
    bench.aws.lost.add(LOST);
    const result = await failOver(bench.scope([store("dynamodb", [NEXT, FAR])]));
    expect(outcomes(result)).toEqual([`${AVOIDED} confirmed`]);
    expect(bench.aws.calls).toEqual([]);
  });

  it("stops when the database is in the middle of another movement", async () => {
    bench.aws.database("shop-aurora-postgresql-store", [LOST, NEXT]).status = "failing-over";
    const result = await failOver(bench.scope([store("aurora-postgresql", [LOST, NEXT])]));
    expect(result.completed).toBe(false);
    expect(outcomes(result)).toEqual(["promote-aurora-postgresql-store stopped"]);
    expect(result.steps.at(-1)?.detail).toContain("failing-over");
  });

  it("stops when the region that should take over holds no member", async () => {
    // Known to the region and yet without a member there.
    const database = bench.aws.database("shop-aurora-postgresql-store", [LOST, NEXT]);
    Object.defineProperty(database.members, "has", { value: () => true });
    const result = await failOver(bench.scope([store("aurora-postgresql", [LOST, FAR, NEXT])]));
    expect(outcomes(result)).toEqual(["promote-aurora-postgresql-store stopped"]);
    expect(result.steps[0]?.detail).toContain(`${FAR} holds no member`);
    expect(database.writer).toBe(LOST);
  });

  describe("whose copy had not caught up", () => {
    const behind = () => {
      const database = bench.aws.database("shop-aurora-postgresql-store", [LOST, NEXT]);
      database.behind.set(NEXT, 50);
      return database;
    };

    it("asks a person, and goes on by a yes", async () => {
      const database = behind();
      const result = await failOver(bench.scope([store("aurora-postgresql", [LOST, NEXT])], { hosts: [] }));
      expect(bench.asked).toEqual([expect.stringContaining("Promote it all the same?")]);
      expect(result.completed).toBe(true);
      expect(database.writer).toBe(NEXT);
    });

    it("moves nothing when the person declines", async () => {
      const database = behind();
      bench.answer = "no";
      const result = await failOver(bench.scope([store("aurora-postgresql", [LOST, NEXT])]));
      expect(outcomes(result)).toEqual(["promote-aurora-postgresql-store declined"]);
      expect(database.writer).toBe(LOST);
    });
  });

  it("fails when the region that should take over does not know the database", async () => {
    bench.aws.database("shop-aurora-postgresql-store", [LOST]);
    const result = await failOver(bench.scope([store("aurora-postgresql", [LOST, NEXT])]));
    expect(outcomes(result)).toEqual(["promote-aurora-postgresql-store failed"]);
  });

  it("fails at a bucket that does not answer", async () => {
    const result = await failOver(bench.scope([store("s3", [LOST, NEXT])]));
    expect(outcomes(result)).toEqual(["confirm-s3-store failed"]);
  });

  it("does not confirm a table that is not active", async () => {
    bench.aws.tableStatus.set(NEXT, "UPDATING");
    const result = await failOver(bench.scope([store("dynamodb", [LOST, NEXT])]));
    expect(outcomes(result)).toEqual(["confirm-dynamodb-store timed-out"]);
    expect(result.steps[0]?.detail).toContain("UPDATING");
  });

  it("brings one store back although another cannot be, and is not completed", async () => {
    const database = bench.aws.database("shop-aurora-postgresql-store", [LOST, NEXT]);
    const stores = [store("s3", [LOST, NEXT]), store("aurora-postgresql", [LOST, NEXT])];
    const result = await failOver(bench.scope(stores));
    expect(database.writer).toBe(NEXT);
    expect(result.completed).toBe(false);
    expect(new Set(outcomes(result))).toEqual(
      new Set(["confirm-s3-store failed", "promote-aurora-postgresql-store confirmed"]),
    );
  });

  it("runs in the region that the writers move to, and in others only for what that one does not hold", () => {
    const stores = [
      store("s3", [LOST, FAR, NEXT]),
      store("aurora-postgresql", [LOST, NEXT]),
      store("dynamodb", [LOST, FAR]),
    ];
    const runbooks = regionalFailover(bench.scope(stores));
    expect(runbooks.map(({ runsIn }) => runsIn)).toEqual([NEXT, FAR]);
    expect(runbooks.map((runbook) => stepsOf(runbook).map(({ step }) => step.id))).toEqual([
      ["confirm-s3-store", "promote-aurora-postgresql-store", AVOIDED],
      ["confirm-dynamodb-store"],
    ]);
  });

  it("promotes a cache where the stores go, and has no step for one of a region's own", () => {
    const sessions = cache("sessions", [LOST, FAR, NEXT]);
    const own = { ...cache("pages", [LOST, NEXT]), replicated: false };
    const elsewhere = cache("baskets", [NEXT, FAR]);
    const scope = bench.scope([store("aurora-postgresql", [LOST, NEXT])], {
      caches: [sessions, own, elsewhere],
    });
    const [runbook, ...others] = regionalFailover(scope);
    expect(others).toEqual([]);
    expect(stepsOf(runbook).map(({ step }) => step.id)).toEqual([
      "promote-aurora-postgresql-store",
      "find-promote-sessions",
      "promote-sessions",
      AVOIDED,
    ]);
  });

  it("begins where a cache is when nothing else is there to take over", () => {
    const scope = bench.scope([], { caches: [cache("sessions", [LOST, FAR])], clientRegions: [LOST, NEXT] });
    // The names are kept away by the region in which it begins, so both must mean the same one.
    expect(firstSuccessor(scope)).toBe(FAR);
    expect(regionalFailover(scope).map(({ runsIn }) => runsIn)).toEqual([FAR]);
  });

  describe("with a Global Datastore", () => {
    const seen = (role: "PRIMARY" | "SECONDARY", partner: string, more: object = {}) => {
      const region = new FakeRegion(bench.aws, NEXT);
      const group = {
        primary: 0,
        zones: [],
        role,
        partner,
        status: "available",
        automatic: "enabled" as const,
      };
      region.caches.set(`shop-sessions-${NEXT}`, Object.assign(group, more));
      return group;
    };
    const failOverCaches = () =>
      failOver(bench.scope([], { caches: [cache("sessions", [LOST, NEXT, FAR])], hosts: [] }));

    it("leaves a primary alone that is in a third region", async () => {
      const group = seen("SECONDARY", FAR);
      expect(outcomes(await failOverCaches())).toEqual([
        "find-promote-sessions confirmed",
        "promote-sessions satisfied",
      ]);
      expect(group.role).toBe("SECONDARY");
    });

    it("stops at a group that belongs to none", async () => {
      seen("SECONDARY", LOST, { role: undefined });
      const result = await failOverCaches();
      expect(outcomes(result)).toEqual(["find-promote-sessions stopped"]);
      expect(result.completed).toBe(false);
    });

    it("stops while it is moved by somebody else", async () => {
      const group = seen("SECONDARY", LOST, { status: "modifying" });
      expect(outcomes(await failOverCaches())).toEqual(["find-promote-sessions stopped"]);
      expect(group.role).toBe("SECONDARY");
    });
  });

  it("names the stores that have no copy elsewhere, and has no step for them", () => {
    const scope = bench.scope([store("s3", [LOST]), store("dynamodb", [LOST, NEXT])]);
    expect(strandedStores(scope)).toEqual(["s3-store"]);
    const [runbook] = regionalFailover(scope);
    expect(stepsOf(runbook).map(({ step }) => step.id)).toEqual(["confirm-dynamodb-store", AVOIDED]);
  });
});

describe("names after a failover", () => {
  const answering = (...answers: readonly string[]) =>
    failOver(bench.scope([]), { resolve: async () => ({ answers, chosen: undefined }) });

  it("are not confirmed while a client is sent to the lost region, and the client is named", async () => {
    const result = await answering(balancer(LOST));
    expect(outcomes(result)).toEqual([`${AVOIDED} timed-out`]);
    expect(detailOf(result, AVOIDED)).toContain(`${HOST} from ${LOST} -> ${LOST}`);
  });

  it("are not confirmed while one of several answers leads to the lost region", async () => {
    expect((await answering(balancer(NEXT), balancer(LOST))).completed).toBe(false);
  });

  it("are not confirmed when nothing answers", async () => {
    const result = await answering();
    expect(result.steps[0]?.detail).toContain("-> nowhere");
    expect(result.completed).toBe(false);
  });

  it("are not confirmed by an answer of which no region is known", async () => {
    expect((await answering("203.0.113.7")).completed).toBe(false);
  });

  it("tell the region of a load balancer's name, and of nothing else", () => {
    expect(regionOfBalancer("shop-1.eu-central-1.elb.amazonaws.com")).toBe("eu-central-1");
    expect(regionOfBalancer("dualstack.shop-1.ap-southeast-2.elb.amazonaws.com.")).toBe("ap-southeast-2");
    expect(regionOfBalancer("eu-central-1.example.com")).toBeUndefined();
  });
});

describe("failing back", () => {
  const aurora = store("aurora-postgresql", [LOST, NEXT]);
  const before = new Map([[aurora.id, LOST]]);
  const holders = new Map([[aurora.id, NEXT]]);
  const failBack = (scope: RegionScope, more: Partial<RunOptions> = {}) =>
    bench.run(failback(scope, before, holders), more);

  it("waits until the region has caught up, then moves the writer from where it is", async () => {
    const database = bench.aws.database(aurora.name, [LOST, NEXT], NEXT);
    database.behind.set(LOST, 3);

    const result = await failBack(bench.scope([aurora]));

    expect(outcomes(result)).toEqual([
      `catch-up-${aurora.id} confirmed`,
      `return-${aurora.id} confirmed`,
      `${RETURNED} confirmed`,
    ]);
    expect(result.steps[0]).toMatchObject({ startedAt: 0, endedAt: 60_000 });
    expect(database.writer).toBe(LOST);
    expect(regionsCalled()).toEqual(new Set([NEXT]));
    expect(bench.aws.calls.map(({ action }) => action)).toContain("SwitchoverGlobalCluster");
  });

  it("stops when the region is no longer a member, without waiting for it", async () => {
    bench.aws.database(aurora.name, [NEXT]);
    const result = await failBack(bench.scope([aurora]));
    expect(outcomes(result)).toEqual([`catch-up-${aurora.id} stopped`]);
    expect(result.steps[0]?.detail).toContain(`${LOST} is no member`);
    expect(result.steps[0]).toMatchObject({ startedAt: 0, endedAt: 0 });
  });

  it("is satisfied when the writer is back already", async () => {
    bench.aws.database(aurora.name, [LOST, NEXT], LOST);
    const result = await failBack(bench.scope([aurora]));
    expect(outcomes(result).slice(0, 2)).toEqual([
      `catch-up-${aurora.id} satisfied`,
      `return-${aurora.id} satisfied`,
    ]);
  });

  it("gives back only what the region had before", () => {
    const other = new Map([[aurora.id, NEXT]]);
    const [runbook] = failback(bench.scope([aurora]), other, holders);
    expect(stepsOf(runbook).map(({ step }) => step.id)).toEqual([RETURNED]);
  });

  it.each([["none"], ["no region left to ask"], [undefined]])(
    "stops when the writer was seen as %s, rather than leave the store out",
    async (seen) => {
      const unknown = new Map(seen === undefined ? [] : [[aurora.id, seen]]);
      const result = await bench.run(failback(bench.scope([aurora]), before, unknown));
      expect(outcomes(result)).toEqual([`return-${aurora.id} stopped`]);
      expect(bench.aws.calls).toEqual([]);
    },
  );

  it("gives a cache its writes back in the region itself, after the stores and before the names", () => {
    const caches = [cache("sessions", [LOST, NEXT]), cache("baskets", [LOST, NEXT])];
    const wrote = new Map([...before, ["sessions", LOST], ["baskets", NEXT]]);
    const runbooks = failback(bench.scope([aurora], { caches, latch: LATCH }), wrote, holders);
    expect(runbooks.map(({ name, runsIn }) => [name, runsIn])).toEqual([
      ["cache-return", LOST],
      ["failback", NEXT],
    ]);
    expect(stepsOf(runbooks[0]).map(({ step }) => step.id)).toEqual([
      "rejoin-sessions",
      "find-return-sessions",
      "return-sessions",
    ]);
  });

  it("looks only at clients near the region, and at none when it has none", async () => {
    const away = failback(bench.scope([], { clientRegions: [NEXT] }), before, holders);
    expect((await bench.run(away)).steps).toEqual([]);
    const still = await failBack(bench.scope([]), {
      resolve: async () => ({ answers: [balancer(NEXT)], chosen: NEXT }),
    });
    expect(outcomes(still)).toEqual([`${RETURNED} timed-out`]);
  });
});
