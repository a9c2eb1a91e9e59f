import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeAws } from "../../aws/testing/fakeAws.ts";
import { type Message, RecordingHost } from "../../host/index.ts";
import { acquireRunLock, systemClock } from "../../lib/index.ts";
import { FakeDriver } from "../../terraform/index.ts";
import { plan } from "../plan/plan.ts";
import { folderWith, SMALL } from "../testing/configurations.ts";
import { type TestMachine, testMachine } from "../testing/site.ts";
import { type DeployOptions, deploy } from "./deploy.ts";

const UNPROTECTED = SMALL.replace("slot: 2,", "slot: 2, protect: false,");
const WITHOUT_MEDIA = UNPROTECTED.replace(/ {4}\{ name: "media".*\n/, "").replace('"media", ', "");
const NETWORK = "development/us-east-1/network";
const COMPUTE = "development/us-east-1/compute";

let folder: string;
let test: TestMachine<FakeAws>;
let host: RecordingHost;

beforeEach(async () => {
  folder = await folderWith(UNPROTECTED);
  test = await testMachine(await FakeAws.start());
  host = new RecordingHost(true);
});
afterEach(async () => {
  await test.stop();
  await rm(folder, { recursive: true, force: true });
});

const write = (text: string) => writeFile(join(folder, "trireme.config.ts"), text);
const deployed = (more: Partial<DeployOptions> = {}, by = host) =>
  deploy({ path: folder, environment: "development", ...more }, by, test.machine);
const planned = (more: { out?: string } = {}) =>
  plan({ path: folder, environment: "development", ...more }, host, test.machine);
const applies = () =>
  test.driver.operations.filter(({ operation }) => operation === "apply").map(({ stack }) => stack);
const said = (code: string, by = host): readonly Message[] =>
  by.messages.filter((message) => message.code === code);
/** The first resource that a stack's plan made. */
function addressIn(result: Awaited<ReturnType<typeof deploy>>, id: string): string {
  const made = result.plan.stacks.find((stack) => stack.id === id)?.changes[0];
  if (made === undefined) throw new Error(`the plan makes nothing in ${id}`);
  return made.address;
}
const statusOf = (result: Awaited<ReturnType<typeof deploy>>, id: string) =>
  result.stacks.find((stack) => stack.id === id)?.status;

describe("a deployment", () => {
  it("shows the plan by waves before it asks, applies it, and then has nothing to do", async () => {
    const result = await deployed();
    expect(host.questions.map(({ code }) => code)).toEqual(["deploy-approval"]);
    expect(said("plan")[0]?.text).toContain("wave 2");
    expect(result).toMatchObject({ outcome: "done", target: "sandbox" });
    expect(new Set(result.stacks.map(({ status }) => status))).toEqual(new Set(["applied"]));
    expect(test.aws.buckets.size).toBe(1);

    const second = await deployed({}, new RecordingHost(false));
    expect(second).toMatchObject({ outcome: "nothing-to-do", stacks: [] });
    expect(second.plan.changesPending).toBe(false);
  });

  it("makes no bucket and applies nothing when it is declined", async () => {
    const result = await deployed({}, new RecordingHost(false));
    expect(result).toMatchObject({ outcome: "declined", stacks: [] });
    expect(applies()).toEqual([]);
    expect(test.aws.buckets.size).toBe(0);
  });

  it("wants a protected environment's name typed, and takes nothing else for it", async () => {
    await write(SMALL);
    const hasty = new RecordingHost(() => "yes");
    expect(await deployed({}, hasty)).toMatchObject({ outcome: "declined" });
    expect(hasty.questions[0]).toMatchObject({ expected: "development" });
    expect(await deployed({}, new RecordingHost(() => "development"))).toMatchObject({ outcome: "done" });
  });

  it("refuses to apply without an approval where nobody is there, and with --yes asks nothing", async () => {
    host.attended = false;
    await expect(deployed()).rejects.toMatchObject({ problems: [{ code: "option/approval-missing" }] });
    expect(applies()).toEqual([]);
    expect(await deployed({ yes: true })).toMatchObject({ outcome: "done" });
    expect(host.questions).toEqual([]);
  });

  it("plans a stack once when nothing before it changes: what was shown is what is applied", async () => {
    const first = await deployed();
    test.driver.drift(COMPUTE, addressIn(first, COMPUTE));
    test.driver.operations.length = 0;
    expect(statusOf(await deployed(), COMPUTE)).toBe("applied");
    const plans = test.driver.operations.filter(
      ({ operation, stack }) => operation === "plan" && stack === COMPUTE,
    );
    expect(plans).toHaveLength(1);
  });

  it("starts nothing behind a stack that failed, says so, and goes on from there the next time", async () => {
    test.driver.failAt(NETWORK, "apply", "quota reached");
    const first = await deployed();
    expect(first.outcome).toBe("incomplete");
    expect(first.stacks.find(({ id }) => id === NETWORK)).toMatchObject({
      status: "failed",
      code: "terraform-apply-failed",
    });
    const skipped = first.stacks.filter(({ status }) => status === "skipped");
    expect(skipped.length).toBeGreaterThan(0);
    expect(skipped.some(({ reason }) => reason?.includes(`${NETWORK} failed`))).toBe(true);

    test.driver.heal(NETWORK);
    const done = applies().filter((id) => id !== NETWORK);
    test.driver.operations.length = 0;
    const second = await deployed();
    expect(said("resuming")[0]?.text).toContain(`${NETWORK} failed`);
    expect(second).toMatchObject({ outcome: "done", resumed: { ended: true } });
    expect(applies()).toContain(NETWORK);
    expect(applies().filter((id) => done.includes(id))).toEqual([]);
  });

  it("says what a killed run left in doubt, and settles it", async () => {
    await deployed();
    const journal = join(folder, ".trireme", "sandbox", "development", "stacks", "journal.jsonl");
    const at = "2026-11-01T00:00:00.000Z";
    const torn = [
      { at, type: "run-started", operation: "apply", stacks: [NETWORK] },
      { at, type: "apply-intended", stack: NETWORK, sha256: "0" },
    ];
    await appendFile(journal, torn.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    const result = await deployed();
    expect(result.resumed).toMatchObject({ ended: false, inDoubt: [{ stack: NETWORK }] });
    expect(said("resuming").at(-1)?.text).toContain("nobody knows how far it came");
    expect(result.outcome).toBe("nothing-to-do");
    expect((await deployed()).resumed).toBeUndefined();
  });

  it("asks nobody and applies nothing when a stack cannot be planned", async () => {
    test.driver.failAt(NETWORK, "plan", "no such argument");
    const result = await deployed();
    expect(result).toMatchObject({ outcome: "not-planned", stacks: [] });
    expect(result.plan.unplannable).toMatchObject([{ id: NETWORK, code: "terraform-plan-failed" }]);
    expect(host.questions).toEqual([]);
    expect(applies()).toEqual([]);
  });

  it("goes on without a region that is gone, and names what was left out", async () => {
    const first = await deployed({ environment: "staging", yes: true });
    test.lost.add("us-east-1");
    test.aws.lost.add("us-east-1");
    const west = "staging/us-west-2/network";
    test.driver.drift(west, addressIn(first, west));
    const result = await deployed({ environment: "staging", yes: true });
    expect(result.plan.unplannable.every(({ code }) => code === "region-gone")).toBe(true);
    expect(result.plan.unplannable.map(({ id }) => id)).toContain("staging/us-east-1/network");
    expect(result.stacks.every(({ id }) => id.startsWith("staging/us-west-2/"))).toBe(true);
    expect(result.outcome).toBe("done");
  });

  it("refuses to run beside another one, and says who runs it", async () => {
    const held = await acquireRunLock(
      join(folder, ".trireme", "sandbox", "development"),
      "deploy",
      systemClock,
    );
    await expect(deployed()).rejects.toMatchObject({
      code: "run-locked",
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await held.release();
    expect(await deployed()).toMatchObject({ outcome: "done" });
  });

  it("fails with what to do when no sandbox is up", async () => {
    test = { ...test, machine: { ...test.machine, findSandbox: async () => undefined } };
    await expect(deployed()).rejects.toMatchObject({ code: "sandbox-not-up", fault: "environment" });
  });
});

describe("a deployment that would lose data", () => {
  const MEDIA = "development/us-east-1/data";

  async function bucketAddress(): Promise<string> {
    await deployed();
    await write(WITHOUT_MEDIA);
    const { stateful } = await planned();
    const change = stateful.find(({ stack, type }) => stack === MEDIA && type === "aws_s3_bucket");
    return change?.address ?? "";
  }

  it("asks for each deletion by itself, with its address typed", async () => {
    const address = await bucketAddress();
    const careful = new RecordingHost((question) => ("expected" in question ? question.expected : "yes"));
    const result = await deployed({}, careful);
    expect(result.outcome).toBe("done");
    const asked = careful.questions.filter(({ code }) => code === "stateful-destroy");
    expect(asked).toHaveLength(result.plan.stateful.length);
    expect(asked).toContainEqual(expect.objectContaining({ expected: address }));
  });

  it("is declined as a whole by one deletion that is declined", async () => {
    await bucketAddress();
    test.driver.operations.length = 0;
    const hasty = new RecordingHost(() => "yes");
    expect(await deployed({}, hasty)).toMatchObject({ outcome: "declined" });
    expect(applies()).toEqual([]);
  });

  it("refuses it with --yes alone, and names the options that allow it", async () => {
    const address = await bucketAddress();
    test.driver.operations.length = 0;
    await expect(deployed({ yes: true })).rejects.toMatchObject({
      code: "stateful-destroy-not-allowed",
      fault: "input",
      fix: expect.stringContaining(`--allow-stateful-destroy ${MEDIA}:${address}`),
    });
    expect(applies()).toEqual([]);
    const { stateful } = await planned();
    const allowStatefulDestroy = stateful.map((change) => `${change.stack}:${change.address}`);
    expect(await deployed({ yes: true, allowStatefulDestroy })).toMatchObject({ outcome: "done" });
  });
});

describe("a deployment of plans that were kept", () => {
  it("applies them, and refuses one whose file was changed after the approval", async () => {
    const first = await deployed();
    test.driver.drift(NETWORK, addressIn(first, NETWORK));
    const out = join(folder, "kept");
    await planned({ out });
    const file = join(out, NETWORK, "stack.tfplan");
    const text = await readFile(file, "utf8");
    await writeFile(file, `${text} `);
    const refused = await deployed({ plan: out, yes: true });
    expect(refused.stacks.find(({ id }) => id === NETWORK)).toMatchObject({
      status: "failed",
      code: "plan-changed",
    });
    await writeFile(file, text);
    expect(statusOf(await deployed({ plan: out, yes: true }), NETWORK)).toBe("applied");
  });

  it("refuses plans of another configuration, of another environment, and a folder without plans", async () => {
    const out = join(folder, "kept");
    await planned({ out });
    const unfit = { problems: [{ code: "option/plan-unfit" }] };
    await expect(deployed({ plan: join(folder, "nowhere") })).rejects.toMatchObject(unfit);
    await expect(deployed({ plan: out, environment: "staging" })).rejects.toMatchObject(unfit);
    await write(WITHOUT_MEDIA);
    await expect(deployed({ plan: out })).rejects.toMatchObject(unfit);
    expect(applies()).toEqual([]);
  });
});

describe("a final plan that does more than was shown", () => {
  /** While the network is being applied, something is deleted behind it that nobody was shown. */
  async function surprised(): Promise<string> {
    const first = await deployed();
    const victim = addressIn(first, COMPUTE);
    test.driver.drift(NETWORK, addressIn(first, NETWORK));
    const apply = FakeDriver.prototype.apply.bind(test.driver);
    test.driver.apply = async (workspace, saved, ...more) => {
      const applied = await apply(workspace, saved, ...more);
      if (saved.stack === NETWORK) test.driver.drift(COMPUTE, victim);
      return applied;
    };
    return victim;
  }

  it("was announced as planned again, and is asked for by itself", async () => {
    const victim = await surprised();
    const wary = new RecordingHost(({ code }) => (code === "deploy-approval" ? "yes" : "no"));
    const result = await deployed({}, wary);
    expect(result.plan.stacks.find(({ id }) => id === COMPUTE)?.waitsFor).toContain(NETWORK);
    expect(wary.questions.map(({ code }) => code)).toEqual(["deploy-approval", "deploy-excess"]);
    expect(wary.questions[1]?.text).toContain(`create ${victim}`);
    expect(result.outcome).toBe("incomplete");
    expect(result.stacks.find(({ id }) => id === COMPUTE)).toMatchObject({
      status: "skipped",
      reason: "its plan was declined",
    });
  });

  it("fails with --yes, and names the difference; run again, it is shown", async () => {
    const victim = await surprised();
    const result = await deployed({ yes: true });
    const stopped = result.stacks.find(({ id }) => id === COMPUTE);
    expect(stopped).toMatchObject({ status: "failed", code: "plan-exceeds-approval" });
    expect(stopped?.reason).toContain(`create ${victim}`);
    expect(await deployed({ yes: true })).toMatchObject({ outcome: "done" });
  });
});
