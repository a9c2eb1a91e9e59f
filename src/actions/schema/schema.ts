import { resolve } from "node:path";
import { configurationSchema, type JsonSchema } from "../../config/index.ts";
import { writeWhole } from "../../lib/index.ts";
import { schemaText } from "./text.ts";

export interface SchemaOptions {
  /** File to write to; an earlier one there is replaced. @default none is written */
  readonly out?: string;
}

export interface SchemaResult {
  /** JSON Schema, draft 2020-12, of what `trireme.config.ts` exports. */
  readonly schema: JsonSchema;
  /** Absolute path of the file that was written. */
  readonly file?: string;
}

/** The vocabulary of a configuration for editors and other programs. */
export async function schema({ out }: SchemaOptions): Promise<SchemaResult> {
  const made = await configurationSchema();
  if (out === undefined) return { schema: made };
  const file = resolve(out);
  await writeWhole(file, schemaText(made));
  return { schema: made, file };
}
