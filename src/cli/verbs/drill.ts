import type { Command } from "commander";
import {
  type DrillResult,
  drillDependency,
  drillRegion,
  drillRestore,
  drillScenario,
  drillStore,
  drillsOf,
  drillZone,
} from "../../actions/index.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";
import { drillExitCode, drillHistoryText, drillRecordText, drillText } from "../drillText.ts";
import { rehearsalExitCode, rehearsalText } from "../texts.ts";
import { dueBeside, registerDrillSchedule } from "./drillSchedule.ts";

interface ScenarioFlags {
  readonly scenario?: string;
  readonly env?: string | undefined;
}

export function registerDrill(program: Command, perform: Perform): void {
  const drill = program
    .command("drill")
    .description("lose something on the sandbox, and keep what it came to")
    // What stands behind the name of a drill is that drill's own.
    .enablePositionalOptions()
    .option("--scenario <file>", "play what is lost and done when, from a file, as drill scenario does")
    .option("--env <name>", "environment (default: the scenario's, or else the one with the most regions)")
    .option("--json", "one JSON document on standard output; everything else on standard error")
    .argument(...PATH)
    .action((path: string | undefined, { scenario, env }: ScenarioFlags) => {
      // Commander takes the name of a drill that there is not for the argument.
      if (scenario === undefined) {
        return path === undefined
          ? drill.help({ error: true })
          : drill.error(`error: unknown command '${path}'`);
      }
      return play(scenario, path, { env });
    });
  const play = (scenario: string, path: string | undefined, { env }: ScenarioFlags) =>
    perform(async ({ host, signal }) =>
      told(await drillScenario({ ...given({ path, environment: env }), scenario, signal }, host)),
    );
  declareVerb(drill, "scenario", "play a combination of losses and recoveries from a file")
    .argument("<file>", "YAML or JSON: examples/storefront/scenarios/second-region-degrades.yaml")
    .argument(...PATH)
    .option("--env <name>", "environment (default: the scenario's, or else the one with the most regions)")
    .action((file: string, path: string | undefined, flags: ScenarioFlags) => play(file, path, flags));
  const losses = [
    ["region", "lose a region as rehearse does; compared with the drill before"],
    ["partition", "cut a region off from the others, with customers on both sides"],
  ] as const;
  for (const [kind, description] of losses) {
    declareVerb(drill, kind, description)
      .argument("<region>", "region to lose: us-east-1")
      .argument(...PATH)
      .option("--env <name>", "environment (default: the one with the most regions)")
      .action((region: string, path: string | undefined, { env }: { readonly env?: string }) =>
        perform(async ({ host, signal }) => {
          const options = { ...given({ path, environment: env }), lose: region, kind, signal };
          const { drill: document, rehearsal, report } = await drillRegion(options, host);
          return {
            document,
            text: `${rehearsalText(rehearsal, report)}${drillText(document)}`,
            exitCode: rehearsalExitCode(rehearsal),
          };
        }),
      );
  }
  declareVerb(drill, "store", "lose the instance that writes to a store, its region being up")
    .argument("<store>", "store with one writer: orders-us")
    .argument(...PATH)
    .option("--env <name>", "environment (default: the one with the most regions)")
    .option("--to <region>", "region that is to write (default: its own, or else the next that has a copy)")
    .action(
      (
        store: string,
        path: string | undefined,
        { env, to }: { readonly env?: string; readonly to?: string },
      ) =>
        perform(async ({ host, signal }) =>
          told(await drillStore({ ...given({ path, environment: env, to }), store, signal }, host)),
        ),
    );
  declareVerb(drill, "zone", "lose all that is in one zone, its region being up")
    .argument("<zone>", "zone to lose: us-east-1a")
    .argument(...PATH)
    .option("--env <name>", "environment (default: the one with the most regions)")
    .action((zone: string, path: string | undefined, { env }: { readonly env?: string }) =>
      perform(async ({ host, signal }) =>
        told(await drillZone({ ...given({ path, environment: env }), zone, signal }, host)),
      ),
    );
  declareVerb(drill, "dependency", "lose a service of AWS in one region, and see who is served")
    .argument("<service>", "service that customers stop without: dynamodb, kms")
    .argument(...PATH)
    .option("--env <name>", "environment (default: the one with the most regions)")
    .option("--region <name>", "region in which it is gone (default: the environment's first)")
    .action(
      (
        dependency: string,
        path: string | undefined,
        { env, region }: { readonly env?: string; readonly region?: string },
      ) =>
        perform(async ({ host, signal }) =>
          told(
            await drillDependency({ ...given({ path, environment: env, region }), dependency, signal }, host),
          ),
        ),
    );
  declareVerb(drill, "restore", "restore a store beside itself, and look for what was written before")
    .argument("<store>", "store with a history of its own: cart-us")
    .argument(...PATH)
    .option("--env <name>", "environment (default: the one with the most regions)")
    .action((store: string, path: string | undefined, { env }: { readonly env?: string }) =>
      perform(async ({ host, signal }) =>
        told(await drillRestore({ ...given({ path, environment: env }), store, signal }, host)),
      ),
    );
  declareVerb(drill, "history", "drills that were kept, the oldest first")
    .argument(...PATH)
    .action((path?: string) =>
      perform(async () => {
        const result = await drillsOf(given({ path }));
        const { due, text } = await dueBeside(path);
        return { document: { ...result, ...due }, text: `${drillHistoryText(result)}${text}`, exitCode: 0 };
      }),
    );
  registerDrillSchedule(drill, perform);
}

function told(document: DrillResult) {
  return {
    document,
    text: `${drillRecordText(document)}${drillText(document)}`,
    exitCode: drillExitCode(document),
  };
}
