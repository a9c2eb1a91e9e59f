import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import {
  check,
  doctor,
  rehearse,
  sandboxCalls,
  sandboxDown,
  sandboxStatus,
  sandboxUp,
  synth,
  writeReport,
} from "../actions/index.ts";
import { systemClock } from "../lib/index.ts";
import {
  callsText,
  checkText,
  doctorText,
  rehearsalExitCode,
  rehearsalText,
  statusText,
  synthText,
} from "./texts.ts";
import type { Verb } from "./verb.ts";

type Perform = (verb: Verb) => Promise<void>;

const PATH = [
  "[path]",
  "folder or file of the configuration (default: the nearest trireme.config.ts)",
] as const;

/** The command line: arguments in, an action called, nothing decided here. */
export function buildProgram(perform: Perform): Command {
  const program = new Command("trireme")
    .description("One typed file in; a proven multi-region AWS platform out.")
    .version(packageVersion())
    .showHelpAfterError("(trireme --help shows what there is)");

  verb(
    program,
    "check",
    "check the configuration and synthesise every environment; needs no tools, no account",
  )
    .argument(...PATH)
    .action((path?: string) =>
      perform(async () => {
        const result = await check({ clock: systemClock, ...given({ path }) });
        const errors = result.findings.some(({ severity }) => severity === "error");
        return { document: result, text: checkText(result), exitCode: errors ? 1 : 0 };
      }),
    );

  verb(program, "synth", "write the Terraform JSON of every stack")
    .argument(...PATH)
    .requiredOption("--out <dir>", "folder to write to: new, empty, or written by an earlier synth")
    .option("--env <name>", "one environment only")
    .action((path: string | undefined, { out, env }: { out: string; env?: string }) =>
      perform(async () => {
        const result = await synth({ out, clock: systemClock, ...given({ path, environment: env }) });
        return { document: result, text: synthText(result), exitCode: 0 };
      }),
    );

  verb(
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
          text: rehearsalText(result, report.markdown),
          exitCode: rehearsalExitCode(result),
        };
      }),
    );

  verb(program, "doctor", "what this machine has of what Trireme uses, and how to get the rest").action(() =>
    perform(async () => {
      const result = await doctor();
      return { document: result, text: doctorText(result), exitCode: result.ready ? 0 : 3 };
    }),
  );

  const sandbox = program.command("sandbox").description("an emulated AWS that stays up between commands");
  verb(sandbox, "up", "start it in the background")
    .argument(...PATH)
    .option("--port <number>", "port on 127.0.0.1 (default: a free one)", wholeNumber)
    .option("--endpoint <url>", "put the gateway in front of an emulator that runs already")
    .action((path: string | undefined, { port, endpoint }: { port?: number; endpoint?: string }) =>
      perform(async () => {
        const { alreadyUp, status } = await sandboxUp(given({ path, port, endpoint }));
        const text = `${alreadyUp ? "Already up" : "Up"} at ${status.endpoint}\n`;
        return { document: { alreadyUp, ...status }, text, exitCode: 0 };
      }),
    );
  verb(sandbox, "status", "what it emulates, which regions are gone, how many calls it saw")
    .argument(...PATH)
    .action((path?: string) =>
      perform(async () => {
        const status = await sandboxStatus(given({ path }));
        return { document: status, text: statusText(status), exitCode: 0 };
      }),
    );
  verb(sandbox, "calls", "the AWS calls that passed through, the last 50 unless told otherwise")
    .argument(...PATH)
    .option("--region <name>", "only calls whose home is this region")
    .option("--service <name>", "only calls to this service")
    .addOption(
      new Option("--caller <who>", "only calls made for").choices([
        "planning",
        "runbook",
        "application",
        "sandbox",
        "other",
      ]),
    )
    .option("--last <number>", "how many", wholeNumber, 50)
    .action((path: string | undefined, { region, service, caller, last }) =>
      perform(async () => {
        const filter = given({ region, service, caller, last });
        const calls = await sandboxCalls({ ...given({ path }), filter });
        return { document: calls, text: callsText(calls), exitCode: 0 };
      }),
    );
  verb(sandbox, "down", "end it; what it held is lost")
    .argument(...PATH)
    .action((path?: string) =>
      perform(async () => {
        const ended = await sandboxDown(given({ path }));
        return { document: { ended }, text: ended ? "Down\n" : "None was up\n", exitCode: 0 };
      }),
    );
  return program;
}

function verb(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option("--json", "one JSON document on standard output; everything else on standard error");
}

/** The entries that have a value: absent and undefined differ under `exactOptionalPropertyTypes`. */
function given<Values extends Record<string, unknown>>(values: Values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]?: Exclude<Values[Key], undefined>;
  };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new InvalidArgumentError("A whole number from 1 to 65535 is wanted.");
  }
  return number;
}

function packageVersion(): string {
  const file = join(import.meta.dirname, "..", "..", "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
