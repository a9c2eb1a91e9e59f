import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RecordingHost } from "../../../host/index.ts";
import { SMALL } from "../../testing/configurations.ts";
import { runbookOnAwsDryRun } from "./calls.ts";
import { arnOf, Story } from "./testing/fakeStates.ts";
import { DAY, LOST, MachineBench, NEXT, told } from "./testing/machineBench.ts";

let bench: MachineBench;
beforeEach(async () => {
  bench = await MachineBench.open();
}, 60_000);
afterEach(() => bench.close());

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
    bench.states.definitions.set(bench.leave.arn, JSON.stringify(definition));
    const story = new Story().begun("see-copies").asks(ASK, "Are they well?", "TOKEN-1");
    bench.states.stories.set(bench.leave.arn, story);
    let looks = 0;
    bench.states.onLook = () => {
      if (bench.states.answers.length > 0 || ++looks > 20) {
        bench.states.onLook = undefined;
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
    expect((await bench.run({}, host)).outcome).toBe(outcome);
    expect(host.questions).toMatchObject([{ text: "Are they well?" }]);
    expect(bench.states.answers).toMatchObject([{ token: "TOKEN-1" }]);
    expect(JSON.parse(bench.states.answers[0]?.output ?? "")).toMatchObject({
      answer,
      by: expect.any(String),
    });
  });

  it("is shown with the command that answers it where nobody is there, and waited for", async () => {
    asking((story) => story.answered(ASK).ended("see-copies", "confirmed", "yes").succeeded());
    const host = new RecordingHost();
    host.attended = false;
    expect((await bench.run({}, host)).outcome).toBe("completed");
    expect(told(host)).toContain("send-task-success");
    expect(bench.states.answers).toEqual([]);
  });

  it("may have been answered by somebody quicker, which is said and no failure", async () => {
    asking((story) => story.answered(ASK).ended("see-copies", "confirmed", "yes").succeeded());
    bench.states.refused.set("SendTaskSuccess", { times: 1, type: "TaskTimedOut", status: 400 });
    const host = new RecordingHost(true);
    expect((await bench.run({}, host)).outcome).toBe("completed");
    expect(told(host)).toContain("somebody may have been quicker");
  });
});

describe("whoever stops following", () => {
  it("stops nothing, and follows again by the same command", async () => {
    const story = new Story().begun("promote-orders-us");
    bench.states.stories.set(bench.leave.arn, story);
    const abort = new AbortController();
    bench.states.onLook = () => abort.abort(new Error("interrupted"));
    const left = await bench.run({ signal: abort.signal });
    expect(left).toMatchObject({
      outcome: "running",
      executions: [{ says: "goes on, at promote-orders-us" }],
    });
    expect(bench.called("StopExecution")).toEqual([]);
    bench.states.onLook = () => {
      bench.states.onLook = undefined;
      story.ended("promote-orders-us", "confirmed", "us-west-2 writes").succeeded();
    };
    expect(await bench.run()).toMatchObject({ outcome: "completed", executions: [{ how: "attached" }] });
  });
});

describe("a failback", () => {
  it("runs its machines in order, the names last, and goes on where it was left in the same incident", async () => {
    await bench.close();
    bench = await MachineBench.open(SMALL.replace('"aurora-postgresql"', '"rds-postgresql"'));
    const found = bench.machines("failback");
    expect(found.map(({ name, region }) => `${name} ${region}`)).toEqual([
      `fence-${LOST} ${LOST}`,
      `way-${LOST} ${NEXT}`,
      `return-${LOST} ${NEXT}`,
    ]);
    const [fence, way, back] = found;
    bench.states.stories.set(
      fence?.arn ?? "",
      new Story().step("fence-orders-us", "confirmed", "it stopped").succeeded(),
    );
    bench.states.stories.set(
      way?.arn ?? "",
      new Story().step(`open-${LOST}a`, "confirmed", "it is open").succeeded(),
    );
    const begun = () => bench.called("StartExecution").map(({ region }) => region);
    bench.states.stories.set(
      back?.arn ?? "",
      new Story().step("let-return-us-east-1", "confirmed", "OK").succeeded(),
    );
    const { runs, outcome } = await bench.run({ name: "failback" });
    expect([outcome, runs.length, begun()]).toEqual(["completed", 3, [LOST, NEXT, NEXT]]);

    // Cut off before the last: the others are not run again.
    bench.states.executions.delete(arnOf(back?.arn ?? "", DAY));
    const again = await bench.run({ name: "failback" });
    expect(again.executions.map(({ how }) => how)).toEqual(["done", "done", "begun"]);
    expect(begun()).toEqual([LOST, NEXT, NEXT, NEXT]);
  });
});

describe("what a region does while it is up", () => {
  it.each([
    ["traffic-shift", "close"],
    ["traffic-return", "open"],
    ["post-recovery-review", "review"],
  ])("has a machine in that region: %s", (name, machine) => {
    expect(bench.machines(name).map((each) => `${each.name} ${each.region}`)).toEqual([
      `${machine}-${LOST} ${LOST}`,
    ]);
  });
});

describe("a dry run", () => {
  it("names every call from here and every call of the machine, and makes none", async () => {
    const [shown] = await runbookOnAwsDryRun({
      path: bench.path,
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
    expect(bench.aws.calls).toEqual([]);
  });
});
