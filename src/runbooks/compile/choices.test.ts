import aslValidator from "asl-validator";
import { StateMachine } from "aws-local-stepfunctions";
import { describe, expect, it } from "vitest";
import { statesProblems } from "../../lib/index.ts";
import { restore } from "../library/restore.ts";
import { restoreFromBackup } from "../library/restoreFromBackup.ts";
import { BEGINNING, GIVEN_MOMENT, GIVEN_POINT } from "../library/restoreInputs.ts";
import { storeFailover } from "../library/storeFailover.ts";
import { zoneEvacuation, zoneReturn } from "../library/zoneEvacuation.ts";
import { stepsOf } from "../runbook.ts";
import { ACCOUNT, LOST, NAMES, NEXT, scopeOf, store } from "../testing/bench.ts";
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

  describe("with a word that only its input knows", () => {
    const cart = store("dynamodb", [LOST, NEXT], "cart");
    const point = `arn:aws:backup:${LOST}:${ACCOUNT}:recovery-point:mine`;
    const restores: readonly ToldRunbook[] = [
      {
        told: { store: "cart", from: "log" },
        runbook: restore(scopeOf([cart]), { store: cart, at: GIVEN_MOMENT })[0],
      },
      {
        told: { store: "cart", from: "backup" },
        runbook: restoreFromBackup(scopeOf([cart]), {
          store: cart,
          target: "shop-cart-restored",
          vault: "vault",
          point: GIVEN_POINT,
          since: BEGINNING,
          roleArn: "arn:aws:iam::111111111111:role/restore",
        })[0],
      },
    ];
    const log = { store: "cart", from: "log" };
    const backup = { store: "cart", from: "backup" };

    it("is accepted as Amazon States Language, and has its words in calls by what was kept of them alone", () => {
      const { document } = compileChoices(apart(restores), NAMES);
      const { isValid, errorsText } = aslValidator(document);
      expect(isValid, errorsText("\n")).toBe(true);
      expect(statesProblems(document)).toEqual([]);
      const tasks = Object.values(document.States as object).filter(({ Type }) => Type === "Task");
      const text = JSON.stringify(tasks);
      expect(text).toContain('"RestoreDateTime.$":"$.kept.at.value"');
      expect(text).toContain('"RecoveryPointArn.$":"$.kept.point.value"');
      expect(text).toContain('"ByCreatedAfter.$":"$.kept.since.value"');
      expect(text).not.toMatch(/"\$\.(at|point|store|from)"/);
    });

    it.each([
      [{ ...log, at: "2026-11-25T03:00:00Z" }, "see-source-cart: begin"],
      [{ ...backup, point }, "see-point-cart: begin"],
    ])("begins what %j says", async (input, begins) => {
      expect(await firstState(restores, { by: "anna", ...input })).toBe(begins);
    });

    it.each([
      [log],
      [{ ...log, at: "latest" }],
      [{ ...log, at: "yesterday" }],
      [{ ...log, at: "2026-11-25" }],
      [{ ...log, at: "2026-11-25T03:00Z" }],
      [{ ...log, at: "2026-13-25T03:00:00Z" }],
      // Not in UTC: whoever writes it may mean another hour than he is thought to.
      [{ ...log, at: "2026-11-25T03:00:00+01:00" }],
      [{ ...log, at: 1_764_000_000 }],
      [backup],
      [{ ...backup, point: "latest" }],
      [{ ...backup, point: `${point.replace(LOST, NEXT)}` }],
      [{ ...backup, point: `x${point}` }],
      [{ ...backup, point: 7 }],
      [{ ...backup, point: [point] }],
      [{ ...backup, at: "2026-11-25T03:00:00Z" }],
      [{ store: "orders", from: "log", at: "2026-11-25T03:00:00Z" }],
    ])("calls nothing for %j, and says what it could have been told", async (input) => {
      const said = await firstState(restores, { by: "anna", ...input });
      expect(said).toContain("Nothing was called");
      expect(said).toContain(
        '{"store":"cart","from":"log","at":"a moment in UTC such as 2026-11-25T03:00:00Z"}',
      );
      expect(said).toContain(`"point":"arn:aws:backup:${LOST}:${ACCOUNT}:recovery-point:*`);
      expect(said).not.toContain("since");
    });

    it("is refused as a machine of its own, which would look at nobody's words", () => {
      const [alone] = restores;
      if (alone === undefined) throw new Error("no restore");
      expect(() => compileRunbook(alone.runbook, NAMES)).toThrow("nobody has looked at the form of at");
    });
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
