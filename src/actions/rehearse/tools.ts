import { join } from "node:path";
import type { Host } from "../../host/index.ts";
import { findSandbox, locateEmulator, type Sandbox, startSandbox } from "../../sandbox/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { type LocatedTerraform, locateTerraform } from "../../terraform/index.ts";
import type { RehearsalResult } from "./result.ts";

export interface ToolsOptions {
  readonly stacks: readonly SynthesizedStack[];
  /** `.trireme` beside the configuration. */
  readonly stateRoot: string;
  readonly host: Host;
  readonly signal?: AbortSignal;
}

export interface Tools {
  /** Terraform and a sandbox; undefined when one of them is missing. */
  readonly ready:
    | {
        readonly terraform: Extract<LocatedTerraform, { ok: true }>;
        readonly sandbox: Sandbox;
        readonly workRoot: string;
      }
    | undefined;
  /** Stacks that Terraform validated without a sandbox. */
  readonly validated: ReadonlySet<string>;
  readonly notDone: RehearsalResult["notDone"];
  close(): Promise<void>;
}

/**
 * Finds what a rehearsal runs on. A sandbox that `sandbox up` started is used and left running;
 * otherwise one is started for this rehearsal and ended with it.
 */
export async function openTools({ stateRoot, host }: ToolsOptions): Promise<Tools> {
  const terraform = await locateTerraform();
  const emulator = await locateEmulator(process.env);
  const notDone: RehearsalResult["notDone"][number][] = [];
  if (!terraform.ok) {
    notDone.push({
      what: "applying, planning and losing a region",
      why: terraform.reason,
      fix: terraform.fix,
    });
  }
  const dir = join(stateRoot, "sandbox");
  const running = await findSandbox(dir);
  if (running === undefined && !emulator.ok) {
    notDone.push({ what: "applying to an emulated AWS", why: emulator.reason, fix: emulator.fix });
  }
  if (!terraform.ok || notDone.length > 0) {
    return { ready: undefined, validated: new Set(), notDone, close: async () => {} };
  }
  const workRoot = join(stateRoot, "rehearsal");
  if (running !== undefined) {
    host.notify({
      code: "sandbox-found",
      level: "info",
      text: `Using the sandbox that is up at ${running.endpoint}`,
    });
    return {
      ready: { terraform, sandbox: running, workRoot },
      validated: new Set(),
      notDone,
      close: async () => {},
    };
  }
  const started = await startSandbox({ dir: join(stateRoot, "rehearsal", "sandbox") });
  return {
    ready: { terraform, sandbox: started, workRoot },
    validated: new Set(),
    notDone,
    close: () => started.stop(),
  };
}
