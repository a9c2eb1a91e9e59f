import type { Command } from "commander";
import { doctor } from "../../actions/index.ts";
import { declareVerb, type Perform } from "../declare.ts";
import { doctorText } from "../texts.ts";

export function registerDoctor(program: Command, perform: Perform): void {
  declareVerb(
    program,
    "doctor",
    "what this machine has of what Trireme uses, and how to get the rest",
  ).action(() =>
    perform(async () => {
      const result = await doctor();
      return { document: result, text: doctorText(result), exitCode: result.ready ? 0 : 3 };
    }),
  );
}
