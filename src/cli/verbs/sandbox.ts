import { type Command, Option } from "commander";
import { sandboxCalls, sandboxDown, sandboxStatus, sandboxUp } from "../../actions/index.ts";
import { declareVerb, given, PATH, type Perform, wholeNumber } from "../declare.ts";
import { callsText, statusText } from "../texts.ts";
import { registerSandboxFault } from "./sandboxFault.ts";

export function registerSandbox(program: Command, perform: Perform): void {
  const sandbox = program.command("sandbox").description("an emulated AWS that stays up between commands");
  registerUp(sandbox, perform);
  registerStatus(sandbox, perform);
  registerCalls(sandbox, perform);
  registerSandboxFault(sandbox, perform);
  registerDown(sandbox, perform);
}

function registerUp(sandbox: Command, perform: Perform): void {
  declareVerb(sandbox, "up", "start it in the background")
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
}

function registerStatus(sandbox: Command, perform: Perform): void {
  declareVerb(sandbox, "status", "what it emulates, which regions are gone, how many calls it saw")
    .argument(...PATH)
    .action((path?: string) =>
      perform(async () => {
        const status = await sandboxStatus(given({ path }));
        return { document: status, text: statusText(status), exitCode: 0 };
      }),
    );
}

function registerCalls(sandbox: Command, perform: Perform): void {
  declareVerb(sandbox, "calls", "the AWS calls that passed through, the last 50 unless told otherwise")
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
}

function registerDown(sandbox: Command, perform: Perform): void {
  declareVerb(sandbox, "down", "end it; what it held is lost")
    .argument(...PATH)
    .action((path?: string) =>
      perform(async () => {
        const ended = await sandboxDown(given({ path }));
        return { document: { ended }, text: ended ? "Down\n" : "None was up\n", exitCode: 0 };
      }),
    );
}
