import aslValidator from "asl-validator";
import { ExecutionError, StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import { describe, expect, it } from "vitest";
import { type JsonObject, statesProblems } from "../../lib/index.ts";
import { type RegionWatch, WATCH, watchMachine } from "./regionWatch.ts";

const WATCHED: RegionWatch = {
  region: "us-east-1",
  runsIn: "us-west-2",
  origin: "https://origin-us-east-1.shop.example.com/healthz",
  entry: "https://entry-us-east-1.shop.example.com/healthz",
  alarm: "shop-production-kept-away-us-east-1",
  machine: {
    name: "shop-production-recovery-leave-us-east-1",
    arn: "arn:aws:states:us-west-2:111111111111:stateMachine:shop-production-recovery-leave-us-east-1",
  },
};
const DOCUMENT = watchMachine(WATCHED, {
  topicArn: (severity) => `arn:aws:sns:us-west-2:111111111111:shop-production-alerts-${severity}`,
  switchParameter: "/shop/production/recovery",
  connectionArn: "arn:aws:events:us-west-2:111111111111:connection/shop-production-recovery/1",
});
const STATES = DOCUMENT.States as Readonly<Record<string, JsonObject>>;

/** What asking a name comes to: an answer, or the error that Step Functions gives it. */
type Look = "answers" | string;

interface World {
  /** Of each look at the region in turn; the last goes on. */
  readonly region: readonly Look[];
  readonly entry?: readonly Look[];
  readonly alarms?: readonly string[];
  readonly running?: readonly string[];
  readonly switched?: string;
}

/** Runs the machine as Step Functions would, with a world in place of its calls. */
async function run({ region, entry = [SILENT], alarms = ["OK"], running = [], switched = "on" }: World) {
  const calls: { readonly state: string; readonly input: JsonObject }[] = [];
  const looks = { region: 0, entry: 0 };
  const look = (name: "region" | "entry", answers: readonly Look[]) => {
    const seen = answers[looks[name]] ?? answers.at(-1) ?? "answers";
    looks[name] += 1;
    if (seen !== "answers") throw Object.assign(new Error(seen), { name: seen });
    return { StatusCode: 200 };
  };
  const handled = (answer: (state: string) => unknown, state: string) => async (input: JsonObject) => {
    calls.push({ state, input });
    return answer(state);
  };
  const answers: Readonly<Record<string, () => unknown>> = {
    "ask the region": () => look("region", region),
    "ask for its stand-in": () => look("entry", entry),
    "was it left": () => ({ MetricAlarms: alarms.map((StateValue) => ({ StateValue })) }),
    "is it being left": () => ({ Executions: running.map((ExecutionArn) => ({ ExecutionArn })) }),
    "ask the switch": () => ({ Parameter: { Value: switched } }),
    start: () => ({ ExecutionArn: `${WATCHED.machine.arn.replace("stateMachine", "execution")}:watch-1` }),
    tell: () => ({ MessageId: "1" }),
  };
  const tasks = Object.keys(STATES).filter((name) => STATES[name]?.Type === "Task");
  expect(new Set(tasks)).toEqual(new Set(Object.keys(answers)));
  const machine = new StateMachine(DOCUMENT as unknown as StateMachineDefinition, {
    validationOptions: { noValidate: true },
  });
  const execution = machine.run(
    { looks: { count: 0 } },
    {
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(
          tasks.map((name) => [name, handled(answers[name] ?? (() => ({})), name)]),
        ) as never,
        waitTimeOverrides: { wait: 0 },
      },
      context: { Execution: { Name: "run-1" } } as never,
    },
  );
  const end = await execution.result.then(
    () => "succeeded",
    (error: unknown) => (error instanceof ExecutionError ? String(error.cause) : String(error)),
  );
  const called = calls.map(({ state }) => state);
  return { end, called, calls, looks, started: called.includes("start") };
}

const SILENT = "States.Http.Socket";
const GONE = { region: [SILENT], entry: ["answers"] } as const;

describe("the watch over a region", () => {
  it("is accepted as Amazon States Language, and names nothing of the region that it watches but two public addresses", () => {
    const { isValid, errorsText } = aslValidator(DOCUMENT);
    expect(isValid, errorsText("\n")).toBe(true);
    expect(statesProblems(DOCUMENT)).toEqual([]);
    const text = JSON.stringify(DOCUMENT);
    expect([...text.matchAll(/arn:aws:[a-z]+:us-east-1/g)]).toEqual([]);
    for (const [name, state] of Object.entries(STATES)) {
      if (state.Type === "Task") expect(state.TimeoutSeconds, name).toBeGreaterThan(0);
    }
  });

  it("has nothing to do while the region answers, also when what answers refuses", async () => {
    for (const answer of ["answers", "States.Http.StatusCode.403", "States.Http.StatusCode.404"]) {
      expect(await run({ region: [answer] })).toMatchObject({ end: "succeeded", called: ["ask the region"] });
    }
  });

  it("starts the recovery once the region answers nobody and its stand-in answers in its place, and tells", async () => {
    const seen = await run(GONE);
    expect(seen.end).toBe("succeeded");
    expect(seen.looks).toEqual({ region: WATCH.looks, entry: 1 });
    const [start] = seen.calls.filter(({ state }) => state === "start");
    expect(start?.input).toEqual({
      StateMachineArn: WATCHED.machine.arn,
      Name: "watch-run-1",
      Input: '{"startedBy":"watch"}',
    });
    // Who began it is nobody, so that what it starts asks the switch for `on` before every call.
    expect(JSON.parse(String(start?.input.Input))).not.toHaveProperty("by");
    const [told] = seen.calls.filter(({ state }) => state === "tell");
    expect(told?.input.Message).toContain("execution:shop-production-recovery-leave-us-east-1:watch-1");
  });

  it("takes answers of 5xx, and none in time, for none", async () => {
    for (const failure of ["States.Http.StatusCode.503", "States.Timeout"]) {
      expect(await run({ ...GONE, region: [failure] })).toMatchObject({ started: true });
    }
  });

  it("starts nothing when the region is back within the looks", async () => {
    const region = [...Array<string>(WATCH.looks - 1).fill(SILENT), "answers"];
    expect(await run({ ...GONE, region })).toMatchObject({ end: "succeeded", started: false });
  });

  it("waits for Route 53 to lead the names elsewhere before it believes what it sees", async () => {
    const seen = await run({ region: [SILENT], entry: [SILENT, SILENT, "answers"] });
    expect(seen).toMatchObject({ started: true, looks: { region: WATCH.looks + 2, entry: 3 } });
  });

  it("starts nothing when the two regions are only apart, and says so", async () => {
    const seen = await run({ region: [SILENT], entry: [SILENT] });
    expect(seen.started).toBe(false);
    expect(seen.end).toContain("may be there for everybody else");
    expect(seen.looks.region).toBe(WATCH.looksAtMost);
  });

  it("starts nothing when it cannot ask at all, and says so", async () => {
    for (const world of [
      { region: ["Events.ConnectionResource.InvalidConnectionState"] },
      { region: [SILENT], entry: ["Events.ConnectionResource.AccessDenied"] },
    ]) {
      const seen = await run(world);
      expect(seen.started).toBe(false);
      expect(seen.end).toContain("nobody watches it from here");
    }
  });

  it.each(["manual", "off", "", "On"])(
    "starts nothing while the switch says %j, and says so",
    async (switched) => {
      const seen = await run({ ...GONE, switched });
      expect(seen.started).toBe(false);
      expect(seen.end).toContain("a person has to start shop-production-recovery-leave-us-east-1");
    },
  );

  it("leaves no region twice: neither one that is kept away nor one that is being left", async () => {
    expect(await run({ ...GONE, alarms: ["ALARM"] })).toMatchObject({ end: "succeeded", started: false });
    expect(await run({ ...GONE, running: ["arn:1"] })).toMatchObject({ end: "succeeded", started: false });
    // An alarm that is missing, or has no data yet, says nothing of having left.
    expect(await run({ ...GONE, alarms: [] })).toMatchObject({ started: true });
    expect(await run({ ...GONE, alarms: ["INSUFFICIENT_DATA"] })).toMatchObject({ started: true });
  });
});
