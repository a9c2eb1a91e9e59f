import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { locateEmulator } from "../../sandbox/index.ts";
import { balancer, HOST, LOST, NEXT, outcomes } from "../testing/bench.ts";
import { EmulatedShop } from "../testing/emulatedShop.ts";
import { SWITCH } from "../testing/fakeCluster.ts";
import { regionalFailover } from "./regionalFailover.ts";
import type { TrafficScope } from "./trafficShift.ts";
import { trafficReturn, trafficShift } from "./trafficShift.ts";

const emulator = await locateEmulator(process.env);
const skipped = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";

describe.skipIf(!emulator.ok)(
  `routing controls against the emulated AWS${skipped}`,
  { timeout: 120_000 },
  () => {
    let shop: EmulatedShop;
    beforeAll(async () => {
      shop = await EmulatedShop.open();
      const controls = await shop.routingControls(SWITCH);
      await shop.names({ [LOST]: balancer(LOST), [NEXT]: balancer(NEXT) }, controls);
    }, 120_000);
    afterAll(() => shop?.close());

    /** Of the lost region, or of its stand-in, from where the lost region is. */
    const traffic = (region: string = LOST): TrafficScope => {
      const own =
        region === LOST ? SWITCH : { ...SWITCH, control: `keep-away-${NEXT}`, others: [SWITCH.control] };
      return { ...shop.scope([], { region, routing: own }), balancer: "shop-public", healthPath: "/healthz" };
    };
    const led = async (from: string) =>
      (await shop.sandbox.resolveName({ name: HOST, type: "A", clientRegion: from })).answers[0];
    const asked = async (action: string) =>
      (await shop.sandbox.calls({ caller: "runbook" }))
        .filter((call) => call.action === action)
        .map(({ homeRegion }) => homeRegion);

    it("move the names of a region that is up, and move them back, by no call in it but of an endpoint that may be asked", async () => {
      expect(await led(LOST)).toContain(LOST);
      const shifted = await shop.run(trafficShift(traffic()));
      expect(shifted.completed, JSON.stringify(shifted.steps)).toBe(true);
      expect(await led(LOST)).toContain(NEXT);
      expect(await asked("UpdateRoutingControlStates")).not.toContain(LOST);
      const returned = await shop.run(trafficReturn(traffic()));
      expect(returned.completed, JSON.stringify(returned.steps)).toBe(true);
      expect(await led(LOST)).toContain(LOST);
    });

    it("keep the names away from a region that is lost and comes back, by another endpoint where one is gone too", async () => {
      await shop.sandbox.loseRegion(LOST);
      await shop.sandbox.setFault({
        id: "maintenance",
        match: { service: "route53-recovery-cluster", region: "us-west-2" },
        effect: { kind: "error", status: 503, code: "EndpointTemporarilyUnavailableException" },
      });
      const before = (await shop.sandbox.calls({ caller: "runbook" })).length;
      const left = await shop.run(regionalFailover(traffic()));
      expect(left.completed, JSON.stringify(left.steps)).toBe(true);
      const calls = (await shop.sandbox.calls({ caller: "runbook" })).slice(before);
      expect(calls.filter(({ homeRegion }) => homeRegion === LOST)).toEqual([]);
      expect(calls.filter(({ service }) => service === "route53-recovery-control-config")).toEqual([]);
      await shop.sandbox.restoreRegion(LOST);
      await shop.sandbox.clearFault("maintenance");
      await shop.sandbox.advanceClock(3600);
      expect(await led(LOST)).toContain(NEXT);
    });

    it("stop before a home is left without a region, and are refused by the rule where nobody looked", async () => {
      expect(outcomes(await shop.run(trafficShift(traffic(NEXT))))).toEqual([`route-away-${NEXT} stopped`]);
      const scope = traffic(NEXT);
      const unaware = { ...scope, routing: { ...SWITCH, control: `keep-away-${NEXT}`, others: [] } };
      const refused = await shop.run(trafficShift(unaware));
      expect(outcomes(refused)).toEqual([`route-away-${NEXT} failed`]);
      expect(refused.steps[0]?.detail).toContain("one-stays");
      expect(await led(LOST)).toContain(NEXT);
      expect((await shop.run(trafficReturn(traffic()))).completed).toBe(true);
    });
  },
);
