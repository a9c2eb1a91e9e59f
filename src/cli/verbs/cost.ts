import { type Command, InvalidArgumentError } from "commander";
import { COST_DIMENSIONS, type CostDimension, costEstimate } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { costEstimateText } from "../costText.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";

interface SourceFlags {
  readonly env?: string;
  readonly plan?: string;
  readonly state?: string;
  readonly dir?: string;
  readonly usage?: string;
  readonly region?: string;
}

export function registerCost(program: Command, perform: Perform): void {
  const cost = program.command("cost").description("what it costs, as an interval, before it is built");
  withSource(declareVerb(cost, "estimate", "what a month costs; needs no account and no login"))
    .option("--by <dimension...>", `take it apart by ${COST_DIMENSIONS.join(", ")}`, dimension)
    .action(
      (
        path: string | undefined,
        { by, ...source }: SourceFlags & { readonly by?: readonly CostDimension[] },
      ) =>
        perform(async () => {
          const result = await costEstimate({
            clock: systemClock,
            ...sourceOf(path, source),
            ...given({ by }),
          });
          const unpriced = result.document.unpriced.length > 0;
          return { document: result.document, text: costEstimateText(result), exitCode: unpriced ? 1 : 0 };
        }),
    );
}

function withSource(command: Command): Command {
  return command
    .argument(...PATH)
    .option("--env <name>", "one environment only, or the organization")
    .option("--plan <file>", "of a plan instead: terraform show -json <plan file>")
    .option("--state <file>", "of a state instead: terraform show -json, or the state file")
    .option("--dir <dir>", "of a folder of .tf files instead")
    .option("--usage <file>", "how it is used: version: 0.1, resource_usage:, as Infracost has it")
    .option("--region <name>", "of resources whose provider names none (default: us-east-1)");
}

function sourceOf(path: string | undefined, { env, plan, state, dir, usage, region }: SourceFlags) {
  return given({ path, environment: env, plan, state, dir, usage, region });
}

function dimension(text: string, previous: readonly CostDimension[] = []): readonly CostDimension[] {
  const found = COST_DIMENSIONS.find((each) => each === text);
  if (found === undefined) throw new InvalidArgumentError(`One of ${COST_DIMENSIONS.join(", ")} is wanted.`);
  return [...previous, found];
}
