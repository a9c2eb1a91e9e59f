import type { Command } from "commander";
import { deploy } from "../../actions/index.ts";
import { declareVerb, given, PATH, type Perform, statesFromCopies, target } from "../declare.ts";
import { rolloutExitCode, rolloutText } from "../rolloutText.ts";

interface DeployFlags {
  readonly env: string;
  readonly target: "sandbox" | "aws";
  readonly plan?: string;
  readonly yes?: boolean;
  readonly statesFromCopies?: readonly string[];
  readonly allowStatefulDestroy?: readonly string[];
}

export function registerDeploy(program: Command, perform: Perform): void {
  declareVerb(
    program,
    "deploy",
    "show the plan, ask, and apply just that; goes on where an earlier run ended",
  )
    .argument(...PATH)
    .requiredOption("--env <name>", "environment")
    .addOption(target())
    .addOption(statesFromCopies())
    .option("--plan <dir>", "apply the plans that plan --out kept there")
    .option("--yes", "apply what is shown without asking; never what loses data, never more than was shown")
    .option("--allow-stateful-destroy <address...>", "allow this deletion or replacement of what holds data")
    .action(
      (
        path: string | undefined,
        { env, target, plan, yes, allowStatefulDestroy, statesFromCopies }: DeployFlags,
      ) =>
        perform(async ({ host, signal }) => {
          const options = {
            environment: env,
            target,
            signal,
            ...given({ path, plan, yes, allowStatefulDestroy, statesFromCopies }),
          };
          const result = await deploy(options, host);
          return { document: result, text: rolloutText(result), exitCode: rolloutExitCode(result) };
        }),
    );
}
