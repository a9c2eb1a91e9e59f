import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../lib/index.ts";
import { identify, lifeOf } from "../lib/index.ts";
import { MemoryMeter } from "./memory.ts";
import { smallStack } from "./testing/stacks.ts";
import { initHash, writeWorkspace } from "./workspace.ts";

let workRoot: string;

beforeEach(async () => {
  workRoot = await mkdtemp(join(tmpdir(), "trireme-workspace-"));
});
afterEach(() => rm(workRoot, { recursive: true, force: true }));

describe("a stack's workspace", () => {
  const hashOf = async (configuration: JsonObject, override?: JsonObject) => {
    const { dir } = await writeWorkspace(workRoot, { ...smallStack("e/a"), configuration }, override);
    return await initHash(dir, "terraform");
  };

  it("holds the same bytes for the same configuration, whatever the order of its keys", async () => {
    const written = async (configuration: JsonObject) => {
      const { dir } = await writeWorkspace(workRoot, { ...smallStack("e/a"), configuration });
      return await readFile(join(dir, "main.tf.json"), "utf8");
    };
    expect(await written({ a: { x: 1, y: 2 }, b: 3 })).toBe(await written({ b: 3, a: { y: 2, x: 1 } }));
  });

  it("loses the override of an earlier sandbox when there is none now", async () => {
    const { dir } = await writeWorkspace(workRoot, smallStack("e/a"), { provider: {} });
    expect(await readdir(dir)).toContain("sandbox_override.tf.json");
    await writeWorkspace(workRoot, smallStack("e/a"));
    expect(await readdir(dir)).not.toContain("sandbox_override.tf.json");
  });

  it("keeps plans in a folder that only its owner may read", async () => {
    const { dir } = await writeWorkspace(workRoot, smallStack("e/a"));
    expect((await stat(join(dir, ".trireme"))).mode & 0o777).toBe(0o700);
  });

  it("needs a new init for another backend, module, provider or tool, and not for a changed resource", async () => {
    const base = {
      terraform: { backend: { s3: { key: "a" } } },
      resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } },
    };
    const hash = await hashOf(base);
    expect(await hashOf({ ...base, resource: { aws_vpc: { main: { cidr_block: "10.1.0.0/16" } } } })).toBe(
      hash,
    );
    const others = [
      await hashOf({ ...base, terraform: { backend: { s3: { key: "b" } } } }),
      await hashOf({ ...base, module: { m: { source: "./m" } } }),
      await hashOf({ ...base, resource: { ...base.resource, random_id: { r: {} } } }),
      await hashOf(base, { terraform: { backend: { s3: { use_path_style: true } } } }),
    ];
    for (const other of others) expect(other).not.toBe(hash);
    const { dir } = await writeWorkspace(workRoot, { ...smallStack("e/a"), configuration: base });
    expect(await initHash(dir, "tofu")).not.toBe(hash);
  });
});

describe("the identity of a process", () => {
  it("is alive while that process runs and dead when another has its number", async () => {
    const me = await identify(process.pid);
    expect(await lifeOf(me)).toBe("alive");
    expect(await lifeOf({ ...me, started: `${me.started}0` })).toBe("dead");
  });

  it("is dead once the process has ended", async () => {
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    const gone = once(child, "exit");
    const identity = await identify(child.pid ?? 0);
    expect(await lifeOf(identity)).toBe("alive");
    child.kill("SIGKILL");
    await gone;
    expect(await lifeOf(identity)).toBe("dead");
  });

  it("is unknown on another host", async () => {
    expect(await lifeOf({ ...(await identify(process.pid)), host: "elsewhere.invalid" })).toBe("unknown");
  });
});

describe.skipIf(process.platform !== "linux")("peak memory (read from /proc, so on Linux only)", () => {
  it("is that of the largest process and of all at once, and stays when they end", async () => {
    const meter = new MemoryMeter();
    await meter.sample(process.pid);
    meter.ended(process.pid);
    const { largestProcess, total } = meter.peak();
    expect(largestProcess).toBeGreaterThan(10e6);
    expect(largestProcess).toBeLessThan(20e9);
    expect(total).toBeGreaterThan(10e6);
  });
});
