import type { Command } from "commander";
import { schema, schemaText } from "../../actions/index.ts";
import { declareVerb, given, type Perform } from "../declare.ts";

export function registerSchema(program: Command, perform: Perform): void {
  declareVerb(program, "schema", "the JSON Schema of trireme.config.ts")
    .option("--out <file>", "file to write to (default: standard output)")
    .action(({ out }: { out?: string }) =>
      perform(async () => {
        const result = await schema(given({ out }));
        const text = result.file === undefined ? schemaText(result.schema) : `Written to ${result.file}\n`;
        return {
          document: result.file === undefined ? result.schema : { file: result.file },
          text,
          exitCode: 0,
        };
      }),
    );
}
