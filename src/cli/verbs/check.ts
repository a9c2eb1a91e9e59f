import type { Command } from "commander";
import { check } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";
import { checkText } from "../texts.ts";

export function registerCheck(program: Command, perform: Perform): void {
  declareVerb(
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
}
