import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { configurationSchema, type JsonSchema } from "../../config/index.ts";
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
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  await writeFile(temporary, schemaText(made));
  await rename(temporary, file);
  return { schema: made, file };
}
