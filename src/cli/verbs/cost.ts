import { type Command, InvalidArgumentError } from "commander";
import {
  COST_DIMENSIONS,
  type CostDimension,
  costDiff,
  costEstimate,
  costObjectives,
} from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { costDiffText, costEstimateText, costObjectivesText } from "../costText.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";
import { registerCostBill } from "./costBill.ts";
import { registerCostBudget, registerCostCompare } from "./costBudget.ts";
import { PRICES, registerCostPrices } from "./costPrices.ts";

interface SourceFlags {
  readonly env?: string;
  readonly plan?: string;
  readonly state?: string;
  readonly dir?: string;
  readonly usage?: string;
  readonly region?: string;
  readonly prices?: string;
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
  registerOthers(cost, perform);
  registerCostPrices(cost, perform);
  registerCostBill(cost, perform);
  registerCostBudget(cost, perform);
  registerCostCompare(cost, perform);
}

function registerOthers(cost: Command, perform: Perform): void {
  declareVerb(cost, "diff", "what one configuration or plan costs more than another")
    .argument("<before>", "a configuration, or the JSON of a plan")
    .argument("<after>", "a configuration, or the JSON of a plan")
    .option("--env <name>", "one environment only, of configurations")
    .option("--usage <file>", "how both are used")
    .option(...PRICES)
    .option("--region <name>", "of resources whose provider names none (default: us-east-1)")
    .option("--most <dollars>", "end with 1 when it costs more than that a month more", Number)
    .action(
      (
        before: string,
        after: string,
        { env, usage, region, prices, most }: SourceFlags & { readonly most?: number },
      ) =>
        perform(async () => {
          const result = await costDiff({
            clock: systemClock,
            before,
            after,
            ...given({ environment: env, usage, region, prices, most }),
          });
          return { document: result, text: costDiffText(result), exitCode: result.tooMuch ? 1 : 0 };
        }),
    );
  declareVerb(cost, "objectives", "what each promise costs: a region, a standby, the pilot light, headroom")
    .argument(...PATH)
    .option("--env <name>", "environment (default: the first that customers depend on)")
    .action((path: string | undefined, { env }: SourceFlags) =>
      perform(async () => {
        const result = await costObjectives({ clock: systemClock, ...given({ path, environment: env }) });
        return { document: result, text: costObjectivesText(result), exitCode: 0 };
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
    .option(...PRICES)
    .option("--region <name>", "of resources whose provider names none (default: us-east-1)");
}

function sourceOf(path: string | undefined, { env, plan, state, dir, usage, region, prices }: SourceFlags) {
  return given({ path, environment: env, plan, state, dir, usage, region, prices });
}

function dimension(text: string, previous: readonly CostDimension[] = []): readonly CostDimension[] {
  const found = COST_DIMENSIONS.find((each) => each === text);
  if (found === undefined) throw new InvalidArgumentError(`One of ${COST_DIMENSIONS.join(", ")} is wanted.`);
  return [...previous, found];
}
