import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lifeOf, type ProcessIdentity, systemClock } from "../lib/index.ts";
import { locateTerraform } from "./locate.ts";
import { MemoryOutputStore } from "./outputStore.ts";
import { RealDriver } from "./realDriver.ts";
import { applyStacks } from "./rollout.ts";
import type { StackSource } from "./stack.ts";
import type { ApplyInChild, ChildResult } from "./testing/applyInChild.ts";
import { StateServer } from "./testing/stateServer.ts";
import { workspaceOf } from "./workspace.ts";

const terraform = await locateTerraform();
const binary = terraform.ok ? terraform.binary : "";
const title = terraform.ok ? "" : ` (NOT TESTED: ${terraform.reason})`;

describe.skipIf(!terraform.ok)(`a run that is cut off in the middle of an apply${title}`, () => {
  const id = "test/us-east-1/data";
  let server: StateServer;
  let workRoot: string;
  let stack: StackSource;
  let child: ChildProcess | undefined;
  let terraformElsewhere: ProcessIdentity | undefined;

  beforeEach(async () => {
    server = await StateServer.start();
    workRoot = await mkdtemp(join(tmpdir(), "trireme-crash-"));
    stack = {
      id,
      scope: { kind: "region", region: "us-east-1" },
      alsoReads: [],
      dependsOn: [],
      inputs: [],
      stateRegion: "us-east-1",
      configuration: {
        terraform: { backend: server.backend(id) },
        resource: { terraform_data: { one: { input: "a" } } },
        output: { said: { value: "a" } },
      },
    };
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    if (terraformElsewhere !== undefined && (await lifeOf(terraformElsewhere)) === "alive") {
      process.kill(terraformElsewhere.pid, "SIGKILL");
    }
    await server.stop();
    await rm(workRoot, { recursive: true, force: true });
  });

  /** Another process applies the stack; resolves when its Terraform, still under the lock, is writing the state. */
  const applyElsewhere = async (
    writeDelay: number,
  ): Promise<{ child: ChildProcess; terraform: ProcessIdentity }> => {
    server.writeDelay = writeDelay;
    const writing = new Promise<void>((resolve) => {
      server.onWrite = () => resolve();
    });
    const started = fork(new URL("./testing/applyInChild.ts", import.meta.url), {
      execArgv: [],
      detached: true,
    });
    child = started;
    started.send({ binary, workRoot, stack } satisfies ApplyInChild);
    await writing;
    const record = await readFile(join(workspaceOf(workRoot, id).dir, ".trireme", "running.json"), "utf8");
    terraformElsewhere = (JSON.parse(record) as { process: ProcessIdentity }).process;
    return { child: started, terraform: terraformElsewhere };
  };

  /** To the whole process group, as a terminal does it: what is to survive must not be in the group. */
  const signalGroup = (victim: ChildProcess, signal: NodeJS.Signals) => {
    if (victim.pid !== undefined) process.kill(-victim.pid, signal);
  };

  const kill = async (victim: ChildProcess) => {
    const gone = once(victim, "exit");
    signalGroup(victim, "SIGKILL");
    await gone;
  };

  const killTerraform = async (identity: ProcessIdentity) => {
    process.kill(identity.pid, "SIGKILL");
    await expect.poll(() => lifeOf(identity), { timeout: 5_000 }).toBe("dead");
  };

  const applyHere = async () => {
    const said: string[] = [];
    const { results, inDoubt } = await applyStacks({
      stacks: [stack],
      driver: new RealDriver({ binary, env: {}, clock: systemClock }),
      workRoot,
      outputs: new MemoryOutputStore(),
      onProgress: (progress) => said.push(progress.text),
    });
    return { result: results[0], inDoubt, said: said.join("\n") };
  };

  it("leaves Terraform to finish, waits for it in the next run, and finds nothing left to do", async () => {
    const elsewhere = await applyElsewhere(2_500);
    await kill(elsewhere.child);
    expect(await lifeOf(elsewhere.terraform)).toBe("alive");
    const { result, inDoubt, said } = await applyHere();
    expect(said).toContain(`process ${elsewhere.terraform.pid}`);
    expect(said).toContain("still at work");
    expect(result).toMatchObject({ status: "unchanged", outputs: { said: "a" } });
    expect(inDoubt).toMatchObject([{ stack: id }]);
    expect(server.lockOf(id)).toBeUndefined();
    expect((await applyHere()).inDoubt).toEqual([]);
  });

  it("releases the lock of its own dead Terraform, says so, and applies", async () => {
    const elsewhere = await applyElsewhere(20_000);
    await kill(elsewhere.child);
    await killTerraform(elsewhere.terraform);
    server.writeDelay = 0;
    const lock = server.lockOf(id);
    expect(lock).toBeDefined();
    const { result, said } = await applyHere();
    expect(said).toContain(`lock ${lock?.ID}`);
    expect(said).toContain("is dead: released");
    expect(result).toMatchObject({ status: "applied", outputs: { said: "a" } });
    expect(server.lockOf(id)).toBeUndefined();
  });

  it("refuses to release a lock that another host holds", async () => {
    const elsewhere = await applyElsewhere(20_000);
    await kill(elsewhere.child);
    await killTerraform(elsewhere.terraform);
    server.writeDelay = 0;
    const lock = server.lockOf(id);
    if (lock === undefined) throw new Error("the killed Terraform left no lock");
    server.setLock(id, { ...lock, Who: "ada@elsewhere" });
    const { result } = await applyHere();
    expect(result).toMatchObject({ status: "failed", error: { code: "state-locked" } });
    expect(result?.error?.message).toContain("ada@elsewhere");
    expect(server.lockOf(id)?.ID).toBe(lock.ID);
  });

  it("refuses to release a lock that was taken after its own Terraform was last heard of", async () => {
    const elsewhere = await applyElsewhere(20_000);
    await kill(elsewhere.child);
    await killTerraform(elsewhere.terraform);
    server.writeDelay = 0;
    const lock = server.lockOf(id);
    if (lock === undefined) throw new Error("the killed Terraform left no lock");
    server.setLock(id, { ...lock, Created: new Date(Date.parse(lock.Created) + 60_000).toISOString() });
    const { result } = await applyHere();
    expect(result).toMatchObject({ status: "failed", error: { code: "state-locked" } });
    expect(server.lockOf(id)?.ID).toBe(lock.ID);
  });

  it("passes Ctrl-C on, lets Terraform write its state, and leaves no lock", async () => {
    const elsewhere = await applyElsewhere(1_500);
    const answer = once(elsewhere.child, "message");
    signalGroup(elsewhere.child, "SIGINT");
    const [said] = (await answer) as [ChildResult];
    expect(said).toEqual({ status: "failed", code: "interrupted" });
    expect(server.lockOf(id)).toBeUndefined();
    expect(server.stateOf(id)).toContain("terraform_data");
  });

  it("refuses a second run in the same work root while the first is at work", async () => {
    const elsewhere = await applyElsewhere(2_000);
    await expect(applyHere()).rejects.toMatchObject({
      code: "run-locked",
      message: expect.stringContaining(`process ${elsewhere.child.pid}`),
    });
  });
});
