import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsClients } from "../../aws/index.ts";
import { FakeAws } from "../../aws/testing/fakeAws.ts";
import { ManualClock } from "../../lib/index.ts";
import { runSteps } from "../run.ts";
import { regionFailback } from "./regionFailback.ts";
import { regionFailover, strandedStores } from "./regionFailover.ts";
import { type RecoverableStore, type RegionScope, regionOfBalancer } from "./scope.ts";

const [LOST, NEXT, FAR] = ["us-east-1", "us-west-2", "eu-west-1"];
const HOST = "www.shop.example.com";

const store = (engine: RecoverableStore["engine"], regions: readonly string[]): RecoverableStore => ({
  id: `${engine}-store`,
  engine,
  regions,
  name: `shop-${engine}`,
  nameIn: (region) => (engine === "s3" ? `shop-${region}` : `shop-${engine}`),
});
const balancer = (region: string) => `shop-1.${region}.elb.amazonaws.com`;

let aws: FakeAws;
let clients: AwsClients;

beforeEach(async () => {
  aws = await FakeAws.start();
  clients = new AwsClients({
    endpoint: aws.endpoint,
    credentials: { accessKeyId: "111111111111", secretAccessKey: "sandbox" },
    appId: "trireme-runbook",
  });
});
afterEach(async () => {
  clients.destroy();
  await aws.stop();
});

function scopeOf(stores: readonly RecoverableStore[], more: Partial<RegionScope> = {}): RegionScope {
  return {
    region: LOST,
    account: "111111111111",
    stores,
    hosts: [HOST],
    clientRegions: [LOST, NEXT],
    clients,
    // As DNS does when its health checks have noticed: nobody is sent to a region that is gone.
    resolve: async (_name, from) => {
      const chosen = aws.lost.has(from) ? NEXT : from;
      return { answers: [balancer(chosen)], chosen };
    },
    ...more,
  };
}

const run = (steps: ReturnType<typeof regionFailover>) => runSteps(steps, { clock: new ManualClock() });
const failOver = (scope: RegionScope) => run(regionFailover(scope));
const outcomes = (result: Awaited<ReturnType<typeof run>>) =>
  result.steps.map(({ id, outcome }) => `${id} ${outcome}`);
const regionsCalled = () => new Set(aws.calls.map(({ region }) => region));

describe("failing over a region", () => {
  it("makes the first other region the writer, and calls no other", async () => {
    aws.database("shop-aurora-postgresql", [LOST, NEXT, FAR]);
    aws.buckets.set(`${NEXT}/shop-${NEXT}`, new Map());
    aws.lost.add(LOST);
    const stores = [
      store("aurora-postgresql", [LOST, NEXT, FAR]),
      store("dynamodb", [LOST, NEXT]),
      store("s3", [LOST, NEXT]),
    ];

    const result = await failOver(scopeOf(stores));

    expect(outcomes(result)).toEqual([
      "promote-aurora-postgresql-store confirmed",
      "confirm-dynamodb-store confirmed",
      "confirm-s3-store confirmed",
      "names-avoid-region confirmed",
    ]);
    expect(aws.databases.get("shop-aurora-postgresql")?.writer).toBe(NEXT);
    expect(regionsCalled()).toEqual(new Set([NEXT]));
    expect(new Set(aws.calls.map(({ appId }) => appId))).toEqual(new Set(["trireme-runbook"]));
  });

  it("labels each step with the region that it calls and with every action that it used", async () => {
    aws.database("shop-aurora-postgresql", [LOST, NEXT]);
    aws.lost.add(LOST);
    const { steps } = await failOver(scopeOf([store("aurora-postgresql", [LOST, NEXT])]));
    const [promote] = steps;
    expect(promote).toMatchObject({ region: NEXT, plane: "control" });
    const used = new Set(aws.calls.map(({ service, action }) => `${service}:${action}`));
    expect(new Set(promote?.actions)).toEqual(used);
  });

  it("calls nothing more than a look when the writer is elsewhere already", async () => {
    aws.database("shop-aurora-postgresql", [LOST, NEXT], NEXT);
    const result = await failOver(scopeOf([store("aurora-postgresql", [LOST, NEXT])], { hosts: [] }));
    expect(outcomes(result)).toEqual([
      "promote-aurora-postgresql-store satisfied",
      "names-avoid-region satisfied",
    ]);
    expect(aws.calls.map(({ action }) => action)).toEqual(["DescribeGlobalClusters"]);
  });

  it("leaves stores that the region does not hold alone", async () => {
    aws.lost.add(LOST);
    const result = await failOver(scopeOf([store("dynamodb", [NEXT, FAR])]));
    expect(outcomes(result)).toEqual(["names-avoid-region confirmed"]);
    expect(aws.calls).toEqual([]);
  });

  it("stops when the database is in the middle of another movement", async () => {
    aws.database("shop-aurora-postgresql", [LOST, NEXT]).status = "failing-over";
    const result = await failOver(scopeOf([store("aurora-postgresql", [LOST, NEXT])]));
    expect(result.completed).toBe(false);
    expect(result.steps.at(-1)?.detail).toContain("failing-over");
  });

  it("stops when the region that should take over holds no member", async () => {
    // Known to the region and yet without a member there.
    const database = aws.database("shop-aurora-postgresql", [LOST, NEXT]);
    const blind = { ...store("aurora-postgresql", [LOST, FAR, NEXT]) };
    Object.defineProperty(database.members, "has", { value: () => true });
    const result = await failOver(scopeOf([blind]));
    expect(outcomes(result)).toEqual(["promote-aurora-postgresql-store stopped"]);
    expect(result.steps[0]?.detail).toContain(`${FAR} holds no member`);
    expect(database.writer).toBe(LOST);
  });

  it("fails when the region that should take over does not know the database", async () => {
    aws.database("shop-aurora-postgresql", [LOST]);
    const result = await failOver(scopeOf([store("aurora-postgresql", [LOST, NEXT])]));
    expect(outcomes(result)).toEqual(["promote-aurora-postgresql-store failed"]);
  });

  it("fails at a bucket that does not answer", async () => {
    const result = await failOver(scopeOf([store("s3", [LOST, NEXT])]));
    expect(outcomes(result)).toEqual(["confirm-s3-store failed"]);
  });

  it("does not confirm a table that is not active", async () => {
    aws.tableStatus.set(NEXT, "UPDATING");
    const result = await failOver(scopeOf([store("dynamodb", [LOST, NEXT])]));
    expect(outcomes(result)).toEqual(["confirm-dynamodb-store timed-out"]);
    expect(result.steps[0]?.detail).toContain("UPDATING");
  });

  it("names the stores that have no copy elsewhere, and has no step for them", () => {
    const scope = scopeOf([store("s3", [LOST]), store("dynamodb", [LOST, NEXT])]);
    expect(strandedStores(scope)).toEqual(["s3-store"]);
    expect(regionFailover(scope).map(({ id }) => id)).toEqual([
      "confirm-dynamodb-store",
      "names-avoid-region",
    ]);
  });
});

describe("names after a failover", () => {
  const answering = (...answers: readonly string[]) =>
    failOver(scopeOf([], { resolve: async () => ({ answers, chosen: undefined }) }));

  it("are not confirmed while a client is sent to the lost region, and the client is named", async () => {
    const result = await answering(balancer(LOST));
    expect(outcomes(result)).toEqual(["names-avoid-region timed-out"]);
    expect(result.steps[0]?.detail).toContain(`${HOST} from ${LOST} -> ${LOST}`);
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
  const failBack = (scope: RegionScope) => run(regionFailback(scope, before, holders));

  it("waits until the region has caught up, then moves the writer from where it is", async () => {
    const database = aws.database(aurora.name, [LOST, NEXT], NEXT);
    database.behind.set(LOST, 3);

    const result = await failBack(scopeOf([aurora]));

    expect(outcomes(result)).toEqual([
      `catch-up-${aurora.id} confirmed`,
      `return-${aurora.id} confirmed`,
      "names-return-to-region confirmed",
    ]);
    expect(result.steps[0]).toMatchObject({ startedAt: 0, endedAt: 10_000 });
    expect(database.writer).toBe(LOST);
    expect(regionsCalled()).toEqual(new Set([NEXT]));
    expect(aws.calls.map(({ action }) => action)).toContain("SwitchoverGlobalCluster");
  });

  it("stops when the region is no longer a member, without waiting for it", async () => {
    aws.database(aurora.name, [NEXT]);
    const result = await failBack(scopeOf([aurora]));
    expect(outcomes(result)).toEqual([`catch-up-${aurora.id} stopped`]);
    expect(result.steps[0]?.detail).toContain(`${LOST} is no member`);
    expect(result.steps[0]).toMatchObject({ startedAt: 0, endedAt: 0 });
  });

  it("is satisfied when the writer is back already", async () => {
    aws.database(aurora.name, [LOST, NEXT], LOST);
    const result = await failBack(scopeOf([aurora]));
    expect(outcomes(result).slice(0, 2)).toEqual([
      `catch-up-${aurora.id} satisfied`,
      `return-${aurora.id} satisfied`,
    ]);
  });

  it("gives back only what the region had before", async () => {
    const other = new Map([[aurora.id, NEXT]]);
    const steps = regionFailback(scopeOf([aurora]), other, holders);
    expect(steps.map(({ id }) => id)).toEqual(["names-return-to-region"]);
  });

  it.each([["none"], ["no region left to ask"], [undefined]])(
    "stops when the writer was seen as %s, rather than leave the store out",
    async (seen) => {
      const unknown = new Map(seen === undefined ? [] : [[aurora.id, seen]]);
      const result = await run(regionFailback(scopeOf([aurora]), before, unknown));
      expect(outcomes(result)).toEqual([`return-${aurora.id} stopped`]);
      expect(aws.calls).toEqual([]);
    },
  );

  it("looks only at clients near the region, and at none when it has none", async () => {
    const away = scopeOf([], { clientRegions: [NEXT] });
    expect(outcomes(await failBack(away))).toEqual(["names-return-to-region satisfied"]);
    const still = scopeOf([], { resolve: async () => ({ answers: [balancer(NEXT)], chosen: NEXT }) });
    expect(outcomes(await failBack(still))).toEqual(["names-return-to-region timed-out"]);
  });
});
