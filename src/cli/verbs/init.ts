import type { Command } from "commander";
import { init } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { declareVerb, given, type Perform } from "../declare.ts";

interface InitFlags {
  readonly name?: string;
  readonly domain?: string;
  readonly owner?: string;
  readonly costCentre?: string;
  readonly account?: string;
}

export function registerInit(program: Command, perform: Perform): void {
  declareVerb(program, "init", "begin a platform of your own; asks for what the options do not say")
    .argument("[dir]", "folder to begin in (default: the working directory)")
    .option("--name <name>", "begins the name of everything in AWS")
    .option("--domain <domain>", "domain of the public hosts")
    .option("--owner <team>", "who answers for it")
    .option("--cost-centre <name>", "who pays")
    .option("--account <id>", "AWS account of the development environment, 12 digits")
    .action((dir: string | undefined, { name, domain, owner, costCentre, account }: InitFlags) =>
      perform(async ({ host }) => {
        const answers = given({ dir, name, domain, owner, costCentre, account });
        const result = await init({ clock: systemClock, ...answers }, host);
        const lines = result.files.map(({ file, what }) => `  ${what.padEnd(8)} ${file}`);
        const next = `Next: trireme check ${result.dir}, then trireme rehearse ${result.dir}`;
        return { document: result, text: `${[...lines, next].join("\n")}\n`, exitCode: 0 };
      }),
    );
}
