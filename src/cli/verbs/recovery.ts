import type { Command } from "commander";
import { recoveryModes } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { declareVerb, given, PATH, type Perform, wholeNumber } from "../declare.ts";
import { recoveryOutagesText } from "../recoveryOutagesText.ts";
import { recoveryModesText } from "../recoveryText.ts";

interface ModesFlags {
  readonly env?: string;
  readonly plan?: string;
  readonly state?: string;
  readonly dir?: string;
  readonly samples?: number;
  readonly all?: boolean;
}

export function registerRecovery(program: Command, perform: Perform): void {
  const recovery = program
    .command("recovery")
    .description("what each loss does, what brings it back, and how long that takes: modelled");
  declareVerb(recovery, "modes", "each journey against each loss: survives, back after, or no way back")
    .argument(...PATH)
    .option("--env <name>", "environment (default: the first that customers depend on)")
    .option("--plan <file>", "of a plan instead, stores alone: terraform show -json <plan file>")
    .option("--state <file>", "of a state instead, stores alone: terraform show -json, or the state file")
    .option("--dir <dir>", "of a folder of .tf files instead, stores alone")
    .option("--samples <count>", "times that each loss happens (default: 10000)", wholeNumber)
    .option("--all", "losses that nobody notices, too")
    .action((path: string | undefined, { env, plan, state, dir, samples, all }: ModesFlags) =>
      perform(async () => {
        const result = await recoveryModes({
          clock: systemClock,
          ...given({ path, environment: env, plan, state, dir, samples }),
        });
        return { document: result, text: recoveryModesText(result, all === true), exitCode: 0 };
      }),
    );
  declareVerb(recovery, "outages", "AWS outages that happened, replayed; availability by statistics")
    .argument(...PATH)
    .option("--env <name>", "environment (default: the first that customers depend on)")
    .action((path: string | undefined, { env }: ModesFlags) =>
      perform(async () => {
        const result = await recoveryModes({ clock: systemClock, ...given({ path, environment: env }) });
        const { losses: _losses, findings: _findings, ...document } = result;
        return { document, text: recoveryOutagesText(result), exitCode: 0 };
      }),
    );
}
