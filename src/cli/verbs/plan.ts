import type { Command } from "commander";
import { plan, planText } from "../../actions/index.ts";
import { declareVerb, given, PATH, type Perform, statesFromCopies, target } from "../declare.ts";
import { CHANGES_PENDING } from "../rolloutText.ts";

interface PlanFlags {
  readonly env: string;
  readonly stack?: readonly string[];
  readonly target: "sandbox" | "aws";
  readonly out?: string;
  readonly statesFromCopies?: readonly string[];
  readonly detailedExitcode?: boolean;
}

export function registerPlan(program: Command, perform: Perform): void {
  declareVerb(program, "plan", "what deploy would do, stack by stack; changes nothing")
    .argument(...PATH)
    .requiredOption("--env <name>", "environment")
    .option("--stack <id...>", "these stacks only")
    .addOption(target())
    .addOption(statesFromCopies())
    .option("--out <dir>", "keep the plans there, for deploy --plan; they hold secrets")
    .option(
      "--detailed-exitcode",
      `exit with ${CHANGES_PENDING} when there is something to do, 0 when nothing`,
    )
    .action(
      (
        path: string | undefined,
        { env, stack, target, out, detailedExitcode, statesFromCopies }: PlanFlags,
      ) =>
        perform(async ({ host, signal }) => {
          const options = {
            environment: env,
            target,
            signal,
            ...given({ path, out, stacks: stack, statesFromCopies }),
          };
          const result = await plan(options, host);
          const kept = result.out === undefined ? "" : `Kept in ${result.out}: trireme deploy --plan\n`;
          const pending = detailedExitcode === true && result.changesPending ? CHANGES_PENDING : 0;
          return {
            document: result,
            text: `${planText(result)}\n${kept}`,
            // What could not be planned may hide anything, so it comes first.
            exitCode: result.unplannable.length > 0 ? 1 : pending,
          };
        }),
    );
}
