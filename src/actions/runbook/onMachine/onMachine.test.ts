import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FakeAws } from "../../../aws/testing/fakeAws.ts";
import { loadPlatform, type Platform } from "../../../config/index.ts";
import { RecordingHost } from "../../../host/index.ts";
import { ManualClock } from "../../../lib/index.ts";
import { compileRunbook } from "../../../runbooks/index.ts";
import type { Sandbox, SandboxStatus } from "../../../sandbox/index.ts";
import { runbookNames } from "../../recovery/scope.ts";
import { folderWith, SMALL } from "../../testing/configurations.ts";
import { runbookOnAwsDryRun } from "./calls.ts";
import { type DeployedMachine, machinesOf } from "./machines.ts";
import { type RunbookOnAwsOptions, runbookOnAws } from "./run.ts";
import { arnOf, FakeStates, Story } from "./testing/fakeStates.ts";

const [LOST, NEXT] = ["us-east-1", "us-west-2"];
const NOW = Date.UTC(2026, 10, 26, 3, 0);
const DAY = "2026-11-26";

let folder: string;
let platform: Platform;
let leave: DeployedMachine;
let aws: FakeAws;
let states: FakeStates;
let clock: ManualClock;

const staging = () => {
  const found = platform.environments.find(({ name }) => name === "staging");
  if (found === undefined) throw new Error("no staging");
  return found;
};
const machines = (name: string) => {
  const found = machinesOf(platform, staging(), { name, lost: LOST });
  if ("where" in found) throw new Error(found.wanted);
  return found;
};

beforeAll(async () => {
  folder = await folderWith(SMALL);
  platform = await loadPlatform(folder, { clock: new ManualClock(NOW) });
  const [first] = machines("regional-failover");
  if (first === undefined) throw new Error("no machine");
  leave = first;
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  aws = await FakeAws.start();
  states = new FakeStates(aws);
  clock = new ManualClock(NOW);
  for (const { arn, runbook } of [...machines("regional-failover"), ...machines("failback")]) {
    const { document } = compileRunbook(runbook, runbookNames(platform, staging(), runbook.runsIn));
    states.definitions.set(arn, JSON.stringify(document));
  }
});
afterEach(() => aws.stop());

const tool = () => ({
  findSandbox: async () =>
    ({
      endpoint: aws.endpoint,
      status: async () => ({ lostRegions: [LOST] }) as unknown as SandboxStatus,
    }) as unknown as Sandbox,
});
const run = (more: Partial<RunbookOnAwsOptions> = {}, host = new RecordingHost()) =>
  runbookOnAws(
    {
      path: join(folder, "trireme.config.ts"),
      environment: "staging",
      lost: LOST,
      name: "regional-failover",
      target: "sandbox",
      yes: true,
      ...more,
    },
    host,
    tool(),
    clock,
  );
const called = (action: string) => aws.calls.filter((call) => call.action === action);
const told = (host: RecordingHost) => host.messages.map(({ text }) => text).join("\n");
/** Begun by somebody else and still running when it is found; over a look later. */
function runningElsewhere(name: string): void {
  const story = new Story().begun("promote-orders-us");
  states.execution(leave.arn, name, { events: story.events });
  states.onLook = () => {
    states.onLook = undefined;
    story.ended("promote-orders-us", "confirmed", "us-west-2 writes").succeeded();
  };
}
const well = () =>
  new Story()
    .step("promote-orders-us", "confirmed", "us-west-2 writes")
    .step("confirm-catalogue", "confirmed", "it serves")
    .succeeded();

describe("a runbook that its machine runs", () => {
  it("is begun in the region that takes over, followed page by page, and told as a run from here", async () => {
    states.stories.set(leave.arn, well());
    const host = new RecordingHost();
    const result = await run({}, host);
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
        run: arnOf(leave.arn, DAY),
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
    expect(new Set(aws.calls.map(({ region }) => region))).toEqual(new Set([NEXT]));
    const [start] = called("StartExecution");
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
    expect(called("GetExecutionHistory").length).toBeGreaterThan(1);
  });

  it("ends as not completed where a step does, with the step and what was seen", async () => {
    const story = new Story()
      .begun("confirm-catalogue")
      .step("promote-orders-us", "failed", "nobody may")
      .failed("promote-orders-us", "nobody may");
    states.stories.set(leave.arn, story);
    const { outcome, executions, runs } = await run();
    expect(outcome).toBe("incomplete");
    expect(executions[0]?.says).toBe("promote-orders-us: nobody may");
    expect(runs[0]?.steps.map(({ id, outcome: ended }) => `${id} ${ended}`)).toEqual([
      "promote-orders-us failed",
      "confirm-catalogue stopped",
    ]);
  });

  it("is not completed when somebody stops it, nor where an answer says done and no step was run", async () => {
    states.stories.set(leave.arn, new Story().begun("promote-orders-us").aborted());
    expect(await run()).toMatchObject({
      outcome: "incomplete",
      executions: [{ says: "somebody stopped it" }],
    });
    states.stories.set(leave.arn, new Story().succeeded());
    expect(await run({ incident: "echo" })).toMatchObject({
      outcome: "incomplete",
      executions: [{ says: "said to be done, and no step of it was run" }],
    });
  });

  it("goes on through throttling and silence, each call again after a longer pause", async () => {
    states.stories.set(leave.arn, well());
    states.refused.set("StartExecution", { times: 2, type: "ThrottlingException", status: 400 });
    states.refused.set("GetExecutionHistory", { times: 7, type: "InternalFailure", status: 500 });
    const host = new RecordingHost();
    expect((await run({}, host)).outcome).toBe("completed");
    expect(called("StartExecution")).toHaveLength(3);
    expect(states.executions.size).toBe(1);
    expect(told(host)).toContain("It goes on.");
    expect(clock.now() - NOW).toBeGreaterThan(1_500);
  });

  it("is left alone where it is refused: the error names what to sign in as", async () => {
    states.refused.set("StartExecution", { times: 1, type: "AccessDeniedException", status: 400 });
    await expect(run()).rejects.toMatchObject({
      code: "machine-refused",
      fix: expect.stringContaining("operator"),
    });
    states.definitions.clear();
    await expect(run()).rejects.toMatchObject({ code: "machine-not-deployed" });
  });
});

describe("two who run the same", () => {
  it("have one execution: the second begins nothing, asks nothing and follows", async () => {
    runningElsewhere(DAY);
    const host = new RecordingHost();
    const result = await run({ yes: false }, host);
    expect(result).toMatchObject({ outcome: "completed", executions: [{ how: "attached" }] });
    expect(called("StartExecution")).toEqual([]);
    expect(host.questions).toEqual([]);
    expect(told(host)).toContain("Nothing was begun");
  });

  it("are told apart by AWS when both begin at once", async () => {
    states.meanwhile = () => runningElsewhere(DAY);
    expect(await run()).toMatchObject({ outcome: "completed", executions: [{ how: "attached" }] });
    expect(states.executions.size).toBe(1);
  });

  it("begin on both sides of midnight and have one execution all the same", async () => {
    runningElsewhere("2026-11-25");
    const { executions } = await run();
    expect(executions).toMatchObject([{ how: "attached", execution: arnOf(leave.arn, "2026-11-25") }]);
    expect(called("StartExecution")).toEqual([]);
  });

  it("are refused under another name while one runs, with who began it and how to follow it", async () => {
    states.execution(leave.arn, "first");
    await expect(run({ incident: "second" })).rejects.toMatchObject({
      code: "machine-runs-already",
      message: expect.stringContaining("begun by bob"),
      fix: expect.stringContaining("--incident first"),
    });
    expect(called("StartExecution")).toEqual([]);
  });

  it("are refused what is over, with the name that a second run would have", async () => {
    states.execution(leave.arn, DAY, { status: "FAILED" });
    await expect(run()).rejects.toMatchObject({
      code: "incident-over",
      fix: expect.stringContaining(`--incident ${DAY}-2`),
    });
    states.stories.set(leave.arn, well());
    expect((await run({ incident: `${DAY}-2` })).outcome).toBe("completed");
  });

  it("are refused a name that no execution can have", async () => {
    await expect(run({ incident: "it's down" })).rejects.toMatchObject({
      problems: [{ code: "option/incident-name" }],
    });
    expect(aws.calls).toEqual([]);
  });
});

describe("what holds a machine back", () => {
  it.each([
    ["off", "recoveries-switched-off"],
    [undefined, "switch-unreadable"],
  ])("is the switch (%s), before anything is begun", async (value, code) => {
    states.switchValue = value;
    await expect(run()).rejects.toMatchObject({ code, fix: expect.stringContaining("Nothing was begun") });
    expect(called("StartExecution")).toEqual([]);
  });

  it("is whoever declines, and an absent approval", async () => {
    expect((await run({ yes: false }, new RecordingHost(false))).outcome).toBe("declined");
    const nobody = new RecordingHost();
    nobody.attended = false;
    await expect(run({ yes: false }, nobody)).rejects.toMatchObject({
      problems: [{ code: "option/approval-missing" }],
    });
    expect(called("StartExecution")).toEqual([]);
  });

  it("is a runbook of which there is no machine", async () => {
    await expect(run({ name: "store-failover", store: "orders" })).rejects.toMatchObject({
      problems: [{ code: "option/no-machine" }],
    });
  });
});

describe("what a machine asks", () => {
  const ASK = "see-copies: ask";
  /** A machine with one question, whose answer ends it. */
  const asking = (after: (story: Story) => Story) => {
    const definition = {
      States: {
        "see-copies: begin": { Type: "Pass", Parameters: { step: "see-copies" }, ResultPath: "$.count" },
        [ASK]: { Type: "Task", Resource: "arn:aws:states:::sns:publish.waitForTaskToken" },
        ...Object.fromEntries(
          ["confirmed", "declined"].map((outcome) => [
            `see-copies: ${outcome}`,
            { Type: "Pass", Parameters: { step: "see-copies", outcome }, ResultPath: "$.last" },
          ]),
        ),
      },
    };
    states.definitions.set(leave.arn, JSON.stringify(definition));
    const story = new Story().begun("see-copies").asks(ASK, "Are they well?", "TOKEN-1");
    states.stories.set(leave.arn, story);
    let looks = 0;
    states.onLook = () => {
      if (states.answers.length > 0 || ++looks > 20) {
        states.onLook = undefined;
        after(story);
      }
    };
    return story;
  };

  it.each([
    [true, "yes", "confirmed", "completed"],
    [false, "no", "declined", "incomplete"],
  ])("is answered by the token that it went out with (%s)", async (said, answer, step, outcome) => {
    asking((story) => {
      story.answered(ASK).ended("see-copies", step, "a person said so");
      return outcome === "completed" ? story.succeeded() : story.failed("see-copies", "a person declined");
    });
    const host = new RecordingHost(said);
    expect((await run({}, host)).outcome).toBe(outcome);
    expect(host.questions).toMatchObject([{ text: "Are they well?" }]);
    expect(states.answers).toMatchObject([{ token: "TOKEN-1" }]);
    expect(JSON.parse(states.answers[0]?.output ?? "")).toMatchObject({ answer, by: expect.any(String) });
  });

  it("is shown with the command that answers it where nobody is there, and waited for", async () => {
    asking((story) => story.answered(ASK).ended("see-copies", "confirmed", "yes").succeeded());
    const host = new RecordingHost();
    host.attended = false;
    expect((await run({}, host)).outcome).toBe("completed");
    expect(told(host)).toContain("send-task-success");
    expect(states.answers).toEqual([]);
  });

  it("may have been answered by somebody quicker, which is said and no failure", async () => {
    asking((story) => story.answered(ASK).ended("see-copies", "confirmed", "yes").succeeded());
    states.refused.set("SendTaskSuccess", { times: 1, type: "TaskTimedOut", status: 400 });
    const host = new RecordingHost(true);
    expect((await run({}, host)).outcome).toBe("completed");
    expect(told(host)).toContain("somebody may have been quicker");
  });
});

describe("whoever stops following", () => {
  it("stops nothing, and follows again by the same command", async () => {
    const story = new Story().begun("promote-orders-us");
    states.stories.set(leave.arn, story);
    const abort = new AbortController();
    states.onLook = () => abort.abort(new Error("interrupted"));
    const left = await run({ signal: abort.signal });
    expect(left).toMatchObject({
      outcome: "running",
      executions: [{ says: "goes on, at promote-orders-us" }],
    });
    expect(called("StopExecution")).toEqual([]);
    states.onLook = () => {
      states.onLook = undefined;
      story.ended("promote-orders-us", "confirmed", "us-west-2 writes").succeeded();
    };
    expect(await run()).toMatchObject({ outcome: "completed", executions: [{ how: "attached" }] });
  });
});

describe("a failback", () => {
  it("runs its machines in order, the names last, and goes on where it was left in the same incident", async () => {
    const other = await folderWith(SMALL.replace('"aurora-postgresql"', '"rds-postgresql"'));
    try {
      platform = await loadPlatform(other, { clock: new ManualClock(NOW) });
      const found = machines("failback");
      expect(found.map(({ name, region }) => `${name} ${region}`)).toEqual([
        `fence-${LOST} ${LOST}`,
        `return-${LOST} ${NEXT}`,
      ]);
      const [fence, back] = found;
      for (const { arn, runbook } of found) {
        const { document } = compileRunbook(runbook, runbookNames(platform, staging(), runbook.runsIn));
        states.definitions.set(arn, JSON.stringify(document));
      }
      const path = join(other, "trireme.config.ts");
      states.stories.set(
        fence?.arn ?? "",
        new Story().step("fence-orders-us", "confirmed", "it stopped").succeeded(),
      );
      const begun = () => called("StartExecution").map(({ region }) => region);
      states.stories.set(
        back?.arn ?? "",
        new Story().step("let-return-us-east-1", "confirmed", "OK").succeeded(),
      );
      const { runs, outcome } = await run({ name: "failback", path });
      expect([outcome, runs.length, begun()]).toEqual(["completed", 2, [LOST, NEXT]]);

      // Cut off between the two: the first is not run again.
      states.executions.delete(arnOf(back?.arn ?? "", DAY));
      const again = await run({ name: "failback", path });
      expect(again.executions.map(({ how }) => how)).toEqual(["done", "begun"]);
      expect(begun()).toEqual([LOST, NEXT, NEXT]);
    } finally {
      platform = await loadPlatform(folder, { clock: new ManualClock(NOW) });
      await rm(other, { recursive: true, force: true });
    }
  });
});

describe("what a region does while it is up", () => {
  it.each([
    ["traffic-shift", "close"],
    ["traffic-return", "open"],
    ["post-recovery-review", "review"],
  ])("has a machine in that region: %s", (name, machine) => {
    expect(machines(name).map((each) => `${each.name} ${each.region}`)).toEqual([
      `${machine}-${LOST} ${LOST}`,
    ]);
  });
});

describe("a dry run", () => {
  it("names every call from here and every call of the machine, and makes none", async () => {
    const [shown] = await runbookOnAwsDryRun({
      path: join(folder, "trireme.config.ts"),
      environment: "staging",
      lost: LOST,
      name: "regional-failover",
      incident: "drill",
    });
    expect(shown).toMatchObject({ machine: `leave-${LOST}`, runsIn: NEXT, problems: [] });
    expect(shown?.fromHere.map(({ what, region }) => `${what} ${region}`)).toEqual(
      [
        "sts:GetCallerIdentity",
        "states:DescribeExecution",
        "states:ListExecutions",
        "ssm:GetParameter",
        "states:StartExecution",
        "states:DescribeStateMachine",
        "states:GetExecutionHistory",
        "states:SendTaskSuccess",
      ].map((each) => `${each} ${NEXT}`),
    );
    expect(shown?.steps.flatMap(({ acts }) => acts.map(({ what }) => what))).toContain(
      "rds:FailoverGlobalCluster",
    );
    expect(aws.calls).toEqual([]);
  });
});
