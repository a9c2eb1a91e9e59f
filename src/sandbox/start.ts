import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, systemClock } from "../lib/index.ts";
import { connectSandbox } from "./client.ts";
import { startEmulator } from "./emulator.ts";
import { type ResolveName, startGateway } from "./gateway.ts";
import type { Environment } from "./locate.ts";
import type { Overlay, Refusal } from "./overlay.ts";
import { allOverlays, namesNow, resolveName } from "./overlays/index.ts";
import { allRefusals } from "./refusals/index.ts";
import type { Sandbox } from "./sandbox.ts";
import { SandboxClock } from "./sandboxClock.ts";

export interface SandboxOptions {
  /** Folder for the call log and the emulator's own log. @default nothing is written */
  readonly dir?: string;
  /** Port on 127.0.0.1. @default a free one */
  readonly port?: number;
  /** An emulator that runs already. @default what the environment names, else moto's server is started */
  readonly emulatorEndpoint?: string;
  /** @default all that there are */
  readonly overlays?: readonly Overlay[];
  /** @default none */
  readonly refusals?: readonly Refusal[];
  /** Says what DNS would answer. @default from the emulated Route 53 */
  readonly resolveName?: ResolveName;
  /** @default the process's own */
  readonly env?: Environment;
  /** Real time under the sandbox's clock. @default systemClock */
  readonly clock?: Clock;
}

/** A sandbox of this process. */
export interface RunningSandbox extends Sandbox {
  /** Process id of the emulator that was started; undefined for one that ran already. */
  readonly emulatorPid: number | undefined;
  /** Ends the gateway and the emulator that was started with it. What the emulator held is lost. */
  stop(): Promise<void>;
}

/**
 * Starts an emulator and the gateway in front of it, in this process. Throws `emulator-missing`,
 * `emulator-start-failed`, `emulator-gone`, `port-in-use`.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const clock = options.clock ?? systemClock;
  const { dir } = options;
  if (dir !== undefined) await mkdir(dir, { recursive: true });
  const emulator = await startEmulator({
    env: options.env ?? process.env,
    clock,
    ...(options.emulatorEndpoint === undefined ? {} : { endpoint: options.emulatorEndpoint }),
    ...(dir === undefined ? {} : { logFile: join(dir, "emulator.log") }),
  });
  try {
    const gateway = await startGateway({
      emulator: emulator.endpoint,
      emulatorKind: emulator.kind,
      overlays: options.overlays ?? allOverlays(),
      refusals: options.refusals ?? allRefusals(),
      clock: new SandboxClock(clock),
      resolveName: options.resolveName ?? resolveName,
      namesNow,
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(dir === undefined ? {} : { logFile: join(dir, "calls.jsonl") }),
    });
    return {
      ...connectSandbox(gateway.endpoint),
      emulatorPid: emulator.pid,
      stop: async () => {
        await gateway.close();
        await emulator.stop();
      },
    };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}
