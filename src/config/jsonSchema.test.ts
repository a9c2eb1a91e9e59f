import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { InputError, ManualClock } from "../lib/index.ts";
import { configurationSchema, type JsonSchema, VOCABULARY_SOURCES } from "./jsonSchema.ts";
import { resolvePlatform } from "./resolve.ts";

const EXAMPLE = join(import.meta.dirname, "..", "..", "examples", "storefront", "trireme.config.ts");

let schema: JsonSchema;
let example: Record<string, unknown>;
beforeAll(async () => {
  schema = await configurationSchema();
  const loaded = (await import(pathToFileURL(EXAMPLE).href)) as { default: Record<string, unknown> };
  example = loaded.default;
});

/**
 * Read back from the JSON text, so that only what stands there counts. Zod compiles patterns without the
 * Unicode flag, which the draft asks for (JSON Schema Core 2020-12, 6.4), so letters and digits are spelt out.
 */
const accepts = (input: unknown) => {
  const text = JSON.stringify(schema).replaceAll("\\\\p{L}\\\\p{N}", "A-Za-z0-9");
  return z.fromJSONSchema(JSON.parse(text)).safeParse(input).success;
};

/** Each property below a schema, with its path. */
function propertiesOf(part: unknown, path = ""): { path: string; property: JsonSchema }[] {
  if (typeof part !== "object" || part === null) return [];
  const own = Object.entries(((part as JsonSchema).properties ?? {}) as Record<string, JsonSchema>);
  const below = own.flatMap(([key, property]) => [
    { path: `${path}.${key}`, property },
    ...propertiesOf(property, `${path}.${key}`),
  ]);
  const { items, additionalProperties, anyOf = [], oneOf = [] } = part as Record<string, unknown>;
  const branches = [items, additionalProperties, ...(anyOf as unknown[]), ...(oneOf as unknown[])];
  return [...below, ...branches.flatMap((branch) => propertiesOf(branch, path))];
}

describe("the JSON Schema of a configuration", () => {
  it("says which draft it follows and what it is", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: expect.stringMatching(/^urn:/),
      title: expect.stringContaining("Trireme"),
      type: "object",
      additionalProperties: false,
    });
  });

  it("accepts the example", () => {
    expect(accepts(example)).toBe(true);
  });

  it.each([
    ["a misspelt key", { costCenter: "shop-1" }],
    ["a name that AWS would not take", { name: "The Shop" }],
    ["an account that is none", { environments: [{ name: "production", account: "1111", slot: 0 }] }],
    ["no environment", { environments: [] }],
    ["an unknown engine", { stores: [{ name: "orders", engine: "floppy", data: "public", global: true }] }],
    ["a number in place of a list", { services: 1 }],
  ])("refuses %s", (_, wrong) => {
    expect(accepts({ ...example, ...wrong })).toBe(false);
  });

  it("refuses a configuration without what every one needs", () => {
    for (const key of ["name", "domain", "owner", "costCentre", "homes", "environments", "services"]) {
      const { [key]: _, ...rest } = example;
      expect(accepts(rest), key).toBe(false);
    }
  });

  it("describes every property in the words of the vocabulary, or its type does", () => {
    const silent = propertiesOf(schema).filter(({ property }) => property.title === undefined);
    expect(silent).toEqual([]);
    const described = new Map(propertiesOf(schema).map(({ path, property }) => [path, property.description]));
    expect(described.get(".objectives.rto")).toMatch(/how long the shop may be closed\. Default: "15m"\.$/);
    expect(described.get(".homes.recovery")).toContain("hold copies and take over");
    expect(described.get(".environments.slot")).toContain("no address moves");
    expect(described.get(".stores.partitions.birth")).toContain("Permanent");
    expect(described.get(".stores.noncurrentDays")).toContain("brought back");
    const undescribed = [...described].filter(([, text]) => text === undefined).map(([path]) => path);
    // Fewer than one in five: those whose name says it, such as the data class of a store.
    expect(undescribed.length, undescribed.join()).toBeLessThan(described.size / 5);
  });

  it("reads the comments of every file of the vocabulary, once", async () => {
    // when
    const files = (await readdir(import.meta.dirname)).filter((file) => /^(input|\w+Input)\.ts$/.test(file));

    // then
    expect(files.length).toBeGreaterThan(5);
    expect([...VOCABULARY_SOURCES].sort()).toEqual(["dataClass.ts", ...files].sort());
  });

  it("knows the same sections as the reader of configurations", () => {
    const unknown = () => resolvePlatform({ nonsense: 1 }, { clock: new ManualClock() });
    expect(unknown).toThrow(InputError);
    try {
      unknown();
    } catch (error) {
      const problem = (error as InputError).problems.find(({ where }) => where === "nonsense");
      expect(problem?.wanted).toBe(`one of ${Object.keys(schema.properties as object).join(", ")}`);
    }
  });
});
