import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callCommand } from "../../src/runbooks/byHand/commands.ts";
import { runbookMarkdown } from "../../src/runbooks/byHand/markdown.ts";
import { describeGlobalDatabase } from "../../src/runbooks/library/auroraGlobal.ts";
import { regionalFailover } from "../../src/runbooks/library/regionalFailover.ts";
import { trafficReturn, trafficShift } from "../../src/runbooks/library/trafficShift.ts";
import { wayReturn } from "../../src/runbooks/library/wayReturn.ts";
import { callsOf, type Runbook, type Step, stepsOf } from "../../src/runbooks/runbook.ts";
import { HOST, LOST, NAMES, NEXT, store } from "../../src/runbooks/testing/bench.ts";
import { emulatedHub } from "../../src/runbooks/testing/emulatedHub.ts";
import { EmulatedShop } from "../../src/runbooks/testing/emulatedShop.ts";
import { SWITCH } from "../../src/runbooks/testing/fakeCluster.ts";
import { WAYS } from "../../src/runbooks/testing/fakeHub.ts";
import { everyRunbook } from "../../src/runbooks/testing/library.ts";
import { locateEmulator } from "../../src/sandbox/index.ts";
import { json } from "../../src/sandbox/refusals/cases/caller.ts";
import { followed, HandShell, missingCli } from "./handShell.ts";

const orders = store("aurora-postgresql", [LOST, NEXT], "orders");
const billing = store("rds-postgresql", [LOST, NEXT], "billing");
const cart = store("dynamodb", [LOST, NEXT], "cart");
const media = store("s3", [LOST, NEXT], "media");

/** A cluster's endpoints are names of AWS; the sandbox's gateway stands in for each, told apart by the region that is signed. */
const GATEWAY_FOR_ENDPOINTS = `aws() {
  local args=()
  while [ $# -gt 0 ]; do
    if [ "$1" = --endpoint-url ]; then shift 2; else args+=("$1"); shift; fi
  done
  command aws "\${args[@]}"
}`;

const emulator = await locateEmulator(process.env);
const missing = emulator.ok ? await missingCli() : "no emulator on this machine, install moto's server";
const skipped = missing === undefined ? "" : ` (SKIPPED: ${missing})`;

describe.skipIf(missing !== undefined)(
  `a printed runbook is followed with a shell and the AWS CLI${skipped}`,
  () => {
    let shop: EmulatedShop;
    let shell: HandShell;

    beforeAll(async () => {
      shop = await EmulatedShop.open();
      await shop.aurora(orders);
      await shop.instance(billing);
      await shop.table(cart);
      const balancers: Record<string, string> = {};
      for (const region of [LOST, NEXT]) {
        await shop.bucket(media.nameIn(region), region);
        balancers[region] = (await shop.balancer("shop-public", region)).dnsName;
        const recoverySwitch = { Name: NAMES.switchParameter, Value: "manual", Type: "String" };
        await shop.caller.must(json("ssm", region, "PutParameter", recoverySwitch));
      }
      const { subnets } = await shop.network(NEXT);
      await emulatedHub(shop.caller, NEXT, { table: WAYS.table, subnets });
      await shop.names(balancers, await shop.routingControls(SWITCH));
      shell = new HandShell(shop.sandbox.endpoint);
      await shell.paste(GATEWAY_FOR_ENDPOINTS);
    });
    afterAll(async () => {
      await shell?.close();
      await shop?.close();
    });

    const led = async ({ confirmation }: Step) => {
      const ask = confirmation?.look.ask;
      if (ask === undefined || !("names" in ask)) return false;
      const { wanted } = ask.names;
      const asked = await Promise.all(
        [LOST, NEXT].map((clientRegion) => shop.sandbox.resolveName({ name: HOST, type: "A", clientRegion })),
      );
      const answers = asked.flatMap((each) => each.answers);
      if (answers.length === 0) return false;
      return answers.every((answer) =>
        "avoid" in wanted ? !answer.includes(wanted.avoid) : answer.includes(wanted.lead),
      );
    };
    const follow = (runbook: Runbook) =>
      followed(runbook, runbookMarkdown(runbook, NAMES), {
        shell,
        wait: (seconds) => shop.sandbox.advanceClock(seconds),
        names: led,
      });

    it("has no command of the library that the AWS CLI does not know, and no input that it does not take", async () => {
      const calls = everyRunbook().flatMap((runbook) =>
        stepsOf(runbook).flatMap(({ step }) => callsOf(step).map(({ call }) => call)),
      );
      // Of each call one input for each set of fields.
      const shapes = new Map(
        calls.map((call) => [`${call.service} ${call.action} ${Object.keys(call.input).sort()}`, call]),
      );
      expect(shapes.size).toBeGreaterThan(20);
      const kept = [...shapes.values()].flatMap(({ input }) =>
        [...JSON.stringify(input).matchAll(/"\{([a-z]+)\}"/g)].map(([, name]) => `${name}=something`),
      );
      await shell.paste(kept.join("; "));
      // Where nobody listens: what the CLI takes, it tries to send.
      for (const { cluster: _, ...plain } of shapes.values()) {
        const command = `AWS_MAX_ATTEMPTS=1 AWS_ENDPOINT_URL=http://127.0.0.1:1 ${callCommand(plain, NEXT)}`;
        await expect(shell.paste(command)).rejects.toThrow("Could not connect to the endpoint URL");
      }
    });

    it("a region is closed and opened: what one block keeps, the next ones use", async () => {
      const traffic = {
        ...shop.scope([]),
        balancer: "shop-public",
        healthPath: "/healthz",
      };
      const [shift] = trafficShift(traffic);
      expect(await follow(shift)).toEqual(
        expect.arrayContaining([
          "find-balancer confirmed",
          "find-listener confirmed",
          "close-region confirmed",
        ]),
      );
      // Who comes second finds it done.
      expect(await follow(shift)).toContain("close-region satisfied");
      const [open] = trafficReturn(traffic);
      const ends = await follow(open);
      expect(ends.filter((end) => !/ (confirmed|done|satisfied)$/.test(end))).toEqual([]);
    });

    it("a lost region is left: the writers have moved, nothing was asked of it, and it is done by now for who comes next", async () => {
      await shop.sandbox.loseRegion(LOST);
      const before = (await shop.sandbox.calls()).length;
      const about = { routing: SWITCH, ways: WAYS };
      const [failover] = regionalFailover(shop.scope([orders, billing, cart, media], about));
      const ends = await follow(failover);
      expect(ends.filter((end) => !/ (confirmed|satisfied)$/.test(end))).toEqual([]);
      expect(ends).toContain("promote-orders confirmed");
      const closed = Object.keys(WAYS.ranges).map((zone) => `cut-billing-${zone} confirmed`);
      expect(ends).toEqual(expect.arrayContaining([...closed, "promote-billing confirmed"]));
      expect(ends).toContain(`route-away-${LOST} confirmed`);
      expect(await describeGlobalDatabase(shop.clients.in(NEXT), orders.name)).toMatchObject({
        writerRegion: NEXT,
      });
      const called = (await shop.sandbox.calls()).slice(before);
      expect(called.length).toBeGreaterThan(8);
      expect(called.map(({ homeRegion }) => homeRegion)).not.toContain(LOST);
      expect(await follow(failover)).toContain("promote-orders satisfied");
    });

    it("the way to the old writer is free again, once its region is back", async () => {
      await shop.sandbox.restoreRegion(LOST);
      const [way] = wayReturn(shop.scope([billing], { ways: WAYS }), { apart: true });
      if (way === undefined) throw new Error("no region closes a way");
      const opened = (how: string) => Object.keys(WAYS.ranges).map((zone) => `open-${zone} ${how}`);
      expect(await follow(way)).toEqual(expect.arrayContaining(opened("confirmed")));
      expect(await follow(way)).toEqual(expect.arrayContaining(opened("satisfied")));
    });
  },
);
