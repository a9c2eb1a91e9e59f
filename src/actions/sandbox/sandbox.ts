import { dirname, join } from "node:path";
import { findConfig } from "../../config/index.ts";
import { TriremeError } from "../../lib/index.ts";
import {
  type CallFilter,
  type CallRecord,
  findSandbox,
  type Sandbox,
  type SandboxStatus,
  startDaemon,
  stopDaemon,
} from "../../sandbox/index.ts";

export interface SandboxActionOptions {
  /** Folder or file of the configuration; the nearest upwards when absent. */
  readonly path?: string;
}

/** Folder of the sandbox that belongs to a configuration. */
async function sandboxDir(path: string | undefined): Promise<string> {
  return join(dirname(await findConfig(path)), ".trireme", "sandbox");
}

export async function sandboxUp(
  options: SandboxActionOptions & { readonly port?: number; readonly endpoint?: string },
): Promise<{ readonly alreadyUp: boolean; readonly status: SandboxStatus }> {
  const { sandbox, alreadyUp } = await startDaemon({
    dir: await sandboxDir(options.path),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.endpoint === undefined ? {} : { emulatorEndpoint: options.endpoint }),
  });
  return { alreadyUp, status: await sandbox.status() };
}

export async function sandboxStatus(options: SandboxActionOptions): Promise<SandboxStatus> {
  return (await running(options)).status();
}

export async function sandboxCalls(
  options: SandboxActionOptions & { readonly filter: CallFilter },
): Promise<readonly CallRecord[]> {
  return (await running(options)).calls(options.filter);
}

/** False when none was up. */
export async function sandboxDown(options: SandboxActionOptions): Promise<boolean> {
  return stopDaemon(await sandboxDir(options.path));
}

/** The sandbox that is up for a configuration. Throws `sandbox-not-up`. */
export async function running({ path }: SandboxActionOptions): Promise<Sandbox> {
  const dir = await sandboxDir(path);
  const sandbox = await findSandbox(dir);
  if (sandbox !== undefined) return sandbox;
  throw new TriremeError(`No sandbox is up for ${dirname(dirname(dir))}`, {
    code: "sandbox-not-up",
    fault: "environment",
    fix: "Start one: trireme sandbox up",
  });
}
