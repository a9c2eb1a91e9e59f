import { type Command, InvalidArgumentError } from "commander";
import { graph } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";
import { graphText } from "../graphText.ts";

interface GraphFlags {
  readonly env?: string;
  readonly plan?: string;
  readonly state?: string;
  readonly dir?: string;
  readonly maxSize?: number;
}

export function registerGraph(program: Command, perform: Perform): void {
  declareVerb(program, "graph", "resources and what refers to what: of the stacks, or of any Terraform")
    .argument(...PATH)
    .option("--env <name>", "one environment only")
    .option("--plan <file>", "of a plan instead: terraform show -json <plan file>")
    .option("--state <file>", "of a state instead: terraform show -json, or the state file")
    .option("--dir <dir>", "of a folder of .tf files instead")
    .option("--max-size <megabytes>", "largest file read (default: 256)", megabytes)
    .action((path: string | undefined, { env, plan, state, dir, maxSize }: GraphFlags) =>
      perform(async () => {
        const maxBytes = maxSize === undefined ? undefined : maxSize * 1024 * 1024;
        const result = await graph({
          clock: systemClock,
          ...given({ path, environment: env, plan, state, dir, maxBytes }),
        });
        const { source, resources: nodes, edges, notices } = result;
        return { document: { source, nodes, edges, notices }, text: graphText(result), exitCode: 0 };
      }),
    );
}

/** Up to 2 GB: more does not fit one buffer of text. */
function megabytes(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 2048) {
    throw new InvalidArgumentError("A whole number from 1 to 2048 is wanted.");
  }
  return number;
}
