import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { processExists } from "../sandbox/processes.ts";
import { systemClock } from "./clock.ts";

const tether = fileURLToPath(new URL("./tether.ts", import.meta.url));

/** A shim, as version managers install them: a shell that runs the real command and waits for it. */
const SHIM = ["sh", "-c", "sleep 600 & echo $! >&2; wait"];

async function firstNumber(child: ChildProcess, stream: "stdout" | "stderr"): Promise<number> {
  const [chunk] = (await once(child[stream] ?? child, "data")) as [Buffer];
  return Number.parseInt(chunk.toString(), 10);
}

async function untilGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200 && processExists(pid); attempt += 1) await systemClock.sleep(25);
  return !processExists(pid);
}

describe("the tether", () => {
  it("ends a shim and what it started when the owner closes the pipe", async () => {
    const child = spawn(process.execPath, [tether, ...SHIM]);
    const [shim, command] = await Promise.all([firstNumber(child, "stdout"), firstNumber(child, "stderr")]);
    expect(processExists(shim) && processExists(command)).toBe(true);

    child.stdin.end();

    expect(await untilGone(shim)).toBe(true);
    expect(await untilGone(command)).toBe(true);
  });

  it("ends them when the owner is killed and can do nothing any more", async () => {
    // The owner holds the pipe and passes on what the tether says.
    const code = `require("node:child_process").spawn(process.execPath, ${JSON.stringify([tether, ...SHIM])}, { stdio: ["pipe", "inherit", "inherit"] })`;
    const owner = spawn(process.execPath, ["-e", code]);
    const [shim, command] = await Promise.all([firstNumber(owner, "stdout"), firstNumber(owner, "stderr")]);

    owner.kill("SIGKILL");

    expect(await untilGone(shim)).toBe(true);
    expect(await untilGone(command)).toBe(true);
  });

  it("passes on what the command writes, behind its process id, when that is wanted", async () => {
    const child = spawn(process.execPath, [tether, "--output", "sh", "-c", "echo one; echo two"]);
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });

    await once(child, "close");

    expect(text).toMatch(/^\d+\none\ntwo\n$/);
  });

  it("ends with the command's own exit code", async () => {
    const child = spawn(process.execPath, [tether, "sh", "-c", "exit 7"]);

    expect((await once(child, "exit"))[0]).toBe(7);
  });

  it("fails with 127 when there is no such command", async () => {
    const child = spawn(process.execPath, [tether, "no-such-command-anywhere"]);

    expect((await once(child, "exit"))[0]).toBe(127);
  });
});
