import { join } from "node:path";
import type { Host } from "../../host/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import type { LocatedTerraform } from "../../terraform/index.ts";
import type { Machine } from "../workbench/machine.ts";
import type { NotDone } from "./result.ts";

export interface ToolsOptions {
  /** `.trireme` beside the configuration. */
  readonly stateRoot: string;
  readonly host: Host;
  readonly machine: Machine;
}

export interface Tools {
  /** Undefined when there is none that can be used. */
  readonly terraform: Extract<LocatedTerraform, { ok: true }> | undefined;
  /** Undefined when there is no emulator, or no Terraform to apply with. */
  readonly sandbox: Sandbox | undefined;
  /** Started for this rehearsal and ended by `close`; false where there is none. */
  readonly sandboxIsOurs: boolean;
  /** What cannot be done for want of a tool. */
  readonly notDone: readonly NotDone[];
  /** Ends what was started. */
  close(): Promise<void>;
}

/**
 * Finds what a rehearsal runs on. A sandbox that `sandbox up` started is used and left running;
 * otherwise one is started for this rehearsal and ended with it. What is missing is told, not thrown.
 */
export async function openTools({ stateRoot, host, machine }: ToolsOptions): Promise<Tools> {
  const located = await machine.locateTerraform();
  const terraform = located.ok ? located : undefined;
  const emulator = await machine.locateEmulator();
  const running = await machine.findSandbox(join(stateRoot, "sandbox"));
  const notDone: NotDone[] = [];
  if (!located.ok) {
    notDone.push({
      code: "terraform-missing",
      what: "validating, planning, applying and losing a region",
      why: located.reason,
      fix: located.fix,
    });
  }
  if (running === undefined && !emulator.ok) {
    notDone.push({
      code: "emulator-missing",
      what: "planning, applying and losing a region",
      why: emulator.reason,
      fix: emulator.fix,
    });
  }
  const nothingToClose = async () => {};
  if (notDone.length > 0)
    return { terraform, sandbox: undefined, sandboxIsOurs: false, notDone, close: nothingToClose };
  if (running !== undefined) {
    host.notify({
      code: "sandbox-found",
      level: "info",
      text: `Using the sandbox that is up at ${running.endpoint}`,
    });
    return { terraform, sandbox: running, sandboxIsOurs: false, notDone, close: nothingToClose };
  }
  const started = await machine.startSandbox(join(stateRoot, "rehearsal", "sandbox"));
  return { terraform, sandbox: started, sandboxIsOurs: true, notDone, close: () => started.stop() };
}
