import type { Command } from "commander";
import { destroy } from "../../actions/index.ts";
import { declareVerb, given, PATH, type Perform, target } from "../declare.ts";
import { rolloutExitCode, rolloutText } from "../rolloutText.ts";

interface DestroyFlags {
  readonly env: string;
  readonly target: "sandbox" | "aws";
  readonly confirm?: string;
}

export function registerDestroy(program: Command, perform: Perform): void {
  declareVerb(program, "destroy", "take an unprotected environment away; says what remains")
    .argument(...PATH)
    .requiredOption("--env <name>", "environment")
    .addOption(target())
    .option("--confirm <name>", "the environment's name once more, in place of typing it")
    .action((path: string | undefined, { env, target, confirm }: DestroyFlags) =>
      perform(async ({ host, signal }) => {
        const options = { environment: env, target, signal, ...given({ path, confirm }) };
        const result = await destroy(options, host);
        return { document: result, text: rolloutText(result), exitCode: rolloutExitCode(result) };
      }),
    );
}
