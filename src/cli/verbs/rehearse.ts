import type { Command } from "commander";
import { rehearse, writeReport } from "../../actions/index.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";
import { rehearsalExitCode, rehearsalText } from "../texts.ts";

export function registerRehearse(program: Command, perform: Perform): void {
  declareVerb(
    program,
    "rehearse",
    "apply to an emulated AWS, lose a region, fail over, fail back; plans must stay empty",
  )
    .argument(...PATH)
    .option("--env <name>", "environment (default: the one with the most regions)")
    .option("--lose <region>", "region to lose (default: the environment's first)")
    .action((path: string | undefined, { env, lose }: { env?: string; lose?: string }) =>
      perform(async ({ host, signal }) => {
        const options = { ...given({ path, environment: env, lose }), signal };
        const { result, stateDir } = await rehearse(options, host);
        const report = await writeReport(stateDir, result);
        return {
          document: result,
          text: rehearsalText(result, report),
          exitCode: rehearsalExitCode(result),
        };
      }),
    );
}
