import aslValidator from "asl-validator";
import { StateMachine } from "aws-local-stepfunctions";
import { describe, expect, it } from "vitest";
import { statesProblems } from "../../lib/index.ts";
import { storeFailover } from "../library/storeFailover.ts";
import { zoneEvacuation, zoneReturn } from "../library/zoneEvacuation.ts";
import { stepsOf } from "../runbook.ts";
import { LOST, NAMES, NEXT, scopeOf, store } from "../testing/bench.ts";
import { apart, compileChoices, compileRunbook, type ToldRunbook } from "./index.ts";

const orders = store("aurora-postgresql", [LOST, NEXT], "orders");
const billing = store("rds-postgresql", [LOST, NEXT], "billing");
const zoneOf = (zone: string) => ({
  ...scopeOf([orders, billing]),
  zone,
  caches: [],
  balancer: "shop-public",
  cluster: "shop",
});
const ZONES = [`${LOST}a`, `${LOST}b`];

const zones: readonly ToldRunbook[] = ZONES.flatMap((zone) =>
  [...zoneEvacuation(zoneOf(zone)), ...zoneReturn(zoneOf(zone))].map((runbook) => ({
    told: { runbook: runbook.name, zone },
    runbook,
  })),
);
const stores: readonly ToldRunbook[] = [
  {
    told: { store: "orders", from: LOST, to: LOST },
    runbook: storeFailover(scopeOf([orders]), { store: orders, to: LOST })[0],
  },
  {
    told: { store: "orders", from: LOST, to: NEXT },
    runbook: storeFailover(scopeOf([orders]), { store: orders, to: NEXT })[0],
  },
  {
    told: { store: "billing", from: LOST, to: LOST },
    runbook: storeFailover(scopeOf([billing]), { store: billing, to: LOST })[0],
  },
];

/** Which state an execution with that input enters first after the choice, or how it fails. */
async function firstState(choices: readonly ToldRunbook[], input: object): Promise<string> {
  const { document, tasks } = compileChoices(apart(choices), NAMES);
  const machine = new StateMachine(document as never, { validationOptions: { noValidate: true } });
  const stop = () => Promise.reject(new Error("called"));
  const execution = machine.run({ connectionArn: "none", ...input } as never, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(Object.keys(tasks).map((task) => [task, stop])) as never,
    },
  });
  const ended = execution.result.then(
    () => "nothing",
    (error: { readonly cause?: unknown }) => String(error.cause ?? error),
  );
  for await (const { type, state } of execution.eventLogs as AsyncIterable<{
    readonly type: string;
    readonly state?: { readonly name: string };
  }>) {
    if (type !== "StateEntered" || !state?.name.endsWith(": begin")) continue;
    execution.abort();
    await ended;
    return state.name;
  }
  return ended;
}

describe("a machine of several runbooks", () => {
  it.each([
    ["zones", zones],
    ["stores", stores],
  ])("is accepted as Amazon States Language: %s", (_, choices) => {
    const { document } = compileChoices(apart(choices), NAMES);
    const { isValid, errorsText } = aslValidator(document);
    expect(isValid, errorsText("\n")).toBe(true);
    expect(statesProblems(document)).toEqual([]);
  });

  it("does as its input says, and each of its choices leads to steps of its own", async () => {
    const begins = await Promise.all(zones.map(({ told }) => firstState(zones, { by: "anna", ...told })));
    expect(begins).toEqual([
      "find-zone: begin",
      "find-zone#2: begin",
      "find-zone#3: begin",
      "find-zone#4: begin",
    ]);
    expect(await firstState(stores, { store: "orders", from: LOST, to: NEXT })).toBe("promote-orders: begin");
  });

  it.each([
    ["nothing", {}],
    ["a zone that it does not have", { runbook: "zone-evacuation", zone: "us-east-1f" }],
    ["half of it", { zone: ZONES[0] }],
    ["no text", { runbook: "zone-evacuation", zone: 1 }],
  ])(
    "ends before its first call when it is told %s, and says what it could have been told",
    async (_, input) => {
      const { document, tasks } = compileChoices(apart(zones), NAMES);
      const states = document.States as Record<string, { readonly Cause?: string }>;
      const cause = Object.values(states).find(({ Cause }) => Cause !== undefined)?.Cause;
      expect(cause).toContain(`{"runbook":"zone-return","zone":"${LOST}b"}`);
      expect(Object.keys(tasks).length).toBeGreaterThan(0);
      expect(await firstState(zones, input)).toContain("Nothing was called");
    },
  );

  it("asks a word that must be true for nothing less", async () => {
    const told = { store: "orders", from: LOST, to: NEXT, acceptDataLoss: true };
    const runbook = storeFailover(scopeOf([orders]), { store: orders, to: NEXT, acceptDataLoss: true })[0];
    expect(await firstState([{ told, runbook }], told)).toBe("promote-orders: begin");
    expect(await firstState([{ told, runbook }], { ...told, acceptDataLoss: "true" })).toContain(
      "Nothing was called",
    );
  });

  it("has the same states for a choice as a machine of that runbook alone, but for their names", () => {
    const [alone] = zones;
    if (alone === undefined) throw new Error("no zone");
    const own = compileRunbook(alone.runbook, NAMES).document.States as Record<string, unknown>;
    const together = compileChoices(apart(zones), NAMES).document.States as Record<string, unknown>;
    expect(together).toMatchObject(own);
  });

  it("is refused for runbooks of two regions, of which each calls its own", () => {
    const far = stores.map(({ told, runbook }) => ({ told, runbook: { ...runbook, runsIn: NEXT } }));
    expect(() => compileChoices(apart([...stores, ...far]), NAMES)).toThrow("in one region");
  });

  it("leaves ids as they are that no other has", () => {
    const ids = apart(stores).flatMap(({ runbook }) => stepsOf(runbook).map(({ step }) => step.id));
    expect(ids).toEqual(["move-orders", "promote-orders", "move-billing"]);
  });
});
