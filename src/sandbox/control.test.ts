import { request as startRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/index.ts";
import { connectSandbox } from "./client.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import type { DnsAnswer } from "./sandbox.ts";
import { SandboxClock } from "./sandboxClock.ts";
import { type FakeEmulator, startFakeEmulator } from "./testing/fakeEmulator.ts";
import { queryCall, sendCall } from "./testing/signedCall.ts";

let emulator: FakeEmulator;
let gateway: Gateway;

beforeAll(async () => {
  emulator = await startFakeEmulator();
  gateway = await startGateway({
    emulator: emulator.endpoint,
    overlays: [],
    refusals: [],
    clock: new SandboxClock(new ManualClock(Date.UTC(2026, 10, 22))),
    resolveName: async (world, question): Promise<DnsAnswer> => ({
      question,
      answers: [world.isLost("us-east-1") ? "second" : "first"],
      chosen: undefined,
      passedOver: [],
      ttlSeconds: 60,
    }),
    namesNow: async (world) => (question) => {
      const to = world.isLost("us-east-1") ? "us-west-2" : "us-east-1";
      const answers = [`b.${to}.elb.amazonaws.com`];
      return { question, answers, chosen: to, passedOver: [], ttlSeconds: 10 };
    },
  });
});

afterAll(async () => {
  await gateway.close();
  await emulator.close();
});

function raw(method: string, path: string, headers: Record<string, string>, body = ""): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = startRequest(`${gateway.endpoint}${path}`, { method, headers, agent: false });
    outgoing.once("error", reject);
    outgoing.once("response", (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode ?? 0);
    });
    outgoing.end(body);
  });
}

describe("a sandbox spoken to over loopback", () => {
  it("loses and restores regions, moves its clock, answers names, and keeps all that out of the call log", async () => {
    const sandbox = connectSandbox(gateway.endpoint);
    const question = { name: "shop.example.com", type: "A", clientRegion: "eu-west-1" } as const;

    expect(await sandbox.resolveName(question)).toMatchObject({ answers: ["first"] });
    await sandbox.loseRegion("us-east-1");
    await sandbox.advanceClock(90);

    expect(await sandbox.resolveName(question)).toMatchObject({ answers: ["second"] });
    expect(await sandbox.status()).toMatchObject({
      endpoint: gateway.endpoint,
      pid: process.pid,
      startedAt: "2026-11-22T00:00:00.000Z",
      now: "2026-11-22T00:01:30.000Z",
      emulator: { kind: "endpoint", endpoint: emulator.endpoint, alive: true },
      lostRegions: ["us-east-1"],
      calls: 0,
    });
    await sandbox.restoreRegion("us-east-1");
    expect((await sandbox.status()).lostRegions).toEqual([]);
    expect(await sandbox.calls()).toEqual([]);
  });

  it("has customers that act on its clock, and none once they are let go", async () => {
    const sandbox = connectSandbox(gateway.endpoint);
    expect(await sandbox.clients()).toBeUndefined();
    await sandbox.startClients({
      account: "123456789012",
      seed: "test",
      clientRegions: ["us-east-1"],
      services: [{ name: "checkout", host: "shop.example.com", stores: ["cart"] }],
      stores: [
        {
          id: "cart",
          engine: "dynamodb",
          name: "cart",
          members: { "us-east-1": "cart", "us-west-2": "cart" },
          ranges: { "us-east-1": ["10.0.16.0/21"] },
        },
      ],
      everySeconds: 0.5,
    });
    await sandbox.advanceClock(60);
    await sandbox.loseRegion("us-east-1");
    await sandbox.advanceClock(60);
    const report = await sandbox.clients();
    await sandbox.restoreRegion("us-east-1");

    expect(report?.services[0]?.served).toBeGreaterThan(150);
    // Until the resolver asked again.
    expect(report?.services[0]?.unserved).toHaveLength(1);
    expect(report?.stores[0]).toMatchObject({ store: "cart", lost: { writes: 0 }, fences: [] });
    expect(report?.stores[0]?.late.seconds).toBeLessThanOrEqual(1);
    await sandbox.stopClients();
    expect(await sandbox.clients()).toBeUndefined();
  });

  it("refuses customers that it does not understand", async () => {
    const sandbox = connectSandbox(gateway.endpoint);
    const bad = { account: "1", seed: "", clientRegions: [], services: [], stores: [], everySeconds: 0 };
    await expect(sandbox.startClients(bad)).rejects.toMatchObject({ code: "control-input-rejected" });
  });

  it("hands out the call log by filter", async () => {
    const sandbox = connectSandbox(gateway.endpoint);
    await sendCall(gateway.endpoint, queryCall("rds", "A", "eu-west-1"));
    await sendCall(gateway.endpoint, queryCall("rds", "B", "us-west-2"));

    expect((await sandbox.calls({ region: "us-west-2", last: 5 })).map((record) => record.action)).toEqual([
      "B",
    ]);
  });
});

describe("the control API", () => {
  it("refuses what comes from a web page", async () => {
    expect(await raw("GET", "/_trireme/status", { origin: "http://evil.example" })).toBe(403);
    expect(await raw("POST", "/_trireme/lose-region", { origin: "null" }, '{"region":"us-east-1"}')).toBe(
      403,
    );
  });

  it("refuses a name that was made to point at the loopback address", async () => {
    expect(await raw("GET", "/_trireme/status", { host: "evil.example:80" })).toBe(403);
    expect(await raw("GET", "/_trireme/status", { host: "localhost.evil.example" })).toBe(403);
    expect(await raw("GET", "/_trireme/status", { host: "localhost:1" })).toBe(200);
  });

  it.each([
    ["POST", "lose-region", '{"region":"atlantis"}', 400],
    ["POST", "lose-region", "{", 400],
    ["POST", "lose-region", '{"region":"us-east-1","force":true}', 400],
    ["POST", "advance-clock", '{"seconds":-1}', 400],
    ["GET", "calls?caller=nobody", "", 400],
    ["GET", "calls?after=x", "", 400],
    ["GET", "nothing", "", 404],
    ["GET", "lose-region", "", 404],
  ])("refuses %s %s %s with %d", async (method, verb, body, status) => {
    expect(await raw(method, `/_trireme/${verb}`, {}, body)).toBe(status);
  });

  it("fails with the sandbox's own code", async () => {
    await expect(connectSandbox(gateway.endpoint).loseRegion("atlantis")).rejects.toMatchObject({
      code: "control-input-rejected",
      fault: "input",
    });
  });

  it("fails with a code of its own when nothing answers", async () => {
    const closed = await startFakeEmulator();
    await closed.close();

    await expect(connectSandbox(closed.endpoint).status()).rejects.toMatchObject({
      code: "sandbox-unreachable",
    });
  });
});
