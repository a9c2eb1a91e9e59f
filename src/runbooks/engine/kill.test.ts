import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeAws } from "../../aws/testing/fakeAws.ts";
import { failback } from "../library/failback.ts";
import { regionalFailover } from "../library/regionalFailover.ts";
import type { Runbook } from "../runbook.ts";
import { Bench, FAR, LOST, NEXT, outcomes, store } from "../testing/bench.ts";
import { TaskFailure } from "./failures.ts";
import { unfinishedRunbook } from "./journal.ts";
import type { Boundary } from "./tasks.ts";

const orders = store("aurora-postgresql", [LOST, NEXT], "orders");
const cards = store("aurora-postgresql", [LOST, NEXT], "cards");
const billing = store("rds-postgresql", [LOST, NEXT, FAR], "billing");
const [cart, media] = [store("dynamodb", [LOST, NEXT], "cart"), store("s3", [LOST, NEXT], "media")];

/** Calls that change something. Each may take effect once. */
const ACTS = /^(Failover|Switchover|Promote)/;

interface Case {
  readonly name: string;
  readonly world: (aws: FakeAws) => void;
  readonly runbook: (bench: Bench) => readonly [Runbook, ...Runbook[]];
  readonly effects: (aws: FakeAws) => unknown;
  readonly wanted: unknown;
  /** Calls that take effect, each once. */
  readonly acts: readonly string[];
}

const arn = (region: string) => `arn:aws:rds:${region}:111111111111:db:${billing.nameIn(region)}`;

/** Every runbook of the library, in a world in which all of its steps have something to do. */
const CASES: readonly Case[] = [
  {
    name: "regional-failover",
    world: (aws) => {
      aws.database(orders.name, [LOST, NEXT]);
      aws.database(cards.name, [LOST, NEXT]);
      aws.instances.set(`${NEXT}/${billing.nameIn(NEXT)}`, {
        source: arn(LOST),
        status: "available",
        promoting: 0,
      });
      aws.buckets.set(`${NEXT}/${media.nameIn(NEXT)}`, new Map());
      aws.lost.add(LOST);
    },
    runbook: (bench) => regionalFailover(bench.scope([orders, cards, billing, cart, media])),
    effects: (aws) => [
      aws.databases.get(orders.name)?.writer,
      aws.databases.get(cards.name)?.writer,
      aws.instances.get(`${NEXT}/${billing.nameIn(NEXT)}`)?.source,
    ],
    wanted: [NEXT, NEXT, undefined],
    acts: ["FailoverGlobalCluster", "FailoverGlobalCluster", "PromoteReadReplica"],
  },
  {
    name: "failback",
    world: (aws) => {
      for (const { name } of [orders, cards]) aws.database(name, [LOST, NEXT], NEXT).behind.set(LOST, 3);
    },
    runbook: (bench) => {
      const at = (region: string) => new Map([orders, cards].map(({ id }) => [id, region]));
      return failback(bench.scope([orders, cards]), at(LOST), at(NEXT));
    },
    effects: (aws) => [aws.databases.get(orders.name)?.writer, aws.databases.get(cards.name)?.writer],
    wanted: [LOST, LOST],
    acts: ["SwitchoverGlobalCluster", "SwitchoverGlobalCluster"],
  },
];

const opened: Bench[] = [];
const open = async (world: Case["world"]) => {
  const bench = await Bench.open();
  opened.push(bench);
  world(bench.aws);
  return bench;
};
const actsOf = (bench: Bench) =>
  bench.aws.calls.map(({ action }) => action).filter((each) => ACTS.test(each));

/** As `kill -9` does it: nothing after this place is done, nothing is tidied up but what the system tidies up. */
function killAt(count: number) {
  let seen = 0;
  const boundaries: string[] = [];
  const onBoundary = (boundary: Boundary, key: string) => {
    boundaries.push(`${boundary} ${key}`);
    // The process is gone for every lane.
    if (++seen >= count) throw new TaskFailure("killed", "killed", false);
  };
  return { onBoundary, boundaries };
}

beforeEach(() => {
  opened.length = 0;
});
afterEach(async () => {
  await Promise.all(opened.map((bench) => bench.close()));
});

/** Dozens of runs, each killed and resumed, on a machine that may have other things to do. */
const TIMEOUT_MS = 300_000;

describe.each(CASES)(
  "$name, killed at every boundary of every call",
  ({ world, runbook, effects, wanted, acts }) => {
    it("is finished by a resume, with no effect twice", { timeout: TIMEOUT_MS }, async () => {
      const whole = await open(world);
      const all = killAt(Number.POSITIVE_INFINITY);
      const untouched = await whole.run(runbook(whole), { onBoundary: all.onBoundary });
      expect(untouched.completed).toBe(true);
      expect(effects(whole.aws)).toEqual(wanted);
      expect(actsOf(whole).toSorted()).toEqual(acts);
      const points = all.boundaries.length;
      expect(points).toBeGreaterThan(20);

      for (let point = 1; point <= points; point++) {
        const bench = await open(world);
        await expect(bench.run(runbook(bench), { onBoundary: killAt(point).onBoundary })).rejects.toThrow(
          "killed",
        );

        const result = await bench.resume();

        expect(result.completed, `killed at ${point}`).toBe(true);
        expect(outcomes(result).toSorted()).toEqual(outcomes(untouched).toSorted());
        expect(effects(bench.aws)).toEqual(wanted);
        expect(actsOf(bench).toSorted(), `killed at ${point}`).toEqual(acts);
        expect(await unfinishedRunbook(bench.dir)).toBeUndefined();
        await bench.close();
        opened.pop();
      }
    });

    it("is finished although every life of it is killed a little later", {
      timeout: TIMEOUT_MS,
    }, async () => {
      const bench = await open(world);
      await expect(bench.run(runbook(bench), { onBoundary: killAt(1).onBoundary })).rejects.toThrow("killed");
      for (let lives = 0; ; lives++) {
        if (lives > 50) throw new Error("comes to no end");
        const life = killAt(30);
        const ended = await bench
          .resume({ onBoundary: life.onBoundary })
          .catch((error: Error) => error.message);
        if (ended !== "killed") break;
      }
      expect(effects(bench.aws)).toEqual(wanted);
      expect(actsOf(bench).toSorted()).toEqual(acts);
    });
  },
);
