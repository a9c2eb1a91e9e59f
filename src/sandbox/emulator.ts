import type { ChildProcess } from "node:child_process";
import { open } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { type Clock, TriremeError, tethered } from "../lib/index.ts";
import { type Environment, emulatorMissing, locateEmulator } from "./locate.ts";
import { Upstream } from "./upstream.ts";

export interface Emulator {
  readonly kind: "moto" | "endpoint";
  readonly endpoint: string;
  /** Process id of the emulator's command; undefined for an endpoint that somebody else runs. */
  readonly pid: number | undefined;
  /** Ends what we started; leaves alone what we did not. */
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  readonly env: Environment;
  readonly clock: Clock;
  /** An emulator that runs already. */
  readonly endpoint?: string;
  /** File for what the emulator writes to standard error. @default dropped, but for its last lines */
  readonly logFile?: string;
  /** Seconds that it has to be ready. @default 60 */
  readonly readyWithin?: number;
}

const POLL_MS = 40;
/** Lines of the emulator's own words that an error shows. */
const TAIL_LINES = 8;

/**
 * Finds and starts an emulator and waits until it answers. Throws `emulator-missing` when there is
 * none, `emulator-start-failed` when it ends or stays silent, `emulator-gone` when nothing answers at
 * the endpoint that was named.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const place = await locateEmulator(options.env, options.endpoint);
  if (!place.ok) throw emulatorMissing(place);
  if (place.kind === "moto") return startMoto(place.command, options);
  const upstream = new Upstream(place.endpoint);
  if (!(await upstream.alive())) {
    throw new TriremeError(`No emulator answers at ${place.endpoint}`, {
      code: "emulator-gone",
      fault: "environment",
      fix: "Start it, or unset the endpoint to let the sandbox start moto.",
    });
  }
  return { kind: "endpoint", endpoint: upstream.endpoint, pid: undefined, stop: async () => {} };
}

async function startMoto(command: string, options: EmulatorOptions): Promise<Emulator> {
  const port = await freePort();
  const child = tethered(command, ["-H", "127.0.0.1", "-p", String(port)], {
    env: motoEnvironment(options.env),
  });
  const words = await keepWords(child, options.logFile);
  const pid = commandPid(child);
  const endpoint = `http://127.0.0.1:${port}`;
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    child.stdin?.end();
    await ended;
  };
  try {
    await untilReady(child, new Upstream(endpoint), options);
  } catch (error) {
    await stop();
    throw new TriremeError(`${command} did not start: ${(error as Error).message}\n${words()}`.trimEnd(), {
      code: "emulator-start-failed",
      fault: "environment",
      fix: "Run the command by hand to see why, or name another emulator.",
    });
  }
  return { kind: "moto", endpoint, pid: await pid, stop };
}

async function untilReady(child: ChildProcess, upstream: Upstream, options: EmulatorOptions): Promise<void> {
  const seconds = options.readyWithin ?? 60;
  const deadline = options.clock.now() + seconds * 1000;
  while (!(await upstream.alive())) {
    if (child.exitCode !== null) throw new Error(`it ended with exit code ${child.exitCode}`);
    if (options.clock.now() > deadline) throw new Error(`it was not ready within ${seconds} s`);
    await options.clock.sleep(POLL_MS);
  }
}

/**
 * The environment for moto. The user's own AWS settings are kept out: no real credential may reach an
 * emulator, and a fixed account or port in the environment would override ours.
 */
function motoEnvironment(env: Environment): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !entry[0].startsWith("AWS_") && !entry[0].startsWith("MOTO_"),
  );
  return {
    ...Object.fromEntries(kept),
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "testing",
    AWS_EC2_METADATA_DISABLED: "true",
    MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
    MOTO_ACM_VALIDATION_WAIT: "1",
    PYTHONUNBUFFERED: "1",
  };
}

/** Writes what the child says to the file, and keeps the last lines for an error. */
async function keepWords(child: ChildProcess, logFile: string | undefined): Promise<() => string> {
  const file = logFile === undefined ? undefined : await open(logFile, "w");
  const stream = file?.createWriteStream();
  let tail = "";
  child.stderr?.setEncoding("utf8");
  child.stderr?.on("data", (text: string) => {
    stream?.write(text);
    tail = (tail + text).split("\n").slice(-TAIL_LINES).join("\n");
  });
  child.stderr?.once("close", () => stream?.end());
  return () => tail.trim();
}

/** The first line that the tether writes. */
function commandPid(child: ChildProcess): Promise<number | undefined> {
  return new Promise((resolve) => {
    child.stdout?.setEncoding("utf8");
    child.stdout?.once("data", (text: string) => resolve(Number.parseInt(text, 10)));
    child.stdout?.once("close", () => resolve(undefined));
  });
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
