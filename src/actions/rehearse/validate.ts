import { join } from "node:path";
import type { Host } from "../../host/index.ts";
import { systemClock } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import {
  type LocatedTerraform,
  prepareCliConfig,
  type ValidationResult,
  validateStacks,
} from "../../terraform/index.ts";
import type { Machine } from "../workbench/machine.ts";
import { showProgress } from "../workbench/workbench.ts";

/** What can be proven with Terraform alone: each stack against the provider's schema, without an AWS. */
export async function validateAll(options: {
  readonly stacks: readonly SynthesizedStack[];
  readonly terraform: Extract<LocatedTerraform, { ok: true }>;
  readonly workRoot: string;
  readonly machine: Machine;
  readonly host: Host;
  readonly signal?: AbortSignal | undefined;
}): Promise<ValidationResult> {
  const { stacks, terraform, workRoot, machine, host, signal } = options;
  const cliConfigFile = await prepareCliConfig(terraform.mirror, join(workRoot, "terraform.rc"));
  const driver = machine.driver({
    binary: terraform.binary,
    cliConfigFile,
    env: {},
    providerChecksum: "at-init",
    clock: systemClock,
  });
  return validateStacks({
    stacks,
    driver,
    workRoot,
    onProgress: (progress) => showProgress(host, progress, "validating"),
    ...(signal === undefined ? {} : { signal }),
  });
}
