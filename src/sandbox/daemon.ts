import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, open, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type Clock, systemClock, TriremeError } from "../lib/index.ts";
import { connectSandbox } from "./client.ts";
import type { Environment } from "./locate.ts";
import { alive, readRecord, removeRecord, type SandboxRecord } from "./record.ts";
import type { Sandbox } from "./sandbox.ts";
import { withStartLock } from "./startLock.ts";

export interface DaemonOptions {
  /** Folder that holds the sandbox's record, its logs and nothing else. One sandbox a folder. */
  readonly dir: string;
  /** Port on 127.0.0.1. @default a free one */
  readonly port?: number;
  /** An emulator that runs already. @default what the environment names, else moto's server is started */
  readonly emulatorEndpoint?: string;
  /** @default the process's own */
  readonly env?: Environment;
  /** For waiting. @default systemClock */
  readonly clock?: Clock;
}

export interface StartedDaemon {
  readonly sandbox: Sandbox;
  readonly pid: number;
  /** True when it ran before; nothing was started then. */
  readonly alreadyUp: boolean;
}

/** Time that it has to end by itself before it is killed. */
const STOP_GRACE_MS = 10_000;
const POLL_MS = 50;

const reportShape = z.discriminatedUnion("ready", [
  z.object({ ready: z.literal(true), endpoint: z.string() }),
  z.object({
    ready: z.literal(false),
    code: z.string(),
    fault: z.enum(["input", "environment", "ours"]),
    message: z.string(),
    fix: z.string().optional(),
  }),
]);

/**
 * Starts a sandbox in the background, in a process of its own that outlives this one, and waits until
 * it is ready. When one runs already in the folder, that one is the answer. Throws what `startSandbox`
 * throws, and `sandbox-failed` when the process ends without a word.
 */
export async function startDaemon(options: DaemonOptions): Promise<StartedDaemon> {
  const clock = options.clock ?? systemClock;
  await mkdir(options.dir, { recursive: true });
  return withStartLock(options.dir, clock, async () => {
    const running = await readRecord(options.dir);
    if (running !== undefined) {
      return { sandbox: connectSandbox(running.endpoint), pid: running.pid, alreadyUp: true };
    }
    const { child, endpoint } = await launch(options);
    return { sandbox: connectSandbox(endpoint), pid: child, alreadyUp: false };
  });
}

/** The sandbox that runs in the background from this folder, if one does and answers. */
export async function findSandbox(dir: string): Promise<Sandbox | undefined> {
  const record = await readRecord(dir);
  if (record === undefined) return undefined;
  return (await answersFor(record)) ? connectSandbox(record.endpoint) : undefined;
}

/** Ends the sandbox of the folder and waits until it has ended. False when none ran. */
export async function stopDaemon(dir: string, clock: Clock = systemClock): Promise<boolean> {
  const record = await readRecord(dir);
  if (record === undefined) return false;
  // Where the system cannot tell processes with the same id apart, only one that answers is ours for sure.
  if (record.processStart === undefined && !(await answersFor(record))) {
    await removeRecord(dir);
    return false;
  }
  process.kill(record.pid, "SIGTERM");
  const deadline = clock.now() + STOP_GRACE_MS;
  while (await alive(record)) {
    if (clock.now() > deadline) process.kill(record.pid, "SIGKILL");
    await clock.sleep(POLL_MS);
  }
  await removeRecord(dir);
  return true;
}

async function answersFor(record: SandboxRecord): Promise<boolean> {
  try {
    return (await connectSandbox(record.endpoint).status()).pid === record.pid;
  } catch {
    return false;
  }
}

async function launch(options: DaemonOptions): Promise<{ child: number; endpoint: string }> {
  const { port, emulatorEndpoint } = options;
  const dir = resolve(options.dir);
  const logPath = join(dir, "sandbox.log");
  const log = await open(logPath, "w");
  try {
    const child = spawn(process.execPath, [script(), JSON.stringify({ dir, port, emulatorEndpoint })], {
      detached: true,
      env: { ...(options.env ?? process.env) },
      stdio: ["ignore", log.fd, log.fd, "ipc"],
    });
    const report = await firstReport(child);
    if (report?.ready === true && child.pid !== undefined) {
      child.unref();
      return { child: child.pid, endpoint: report.endpoint };
    }
    if (report?.ready === false) {
      const { code, fault, message, fix } = report;
      throw new TriremeError(message, { code, fault, ...(fix === undefined ? {} : { fix }) });
    }
    throw new TriremeError(
      `The sandbox ended before it was ready: ${(await readFile(logPath, "utf8")).trim()}`,
      {
        code: "sandbox-failed",
        fault: "ours",
      },
    );
  } finally {
    await log.close();
  }
}

function script(): string {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return fileURLToPath(new URL(`./daemonMain.${extension}`, import.meta.url));
}

/** What the process says first; undefined when it ends without a word. */
function firstReport(child: ChildProcess): Promise<z.infer<typeof reportShape> | undefined> {
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(reportShape.parse(message)));
    child.once("error", reject);
    child.once("close", () => resolve(undefined));
  });
}
