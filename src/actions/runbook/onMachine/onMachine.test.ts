import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RecordingHost } from "../../../host/index.ts";
import { arnOf, Story } from "./testing/fakeStates.ts";
import { DAY, LOST, MachineBench, NEXT, NOW, told } from "./testing/machineBench.ts";

let bench: MachineBench;
beforeEach(async () => {
  bench = await MachineBench.open();
}, 60_000);
afterEach(() => bench.close());
const well = () =>
  new Story()
    .step("promote-orders-us", "confirmed", "us-west-2 writes")
    .step("confirm-catalogue", "confirmed", "it serves")
    .succeeded();

describe("a runbook that its machine runs", () => {
  it("is begun in the region that takes over, followed page by page, and told as a run from here", async () => {
    bench.states.stories.set(bench.leave.arn, well());
    const host = new RecordingHost();
    const result = await bench.run({}, host);
    expect(result).toMatchObject({
      environment: "staging",
      lost: LOST,
      outcome: "completed",
      incident: DAY,
      executions: [{ machine: `leave-${LOST}`, region: NEXT, how: "begun", says: "done" }],
      proof: "echoed by the emulator",
    });
    expect(result.runs).toMatchObject([
      {
        run: arnOf(bench.leave.arn, DAY),
        runbook: "regional-failover",
        completed: true,
        steps: [
          {
            id: "promote-orders-us",
            outcome: "confirmed",
            detail: "us-west-2 writes",
            region: NEXT,
            plane: "control",
          },
          { id: "confirm-catalogue", outcome: "confirmed" },
        ],
      },
    ]);
    expect(result.runs[0]?.steps[0]?.actions).toContain("rds:FailoverGlobalCluster");
    expect(new Set(bench.aws.calls.map(({ region }) => region))).toEqual(new Set([NEXT]));
    const [start] = bench.called("StartExecution");
    const { name, input } = JSON.parse(String(start?.body)) as { name: string; input: string };
    expect([name, JSON.parse(input)]).toEqual([
      DAY,
      { by: expect.stringContaining(" on "), begun: new Date(NOW).toISOString() },
    ]);
    expect(host.reports.map(({ key, state }) => `${key} ${state}`)).toEqual([
      "promote-orders-us started",
      "promote-orders-us done",
      "confirm-catalogue started",
      "confirm-catalogue done",
    ]);
    expect(bench.called("GetExecutionHistory").length).toBeGreaterThan(1);
  });

  it("ends as not completed where a step does, with the step and what was seen", async () => {
    const story = new Story()
      .begun("confirm-catalogue")
      .step("promote-orders-us", "failed", "nobody may")
      .failed("promote-orders-us", "nobody may");
    bench.states.stories.set(bench.leave.arn, story);
    const { outcome, executions, runs } = await bench.run();
    expect(outcome).toBe("incomplete");
    expect(executions[0]?.says).toBe("promote-orders-us: nobody may");
    expect(runs[0]?.steps.map(({ id, outcome: ended }) => `${id} ${ended}`)).toEqual([
      "promote-orders-us failed",
      "confirm-catalogue stopped",
    ]);
  });

  it("is not completed when somebody stops it, nor where an answer says done and no step was run", async () => {
    bench.states.stories.set(bench.leave.arn, new Story().begun("promote-orders-us").aborted());
    expect(await bench.run()).toMatchObject({
      outcome: "incomplete",
      executions: [{ says: "somebody stopped it" }],
    });
    bench.states.stories.set(bench.leave.arn, new Story().succeeded());
    expect(await bench.run({ incident: "echo" })).toMatchObject({
      outcome: "incomplete",
      executions: [{ says: "said to be done, and no step of it was run" }],
    });
  });

  it("goes on through throttling and silence, each call again after a longer pause", async () => {
    bench.states.stories.set(bench.leave.arn, well());
    bench.states.refused.set("StartExecution", { times: 2, type: "ThrottlingException", status: 400 });
    bench.states.refused.set("GetExecutionHistory", { times: 7, type: "InternalFailure", status: 500 });
    const host = new RecordingHost();
    expect((await bench.run({}, host)).outcome).toBe("completed");
    expect(bench.called("StartExecution")).toHaveLength(3);
    expect(bench.states.executions.size).toBe(1);
    expect(told(host)).toContain("It goes on.");
    expect(bench.clock.now() - NOW).toBeGreaterThan(1_500);
  });

  it("is left alone where it is refused: the error names what to sign in as", async () => {
    bench.states.refused.set("StartExecution", { times: 1, type: "AccessDeniedException", status: 400 });
    await expect(bench.run()).rejects.toMatchObject({
      code: "machine-refused",
      fix: expect.stringContaining("operator"),
    });
    bench.states.definitions.clear();
    await expect(bench.run()).rejects.toMatchObject({ code: "machine-not-deployed" });
  });
});

describe("two who run the same", () => {
  it("have one execution: the second begins nothing, asks nothing and follows", async () => {
    bench.runningElsewhere(DAY);
    const host = new RecordingHost();
    const result = await bench.run({ yes: false }, host);
    expect(result).toMatchObject({ outcome: "completed", executions: [{ how: "attached" }] });
    expect(bench.called("StartExecution")).toEqual([]);
    expect(host.questions).toEqual([]);
    expect(told(host)).toContain("Nothing was begun");
  });

  it("are told apart by AWS when both begin at once", async () => {
    bench.states.meanwhile = () => bench.runningElsewhere(DAY);
    expect(await bench.run()).toMatchObject({ outcome: "completed", executions: [{ how: "attached" }] });
    expect(bench.states.executions.size).toBe(1);
  });

  it("begin on both sides of midnight and have one execution all the same", async () => {
    bench.runningElsewhere("2026-11-25");
    const { executions } = await bench.run();
    expect(executions).toMatchObject([{ how: "attached", execution: arnOf(bench.leave.arn, "2026-11-25") }]);
    expect(bench.called("StartExecution")).toEqual([]);
  });

  it("are refused under another name while one runs, with who began it and how to follow it", async () => {
    bench.states.execution(bench.leave.arn, "first");
    await expect(bench.run({ incident: "second" })).rejects.toMatchObject({
      code: "machine-runs-already",
      message: expect.stringContaining("begun by bob"),
      fix: expect.stringContaining("--incident first"),
    });
    expect(bench.called("StartExecution")).toEqual([]);
  });

  it("are refused what is over, with the name that a second run would have", async () => {
    bench.states.execution(bench.leave.arn, DAY, { status: "FAILED" });
    await expect(bench.run()).rejects.toMatchObject({
      code: "incident-over",
      fix: expect.stringContaining(`--incident ${DAY}-2`),
    });
    bench.states.stories.set(bench.leave.arn, well());
    expect((await bench.run({ incident: `${DAY}-2` })).outcome).toBe("completed");
  });

  it("are refused a name that no execution can have", async () => {
    await expect(bench.run({ incident: "it's down" })).rejects.toMatchObject({
      problems: [{ code: "option/incident-name" }],
    });
    expect(bench.aws.calls).toEqual([]);
  });
});

describe("what holds a machine back", () => {
  it.each([
    ["off", "recoveries-switched-off"],
    [undefined, "switch-unreadable"],
  ])("is the switch (%s), before anything is begun", async (value, code) => {
    bench.states.switchValue = value;
    await expect(bench.run()).rejects.toMatchObject({
      code,
      fix: expect.stringContaining("Nothing was begun"),
    });
    expect(bench.called("StartExecution")).toEqual([]);
  });

  it("is whoever declines, and an absent approval", async () => {
    expect((await bench.run({ yes: false }, new RecordingHost(false))).outcome).toBe("declined");
    const nobody = new RecordingHost();
    nobody.attended = false;
    await expect(bench.run({ yes: false }, nobody)).rejects.toMatchObject({
      problems: [{ code: "option/approval-missing" }],
    });
    expect(bench.called("StartExecution")).toEqual([]);
  });

  it("is a runbook of which there is no machine", async () => {
    await expect(bench.run({ name: "store-failover", store: "catalogue" })).rejects.toMatchObject({
      problems: [{ code: "option/no-machine" }],
    });
  });
});
