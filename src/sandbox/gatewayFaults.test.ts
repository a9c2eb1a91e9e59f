import { afterEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/index.ts";
import { startGateway } from "./gateway.ts";
import { SandboxClock } from "./sandboxClock.ts";
import { startFakeEmulator } from "./testing/fakeEmulator.ts";
import { jsonCall, queryCall, sendCall } from "./testing/signedCall.ts";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started() {
  const emulator = await startFakeEmulator();
  closing.push(() => emulator.close());
  const clock = new SandboxClock(new ManualClock(Date.UTC(2026, 10, 22)));
  const gateway = await startGateway({ emulator: emulator.endpoint, overlays: [], refusals: [], clock });
  closing.push(() => gateway.close());
  return { emulator, gateway };
}

describe("the gateway strikes single calls", () => {
  it.each([
    ["rds", queryCall("rds", "DescribeDBClusters"), 400, "<Code>Throttling</Code>"],
    ["dynamodb", jsonCall("dynamodb", "DynamoDB_20120810.PutItem"), 400, "ThrottlingException"],
    ["s3", { service: "s3", path: "/bucket/key" }, 503, "<Code>SlowDown</Code>"],
  ])("of %s with the service's own word for too many requests", async (service, call, status, code) => {
    const { emulator, gateway } = await started();
    await gateway.setFault({ id: "slow", match: { service }, effect: { kind: "throttle" }, times: 1 });

    const struck = await sendCall(gateway.endpoint, call);
    await sendCall(gateway.endpoint, call);

    expect(struck).toMatchObject({ status, body: expect.stringContaining(code) });
    expect(emulator.received).toHaveLength(1);
    expect((await gateway.calls()).map(({ outcome }) => outcome)).toEqual(["faulted", "forwarded"]);
  });

  it("with the error that it is given", async () => {
    const { gateway } = await started();
    const effect = { kind: "error", status: 500, code: "InternalFailure" } as const;
    await gateway.setFault({ id: "broken", match: { action: "PutItem" }, effect });

    const reply = await sendCall(gateway.endpoint, jsonCall("dynamodb", "DynamoDB_20120810.PutItem"));
    expect(reply).toMatchObject({ status: 500, body: expect.stringContaining("InternalFailure") });
  });

  it("by letting them hang until the time is over", async () => {
    const { gateway } = await started();
    await gateway.setFault({
      id: "stuck",
      match: { service: "rds" },
      effect: { kind: "hang", seconds: 0.05 },
    });

    await expect(sendCall(gateway.endpoint, queryCall("rds", "DescribeDBClusters"))).rejects.toThrow();
    expect((await gateway.calls())[0]).toMatchObject({ outcome: "faulted", status: 0 });
  });

  it("by answering later, and strikes what it strikes all the same", async () => {
    const { gateway, emulator } = await started();
    const slow = { id: "slow", match: { service: "rds" }, effect: { kind: "delay", seconds: 0.05 } } as const;
    await gateway.setFault(slow);
    const begun = performance.now();
    await sendCall(gateway.endpoint, queryCall("rds", "DescribeDBClusters"));
    const took = performance.now() - begun;
    const [call] = await gateway.calls();
    expect(call?.outcome).toBe("forwarded");
    // What was waited for on purpose is not the gateway's own time, however slow the machine is.
    expect(took - (call?.ownMs ?? Number.POSITIVE_INFINITY)).toBeGreaterThan(45);
    await gateway.loseRegion("us-west-2");
    await expect(sendCall(gateway.endpoint, queryCall("rds", "DescribeDBClusters"))).rejects.toThrow();
    expect(emulator.received).toHaveLength(1);
  });

  it("and refuses over the control API what is no fault", async () => {
    const { gateway } = await started();
    const send = (body: unknown) =>
      fetch(`${gateway.endpoint}/_trireme/set-fault`, { method: "POST", body: JSON.stringify(body) });

    const effect = { kind: "explode" };
    expect((await send({ id: "x", match: {}, effect })).status).toBe(400);
    expect(await gateway.faults()).toEqual([]);
  });
});
