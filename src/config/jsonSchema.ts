import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { platform } from "./rootSchema.ts";
import { type DocumentedType, readVocabulary } from "./vocabulary.ts";

/** A JSON Schema, or a part of one. */
export type JsonSchema = { [key: string]: unknown };

/** Bumped when a file that was accepted is refused, or the other way round; the schema says which one it is. */
const ID = "urn:trireme:configuration:1";

/** The files that document the vocabulary, in the order of the reference. */
export const VOCABULARY_SOURCES = [
  "input.ts",
  "storeInput.ts",
  "dataClass.ts",
  "capacityInput.ts",
  "messagingInput.ts",
  "networkInput.ts",
  "observabilityInput.ts",
  "organizationInput.ts",
  "budgetsInput.ts",
  "usageInput.ts",
  "auditInput.ts",
  "serverlessInput.ts",
  "edgeInput.ts",
  "detectionInput.ts",
] as const;

const ABOUT =
  "What trireme.config.ts exports. The form only: the rules that join several places (address plan, residency, names that refer to each other) are checked by trireme check.";

/**
 * The vocabulary as JSON Schema, draft 2020-12, for editors and other programs. Made from the schema that
 * checks a configuration, with the comments of its `VOCABULARY_SOURCES` as descriptions.
 */
export async function configurationSchema(): Promise<JsonSchema> {
  const made = z.toJSONSchema(platform, { io: "input", target: "draft-2020-12" }) as JsonSchema;
  const sources = VOCABULARY_SOURCES.map((file) => readFile(join(import.meta.dirname, file), "utf8"));
  const source = (await Promise.all(sources)).join("\n");
  const { $schema, ...rest } = made;
  const described = describe(rest, ["PlatformInput"], readVocabulary(source));
  return { $schema, $id: ID, title: "Trireme configuration", ...described, description: ABOUT };
}

type Vocabulary = ReadonlyMap<string, DocumentedType>;

/** `types` are those that the vocabulary documents this place by. */
function describe(schema: JsonSchema, types: readonly string[], vocabulary: Vocabulary): JsonSchema {
  const result: JsonSchema = { ...schema };
  const own = types.map((type) => vocabulary.get(type)?.comment).find((comment) => comment !== undefined);
  if (own !== undefined) result.description = own;
  for (const key of ["items", "additionalProperties"]) {
    if (isSchema(schema[key])) result[key] = describe(schema[key], types, vocabulary);
  }
  for (const key of ["anyOf", "oneOf", "allOf"]) {
    const branches = schema[key];
    if (!Array.isArray(branches)) continue;
    result[key] = branches.map((branch: JsonSchema) => titled(describe(branch, types, vocabulary)));
  }
  if (isSchema(schema.properties)) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, value]) => [
        key,
        describeProperty(key, value as JsonSchema, types, vocabulary),
      ]),
    );
  }
  return result;
}

function describeProperty(
  key: string,
  schema: JsonSchema,
  types: readonly string[],
  vocabulary: Vocabulary,
): JsonSchema {
  const found = types.flatMap((type) => vocabulary.get(type)?.properties.get(key) ?? []);
  const inner = describe(
    schema,
    found.flatMap((property) => property.types),
    vocabulary,
  );
  const comment = found.map((property) => property.comment).find((text) => text !== undefined);
  return { title: key, ...inner, ...(comment === undefined ? {} : { description: comment }) };
}

/** A branch of several is called by what tells it from the others. */
function titled(branch: JsonSchema): JsonSchema {
  const properties = isSchema(branch.properties) ? branch.properties : {};
  const { engine } = properties;
  const name = isSchema(engine) ? engine.const : undefined;
  return typeof name === "string" ? { title: name, ...branch } : branch;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
