import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeAws } from "../../aws/testing/fakeAws.ts";
import { RecordingHost } from "../../host/index.ts";
import { acquireRunLock, ManualClock, systemClock } from "../../lib/index.ts";
import type { CallRecord, LostPart, Sandbox, SandboxStatus } from "../../sandbox/index.ts";
import { FakeDriver } from "../../terraform/index.ts";
import { folderWith, SMALL } from "../testing/configurations.ts";
import type { Machine } from "../workbench/machine.ts";
import { type RehearseOptions, rehearse } from "./rehearse.ts";

const MISSING = { ok: false, reason: "none on this machine", fix: "Install it." } as const;

/** The sandbox's face over the fake AWS: answers names as DNS does once health checks have noticed. */
function sandboxOver(
  aws: FakeAws,
  events: string[],
  parts: Set<LostPart>,
): Sandbox & { stop(): Promise<void> } {
  const time = new ManualClock();
  const record = (id: number, call: FakeAws["calls"][number]) =>
    ({
      id,
      service: call.service,
      action: call.action,
      homeRegion: call.region,
      signedRegion: call.region,
      global: false,
      caller: call.appId.replace("trireme-", ""),
    }) as CallRecord;
  return {
    endpoint: aws.endpoint,
    status: async () =>
      ({
        now: new Date(systemClock.now() + time.now()).toISOString(),
        calls: aws.calls.length,
        lostRegions: [...aws.lost],
        lostParts: [...parts],
        ownMs: { p50: 0.1, p95: 0.2 },
        emulator: {
          kind: "moto",
          endpoint: "http://127.0.0.1:1",
          alive: !events.includes("emulator killed"),
        },
        overlays: [{ name: "rds", service: "rds", grade: "modelled", models: "one writer" }],
        refusals: [],
      }) as unknown as SandboxStatus,
    calls: async ({ after = 0 } = {}) =>
      aws.calls.map((call, index) => record(index + 1, call)).filter(({ id }) => id > after),
    loseRegion: async (region, fault) => {
      events.push(fault === "gone" ? `lost ${region}` : `${fault} ${region}`);
      aws.lost.add(region);
    },
    restoreRegion: async (region) => {
      events.push(`restored ${region}`);
      aws.lost.delete(region);
    },
    losePart: async ({ kind, region }) => void events.push(`lost a ${kind} of ${region}`),
    restorePart: async (part) => {
      events.push(`restored a ${part.kind} of ${part.region}`);
      return parts.delete(part);
    },
    setFault: async ({ id }) => void events.push(`fault ${id}`),
    clearFault: async () => false,
    faults: async () => [],
    advanceClock: async (seconds) => time.advance(seconds * 1000),
    resolveName: async (question) => {
      const from = question.clientRegion;
      const to = aws.lost.has(from) ? (from === "us-east-1" ? "us-west-2" : "us-east-1") : from;
      return { question, answers: [`b.${to}.elb.amazonaws.com`], chosen: to, passedOver: [], ttlSeconds: 60 };
    },
    startClients: async () => {},
    clients: async () => undefined,
    stopClients: async () => {},
    stop: async () => void events.push("sandbox ended"),
  };
}

/** Every environment is priced in each rehearsal: the largest only where it is looked at. */
const WITHOUT_PRODUCTION = SMALL.replace(/.*name: "production".*\n/, "").replace("production: 200_000, ", "");

describe("a rehearsal in memory", () => {
  let folder: string;
  let aws: FakeAws;
  let driver: FakeDriver;
  let host: RecordingHost;
  let events: string[];
  let parts: Set<LostPart>;
  let machine: Machine;

  beforeEach(async () => {
    folder = await folderWith(WITHOUT_PRODUCTION);
    aws = await FakeAws.start();
    aws.database("shop-staging-orders-us", ["us-east-1", "us-west-2"]);
    aws.buckets.set("us-west-2/shop-staging-media-us-west-2-222222222222", new Map());
    driver = new FakeDriver();
    host = new RecordingHost();
    events = [];
    parts = new Set();
    machine = {
      locateTerraform: async () => ({
        ok: true,
        binary: "fake",
        name: "terraform",
        version: "1.11.0",
        foundBy: "the test",
      }),
      locateEmulator: async () => ({ ok: true, kind: "moto", command: "fake" }),
      findSandbox: async () => undefined,
      startSandbox: async () => {
        events.push("sandbox started");
        return sandboxOver(aws, events, parts);
      },
      driver: () => driver,
    };
  });
  afterEach(async () => {
    await aws.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const rehearsed = async (options: RehearseOptions = {}) => {
    const given = { path: folder, environment: "staging", ...options };
    return (await rehearse(given, host, machine)).result;
  };
  const stagesSeen = () =>
    host.messages.filter(({ code }) => code === "stage-started").map(({ data }) => data?.stage);
  const codesOf = (result: { notDone: readonly { code: string }[] }) =>
    result.notDone.map(({ code }) => code);

  it("lives the whole life in order and finds it proven", async () => {
    const result = await rehearsed();
    expect(result.notDone).toEqual([]);
    expect(result.failures).toEqual([]);
    expect(stagesSeen()).toEqual([
      "synth",
      "sandbox",
      "apply",
      "second",
      "failover",
      "afterFailover",
      "failback",
      "afterFailback",
    ]);
    expect(events).toEqual(["sandbox started", "lost us-east-1", "restored us-east-1", "sandbox ended"]);
    expect(result).toMatchObject({ proven: true, environment: "staging", lost: "us-east-1" });
  });

  it("plans what comes back with the region before its failback when it is told to, and only that", async () => {
    const result = await rehearsed({ planAfterReturn: true });
    expect(stagesSeen().slice(-3)).toEqual(["afterReturn", "failback", "afterFailback"]);
    const { afterFailover, afterReturn } = result.plans;
    expect(afterReturn?.stacks.map(({ id }) => id).toSorted()).toEqual(
      afterFailover?.unplannable.map(({ id }) => id).toSorted(),
    );
    expect(afterReturn).toMatchObject({ add: 0, change: 0, replace: 0, destroy: 0, unplannable: [] });
    expect(result.proven).toBe(true);
  });

  it("cuts a region off instead when it is told to, and models no loss that is not this one", async () => {
    const result = await rehearsed({ fault: "partitioned" });
    expect(events).toContain("partitioned us-east-1");
    expect(result.modelledLoss).toBeUndefined();
    expect(result.failover?.completed).toBe(true);
    const ends = host.reports.filter(({ state }) => state === "done").map(({ text }) => text);
    expect(ends).toContainEqual(
      expect.stringMatching(/^00:\d\d to \d\d:\d\d {2}us-west-2, control plane {2}Make us-west-2 the writer/),
    );
  });

  it("counts resources, plans, calls, writers and seconds in its result", async () => {
    const { resources, plans, calls, writers, seconds, failover } = await rehearsed();
    expect(resources.emitted).toBeGreaterThan(50);
    expect(resources).toMatchObject({
      validated: resources.emitted,
      applied: resources.emitted,
      notEmulated: [],
    });
    const graded = Object.values(resources.grades).reduce((sum, count) => sum + count, 0);
    expect(graded).toBe(resources.applied);

    const nothing = { add: 0, change: 0, replace: 0, destroy: 0 };
    expect(plans.second).toMatchObject({ ...nothing, unplannable: [] });
    expect(plans.afterFailback).toMatchObject({ ...nothing, unplannable: [] });
    expect(plans.afterFailover).toMatchObject(nothing);
    const [planned, skipped] = [plans.afterFailover?.stacks ?? [], plans.afterFailover?.unplannable ?? []];
    expect(planned.length + skipped.length).toBe(plans.second?.stacks.length);
    expect(planned.every(({ id }) => id.startsWith("staging/us-west-2/"))).toBe(true);
    expect(skipped.every(({ reason, expected }) => expected && reason.includes("us-east-1"))).toBe(true);

    const byFailover = aws.calls.filter(({ appId }) => appId === "trireme-runbook").length;
    expect(calls).toMatchObject({ total: aws.calls.length, toLostRegion: 0, toFallenControlPlanes: 0 });
    expect(calls?.byFailover).toBeGreaterThan(2);
    expect(calls?.byFailover).toBeLessThan(byFailover);
    expect(calls?.byPlanning).toEqual({ total: 0, toLostRegion: 0 });
    expect(writers["orders-us"]).toEqual({
      afterApply: "us-east-1",
      afterLoss: "us-east-1",
      afterFailover: "us-west-2",
      afterReturn: "us-west-2",
      afterFailback: "us-east-1",
    });
    expect(writers.catalogue?.afterFailover).toBe("every copy");
    expect(failover?.completed).toBe(true);
    expect(Object.keys(seconds)).toEqual([...stagesSeen(), "total"]);
  });

  it("is not proven when a plan finds something to do after the failover, and names it", async () => {
    const network = "staging/us-west-2/network";
    let vpc = "";
    driver.apply = async (workspace, plan, ...more) => {
      if (plan.stack === network) vpc = plan.changes.find(({ type }) => type === "aws_vpc")?.address ?? "";
      return FakeDriver.prototype.apply.call(driver, workspace, plan, ...more);
    };
    const lose = aws.lost.add.bind(aws.lost);
    aws.lost.add = (region) => {
      driver.drift(network, vpc);
      return lose(region);
    };
    const result = await rehearsed();
    const stack = result.plans.afterFailover?.stacks.find(({ id }) => id === network);
    expect(stack?.changes).toEqual([`create ${vpc}`]);
    expect(result.proven).toBe(false);
  });

  it("does what Terraform is not needed for when there is none, and names the rest", async () => {
    machine = {
      ...machine,
      locateTerraform: async () => MISSING,
    };
    const result = await rehearsed();
    // Predicted from the configuration alone, so it is there whatever the tools did.
    expect(result.provisioning).toMatchObject({ environment: "staging", grade: "modelled", untimed: [] });
    expect(codesOf(result)).toEqual(["terraform-missing"]);
    expect(result.notDone[0]).toMatchObject({ why: MISSING.reason, fix: MISSING.fix });
    expect(result.resources.emitted).toBeGreaterThan(50);
    expect(result.resources).toMatchObject({ validated: 0, applied: 0 });
    expect(result).toMatchObject({ proven: false, plans: {} });
    expect(events).toEqual([]);
    expect(driver.operations).toEqual([]);
  });

  it("validates every stack when there is no emulator, and plans none", async () => {
    machine = { ...machine, locateEmulator: async () => MISSING };
    const result = await rehearsed();
    expect(codesOf(result)).toEqual(["emulator-missing"]);
    expect(result.resources).toMatchObject({ validated: result.resources.emitted, applied: 0 });
    expect(result).toMatchObject({ proven: false, plans: {}, failures: [] });
    expect(new Set(driver.operations.map(({ operation }) => operation))).toEqual(new Set(["validate"]));
  });

  it("names a stack that the provider refuses, and does not count its resources as validated", async () => {
    machine = { ...machine, locateEmulator: async () => MISSING };
    driver.failAt("staging/us-west-2/network", "validate", "no such argument");
    const result = await rehearsed();
    expect(result.failures).toEqual([
      {
        stack: "staging/us-west-2/network",
        code: "terraform-validate-failed",
        message: "staging/us-west-2/network: no such argument",
      },
    ]);
    expect(result.resources.validated).toBeGreaterThan(0);
    expect(result.resources.validated).toBeLessThan(result.resources.emitted);
  });

  it("names what failed to apply and what waited for it, and loses no region", async () => {
    driver.failAt("staging/us-west-2/network", "apply", "quota reached");
    const result = await rehearsed();
    expect(result.failures[0]).toMatchObject({
      stack: "staging/us-west-2/network",
      code: "terraform-apply-failed",
    });
    expect(result.failures.some(({ code }) => code === "not-started")).toBe(true);
    expect(codesOf(result)).toEqual(["apply-failed"]);
    const { emitted, applied, notEmulated } = result.resources;
    expect(notEmulated.reduce((sum, { count }) => sum + count, applied)).toBe(emitted);
    expect(notEmulated.some(({ reason }) => reason.includes("quota reached"))).toBe(true);
    expect(events).toEqual(["sandbox started", "sandbox ended"]);
  });

  it("says that the emulator is gone, and plans nothing without it", async () => {
    driver.failAt("staging/global", "apply", "EmulatorGone");
    events.push("emulator killed");
    const result = await rehearsed();
    expect(codesOf(result)).toEqual(["emulator-gone"]);
    expect(result.plans).toEqual({});
    expect(result.proven).toBe(false);
  });

  it("says who holds a state that is locked", async () => {
    const created = "2026-03-01 10:00:00 +0000 UTC";
    const lock = { id: "1", path: "", operation: "OperationTypeApply", who: "ada@ship", created };
    driver.lockState("staging/global", lock);
    const result = await rehearsed();
    expect(result.failures[0]).toMatchObject({ stack: "staging/global", code: "state-locked" });
    expect(result.failures[0]?.message).toContain("ada@ship since 2026-03-01 10:00:00");
  });

  it("stops at once when it is interrupted while applying, and ends the sandbox it started", async () => {
    const stop = new AbortController();
    host.progress = ({ text }) => {
      if (text === "applying") stop.abort();
    };
    const result = await rehearsed({ signal: stop.signal });
    expect(codesOf(result)).toEqual(["interrupted"]);
    expect(result.notDone[0]?.what).toContain("applying");
    expect(result).toMatchObject({ proven: false, failures: [], plans: {} });
    expect(stagesSeen()).toEqual(["synth", "sandbox", "apply"]);
    expect(events).toEqual(["sandbox started", "sandbox ended"]);
    expect(driver.operations.filter(({ operation }) => operation === "apply").length).toBeLessThanOrEqual(1);
  });

  it("stops before it begins when it was interrupted already", async () => {
    const result = await rehearsed({ signal: AbortSignal.abort() });
    expect(codesOf(result)).toEqual(["interrupted"]);
    expect(driver.operations).toEqual([]);
    expect(events).toEqual(["sandbox started", "sandbox ended"]);
  });

  it("stops when it is interrupted during the failover, and gives the region back to a sandbox it leaves up", async () => {
    const stop = new AbortController();
    machine = { ...machine, findSandbox: async () => sandboxOver(aws, events, parts) };
    host.notify = (message) => {
      host.messages.push(message);
      if (message.data?.stage === "failover") stop.abort();
    };
    const result = await rehearsed({ signal: stop.signal });
    expect(codesOf(result)).toEqual(["interrupted"]);
    expect(result.failover).toMatchObject({ completed: false });
    expect(result.plans.second).toBeDefined();
    expect(result.plans.afterFailover).toBeUndefined();
    expect(events).toEqual(["lost us-east-1", "restored us-east-1"]);
  });

  it("does not call a region proven whose only copy of a store it is", async () => {
    aws.database("shop-production-orders-us", ["us-east-1", "us-west-2"]);
    aws.database("shop-production-orders-eu", ["eu-west-1"]);
    for (const region of ["us-east-1", "us-west-2", "eu-west-1"]) {
      aws.buckets.set(`${region}/shop-production-media-${region}-111111111111`, new Map());
    }
    await writeFile(join(folder, "trireme.config.ts"), SMALL);
    const result = await rehearsed({ environment: "production", lose: "eu-west-1" });
    expect(codesOf(result)).toEqual(["store-stranded"]);
    expect(result.notDone[0]?.what).toContain("orders-eu");
    expect(result.proven).toBe(false);
    expect(result.failover?.completed).toBe(true);
  });

  it("loses no region of an environment that has one only", async () => {
    const result = await rehearsed({ environment: "development" });
    expect(codesOf(result)).toEqual(["one-region"]);
    expect(result.plans.second?.stacks.length).toBeGreaterThan(0);
  });

  it("gives back a region that an earlier rehearsal left lost", async () => {
    aws.lost.add("us-west-2");
    expect((await rehearsed()).proven).toBe(true);
    expect(events[1]).toBe("restored us-west-2");
  });

  it("gives back a zone that a drill which was cut off left lost", async () => {
    parts.add({ kind: "zone", region: "us-west-2", zone: "us-west-2b" });
    expect((await rehearsed()).proven).toBe(true);
    expect(events[1]).toBe("restored a zone of us-west-2");
  });

  it("refuses to run beside another rehearsal, says who runs it, and starts nothing", async () => {
    const stateDir = join(folder, ".trireme", "rehearsal");
    const held = await acquireRunLock(stateDir, "rehearse", systemClock);
    await expect(rehearsed()).rejects.toMatchObject({
      code: "run-locked",
      fault: "environment",
      message: expect.stringContaining(`process ${process.pid}`),
    });
    expect(events).toEqual([]);
    await held.release();
    expect((await rehearsed()).proven).toBe(true);
  });

  it("refuses an environment and a region that there are not, and writes nothing", async () => {
    const unknown = rehearsed({ environment: "moon" });
    await expect(unknown).rejects.toMatchObject({ problems: [{ code: "option/unknown-environment" }] });
    const elsewhere = rehearsed({ lose: "eu-west-1" });
    await expect(elsewhere).rejects.toMatchObject({ problems: [{ code: "option/unknown-region" }] });
    await expect(readFile(join(folder, ".trireme"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});
