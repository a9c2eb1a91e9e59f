import { join, relative } from "node:path";
import { InputError } from "../../lib/index.ts";
import { addModule, Findings } from "../configuration/addModule.ts";
import { EffortMeter } from "../configuration/effortMeter.ts";
import { bareName } from "../configuration/evaluateJson.ts";
import { type LoadedModule, ModuleInstance } from "../configuration/moduleInstance.ts";
import { ConfiguredProviders } from "../configuration/providers.ts";
import { memberOf } from "../document/shape.ts";
import { fromJson } from "../expression/evaluated.ts";
import { GraphBuilder } from "../graphBuilder.ts";
import { LIMITS, type Limits } from "../limits.ts";
import type { ResourceGraph } from "../resourceGraph.ts";
import { HclParser } from "./hclParser.ts";
import { ModuleFiles } from "./moduleFiles.ts";

export interface DirectoryOptions {
  /** @default LIMITS: far above what a folder of configuration needs */
  readonly limits?: Partial<Limits>;
}

/**
 * The graph of a folder of `.tf` and `.tf.json` files, without Terraform, provider or network.
 *
 * Variables take their defaults and the values of `terraform.tfvars` and `*.auto.tfvars`; locals, `count`,
 * `for_each` and the common functions are evaluated as far as known. Where `count` is not known one node stands
 * for all instances (`instances: "unknown"`). Local modules are followed with their inputs; others are named in
 * a notice. Throws `InputError` for syntax (file, line, column), for modules that call themselves, for a folder
 * that cannot be read, and past a limit.
 */
export async function graphFromDirectory(
  folder: string,
  options: DirectoryOptions = {},
): Promise<ResourceGraph> {
  const limits = { ...LIMITS, ...options.limits };
  const builder = new GraphBuilder({ kind: "directory", name: folder }, limits);
  const parser = new HclParser(limits);
  try {
    const files = new ModuleFiles(builder, parser);
    const root = await files.folder(folder, folder);
    const module = await new ModuleLoader(builder, files, root).load(root, []);
    builder.problems.throwIfAny();
    const values = await files.values(root);
    const meter = new EffortMeter(builder);
    const instance = new ModuleInstance({
      module,
      stack: undefined,
      path: "",
      input: (name) => (values.has(name) ? fromJson(values.get(name)) : undefined),
      countUnknown: false,
      surroundings: { limits, problems: builder.problems, effortAt: (where) => meter.at(where) },
    });
    const findings = new Findings();
    addModule(builder, instance, new ConfiguredProviders(), findings);
    findings.link(builder);
    return builder.finish();
  } finally {
    await parser.close();
  }
}

/** Reads a module and all local ones that it calls, each folder once. */
class ModuleLoader {
  readonly #builder: GraphBuilder;
  readonly #files: ModuleFiles;
  readonly #root: string;
  readonly #loaded = new Map<string, LoadedModule>();

  constructor(builder: GraphBuilder, files: ModuleFiles, root: string) {
    this.#builder = builder;
    this.#files = files;
    this.#root = root;
  }

  /** `callers` are the real folders that lead here. */
  async load(folder: string, callers: readonly string[]): Promise<LoadedModule> {
    const shown = relative(this.#root, folder) || ".";
    const chain = [...callers, folder];
    if (callers.includes(folder)) {
      throw new InputError(this.#root, [
        {
          code: "graph/module-calls-itself",
          where: shown,
          given: chain.map((each) => relative(this.#root, each) || ".").join(" calls "),
          wanted: "modules that do not lead back to themselves",
          fix: "Remove one of these module blocks: Terraform would follow them for ever.",
        },
      ]);
    }
    const known = this.#loaded.get(folder);
    if (known !== undefined) return known;
    const blocks = await this.#files.blocks(folder, shown);
    const children = new Map<string, LoadedModule>();
    for (const [call, body] of blocks.calls) {
      const source = memberOf(body, "source");
      const where = `${shown}: module.${call}`;
      if (typeof source !== "string" || !/^\.{1,2}(?:\/|$)/.test(bareName(source))) {
        const named = typeof source === "string" ? source.slice(0, 200) : "no source";
        this.#builder.notice(
          "module-not-followed",
          where,
          `module of ${named}: only local modules are followed`,
        );
        continue;
      }
      const inner = await this.#files.folder(join(folder, source), where);
      children.set(call, await this.load(inner, chain));
    }
    const module = { blocks, children };
    this.#loaded.set(folder, module);
    return module;
  }
}
