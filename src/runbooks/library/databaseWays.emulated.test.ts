import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_ACCOUNT, locateEmulator } from "../../sandbox/index.ts";
import { query } from "../../sandbox/refusals/cases/caller.ts";
import { LOST, NEXT, outcomes, store } from "../testing/bench.ts";
import { emulatedHub } from "../testing/emulatedHub.ts";
import { EmulatedShop } from "../testing/emulatedShop.ts";
import { RANGES, WAYS } from "../testing/fakeHub.ts";
import { failback } from "./failback.ts";
import { postRecoveryReview } from "./postRecoveryReview.ts";
import { regionalFailover } from "./regionalFailover.ts";
import type { DatabaseWays, RecoverableStore } from "./scope.ts";

const emulator = await locateEmulator(process.env);
const skipped = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";
const ledger = store("rds-postgresql", [LOST, NEXT], "ledger");
const stock = store("rds-postgresql", [LOST, NEXT], "stock");

/** Dozens of calls and a look after each, on a machine that may have other things to do. */
const TIMEOUT_MS = 180_000;

describe.skipIf(!emulator.ok)(
  `the way to an old writer, against the emulated AWS${skipped}`,
  { timeout: TIMEOUT_MS },
  () => {
    let shop: EmulatedShop;
    let table: string;
    beforeAll(async () => {
      shop = await EmulatedShop.open();
      for (const each of [ledger, stock]) await shop.instance(each);
      const { subnets } = await shop.network(NEXT);
      table = await emulatedHub(shop.caller, NEXT, { table: WAYS.table, subnets });
    }, TIMEOUT_MS);
    afterAll(() => shop?.close());

    const scope = (of: RecoverableStore, ways: DatabaseWays | undefined) =>
      shop.scope([of], { hosts: [], ...(ways === undefined ? {} : { ways }) });

    /** Of those who write from the region that takes over, a few times a second. */
    const customersOf = async (of: RecoverableStore) => {
      await shop.sandbox.startClients({
        account: DEFAULT_ACCOUNT,
        seed: of.id,
        clientRegions: [NEXT],
        services: [{ name: "warehouse", stores: [of.id] }],
        stores: [
          {
            id: of.id,
            engine: "rds-postgresql",
            name: of.name,
            members: { [LOST]: of.nameIn(LOST), [NEXT]: of.nameIn(NEXT) },
            ranges: { [LOST]: RANGES },
          },
        ],
        everySeconds: 0.25,
      });
      await shop.sandbox.advanceClock(60);
    };

    /** Loses the region and gives it back as soon as the promotion is waited for. What became of the writes. */
    const leftAndBack = async (of: RecoverableStore, ways: DatabaseWays | undefined) => {
      await customersOf(of);
      await shop.sandbox.loseRegion(LOST);
      let back: boolean | undefined;
      const result = await shop.run(regionalFailover(scope(of, ways)), {
        onStart: ({ step }) => {
          if (step.id === `promote-${of.id}`) back = false;
        },
        clock: {
          now: () => shop.time.now(),
          sleep: async (ms) => {
            if (back === false) {
              back = true;
              await shop.sandbox.restoreRegion(LOST);
            }
            return shop.time.sleep(ms);
          },
        },
      });
      expect(result.completed, JSON.stringify(result.steps)).toBe(true);
      expect(back).toBe(true);
      await shop.sandbox.advanceClock(120);
      const report = await shop.sandbox.clients();
      const [seen] = report?.stores ?? [];
      if (seen === undefined) throw new Error("nobody wrote");
      await shop.sandbox.stopClients();
      expect(seen.writers.map(({ region }) => region)).toEqual([LOST, NEXT]);
      return { ...seen, unserved: report?.services[0]?.unserved ?? [] };
    };
    const blackHoles = async () => {
      const about = {
        TransitGatewayRouteTableId: table,
        "Filter.1.Name": "state",
        "Filter.1.Value.1": "blackhole",
      };
      const { text } = await shop.caller.must(query("ec2", NEXT, "SearchTransitGatewayRoutes", about));
      return RANGES.filter((range) => text.includes(range));
    };

    it("is gone on with by what runs elsewhere, when nobody closes it and the region is back too early", async () => {
      const { diverged } = await leftAndBack(stock, undefined);
      expect(diverged.writes).toBeGreaterThan(100);
    });

    it("is closed before the promotion, so that not a write goes astray, and free after the failback", async () => {
      const { diverged, unserved, found, acknowledged, lost } = await leftAndBack(ledger, WAYS);
      expect(diverged.writes).toBe(0);
      expect(found + lost.writes).toBe(acknowledged);
      // Whoever could have written to the old one waited for the new one.
      expect(unserved.every(({ to }) => to !== undefined)).toBe(true);
      expect(await blackHoles()).toEqual(RANGES);
      const review = () => shop.run(postRecoveryReview({ ...scope(ledger, WAYS), region: NEXT, caches: [] }));
      expect(outcomes(await review())).toContain(`review-ways-${NEXT} timed-out`);

      const at = (region: string) => new Map([[ledger.id, region]]);
      for (const runbook of failback(scope(ledger, WAYS), at(LOST), at(NEXT))) {
        const result = await shop.run([runbook]);
        expect(result.completed, JSON.stringify(result.steps)).toBe(true);
      }

      expect(await blackHoles()).toEqual([]);
      expect(outcomes(await review())).toContain(`review-ways-${NEXT} confirmed`);
    });
  },
);
