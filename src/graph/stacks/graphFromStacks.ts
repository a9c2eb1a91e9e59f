import { addModule, Findings } from "../configuration/addModule.ts";
import { EffortMeter } from "../configuration/effortMeter.ts";
import { ModuleReader } from "../configuration/moduleBlocks.ts";
import { ModuleInstance } from "../configuration/moduleInstance.ts";
import { ConfiguredProviders } from "../configuration/providers.ts";
import { type Evaluated, unknown } from "../expression/evaluated.ts";
import { GraphBuilder } from "../graphBuilder.ts";
import { LIMITS, type Limits } from "../limits.ts";
import type { ResourceGraph } from "../resourceGraph.ts";

/** A synthesised stack, as far as a graph needs it. */
export interface StackConfiguration {
  /** `production/us-east-1/network`. */
  readonly id: string;
  /** Variables that are filled from outputs of other stacks. */
  readonly inputs: readonly { readonly variable: string; readonly stack: string; readonly output: string }[];
  /** Terraform JSON: blocks of resources, variables, outputs, providers. */
  readonly configuration: object;
}

export interface StacksOptions {
  /** What the whole is called: the environment. */
  readonly name: string;
  /** @default LIMITS: far above what a platform needs */
  readonly limits?: Partial<Limits>;
}

/**
 * One graph of several stacks, without Terraform: expressions are evaluated as far as they are known, and a
 * variable that is filled from another stack's output leads to the resource behind that output (edges of kind
 * `cross-stack`). What AWS computes is unknown. Throws `InputError` for two stacks of one name, two resources
 * of one address, or wrong types.
 */
export function graphFromStacks(
  stacks: readonly StackConfiguration[],
  options: StacksOptions,
): ResourceGraph {
  const limits = { ...LIMITS, ...options.limits };
  const builder = new GraphBuilder({ kind: "stacks", name: options.name }, limits);
  const meter = new EffortMeter(builder);
  const instances = new Map<string, ModuleInstance>();
  for (const { id, inputs, configuration } of stacks) {
    if (instances.has(id)) {
      builder.problems.add({
        code: "graph/duplicate-stack",
        where: id,
        given: "a second stack of that name",
        wanted: "each stack once",
        fix: "Give each stack an id of its own.",
      });
    }
    const reader = new ModuleReader(id, builder.problems, (...notice) => builder.notice(...notice));
    reader.read(configuration, id);
    const blocks = reader.finish();
    for (const call of blocks.calls.keys()) {
      builder.notice("module-not-followed", id, `module.${call}: modules of stacks are not followed`);
    }
    const input = (name: string): Evaluated | undefined => {
      const from = inputs.find(({ variable }) => variable === name);
      if (from === undefined) return undefined;
      const upstream = instances.get(from.stack);
      if (upstream !== undefined) return upstream.output(from.output);
      builder.notice("stack-missing", id, `reads outputs of ${from.stack}, which is not among the stacks`);
      return unknown("variable");
    };
    instances.set(
      id,
      new ModuleInstance({
        module: { blocks, children: new Map() },
        stack: id,
        path: "",
        input,
        countUnknown: false,
        surroundings: { limits, problems: builder.problems, effortAt: (where) => meter.at(where) },
      }),
    );
  }
  const providers = new ConfiguredProviders();
  const findings = new Findings();
  for (const instance of instances.values()) addModule(builder, instance, providers, findings);
  findings.link(builder);
  return builder.finish();
}
