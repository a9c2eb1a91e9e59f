import type { Command } from "commander";
import { recoveryModes } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { declareVerb, given, PATH, type Perform, wholeNumber } from "../declare.ts";
import { recoveryOutagesText } from "../recoveryOutagesText.ts";
import { recoveryModesText } from "../recoveryText.ts";

interface ModesFlags {
  readonly env?: string;
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
    .option("--samples <count>", "times that each loss happens (default: 10000)", wholeNumber)
    .option("--all", "losses that nobody notices, too")
    .action((path: string | undefined, { env, samples, all }: ModesFlags) =>
      perform(async () => {
        const result = await recoveryModes({
          clock: systemClock,
          ...given({ path, environment: env, samples }),
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
