import type { Command } from "commander";
import { synth } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";
import { synthText } from "../texts.ts";

export function registerSynth(program: Command, perform: Perform): void {
  declareVerb(program, "synth", "write the Terraform JSON of every stack")
    .argument(...PATH)
    .requiredOption("--out <dir>", "folder to write to: new, empty, or written by an earlier synth")
    .option("--env <name>", "one environment only")
    .action((path: string | undefined, { out, env }: { out: string; env?: string }) =>
      perform(async () => {
        const result = await synth({ out, clock: systemClock, ...given({ path, environment: env }) });
        return { document: result, text: synthText(result), exitCode: 0 };
      }),
    );
}
