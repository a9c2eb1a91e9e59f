import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../lib/index.ts";
import { type ModuleBlocks, ModuleReader } from "../configuration/moduleBlocks.ts";
import { JsonBytes } from "../document/jsonBytes.ts";
import { readDocument } from "../document/readDocument.ts";
import type { GraphBuilder } from "../graphBuilder.ts";
import type { HclParser } from "./hclParser.ts";

const OVERRIDE = /(?:^|_)override\.tf(?:\.json)?$/;
const CONFIGURATION = /\.tf(?:\.json)?$/;
/** Terraform loads these two, and all `*.auto.tfvars`, by itself, in this order. */
const STANDARD_VALUES = ["terraform.tfvars", "terraform.tfvars.json"];
const AUTO_VALUES = /\.auto\.tfvars(?:\.json)?$/;

/** Reads the files of modules; paths in messages are relative to the folder that the user named. */
export class ModuleFiles {
  readonly #builder: GraphBuilder;
  readonly #parser: HclParser;
  #bytes = 0;

  constructor(builder: GraphBuilder, parser: HclParser) {
    this.#builder = builder;
    this.#parser = parser;
  }

  /** The real path of a module's folder. Throws `InputError` where there is none. */
  async folder(path: string, where: string): Promise<string> {
    try {
      const real = await realpath(path);
      await readdir(real);
      return real;
    } catch (error) {
      throw new InputError(where, [
        {
          code: "graph/folder-unreadable",
          where,
          given: `${path} (${(error as NodeJS.ErrnoException).code})`,
          wanted: "a folder of .tf files",
          fix: "Check the path, and that no symbolic link leads back to itself.",
        },
      ]);
    }
  }

  /** All blocks of the module in a folder. `shown` is the folder as messages name it. */
  async blocks(folder: string, shown: string): Promise<ModuleBlocks> {
    const reader = new ModuleReader(shown, this.#builder.problems, (...notice) =>
      this.#builder.notice(...notice),
    );
    const names = (await readdir(folder)).filter((name) => CONFIGURATION.test(name) && !name.startsWith("."));
    for (const name of names.sort()) {
      const file = shown === "." ? name : join(shown, name);
      if (OVERRIDE.test(name)) {
        this.#builder.notice(
          "override-not-merged",
          file,
          "override files are not merged into what they override",
        );
      } else reader.read(await this.#json(join(folder, name), file), file);
    }
    if (names.length === 0) {
      throw new InputError(shown, [
        {
          code: "graph/no-configuration",
          where: shown,
          given: "a folder without .tf files",
          wanted: "a folder of .tf or .tf.json files",
          fix: "Name the folder of a root module.",
        },
      ]);
    }
    return reader.finish();
  }

  /** Values of variables from `*.tfvars`, the last file winning, as Terraform would load them. */
  async values(folder: string): Promise<ReadonlyMap<string, unknown>> {
    const names = await readdir(folder);
    const auto = names.filter((name) => AUTO_VALUES.test(name)).sort();
    const values = new Map<string, unknown>();
    for (const name of [...STANDARD_VALUES.filter((each) => names.includes(each)), ...auto]) {
      const json = await this.#json(join(folder, name), name);
      if (json === null || typeof json !== "object") continue;
      for (const [variable, value] of Object.entries(json)) values.set(variable, value);
    }
    return values;
  }

  async #json(path: string, shown: string): Promise<unknown> {
    const { limits } = this.#builder;
    const bytes = await readDocument(path, { bytes: Math.max(0, limits.bytes - this.#bytes) });
    this.#bytes += bytes.length;
    if (!path.endsWith(".json")) return this.#parser.parse(shown, Buffer.from(bytes).toString("utf8"));
    const json = new JsonBytes(bytes, shown, limits);
    return json.parse(json.root());
  }
}
