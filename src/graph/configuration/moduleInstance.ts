import { keyText } from "../address.ts";
import { memberOf } from "../document/shape.ts";
import type { Effort, ResolvedStep, Scope } from "../expression/evaluate.ts";
import {
  type Evaluated,
  fromJson,
  list,
  object,
  plain,
  type Reference,
  text,
  unknown,
} from "../expression/evaluated.ts";
import type { InputProblems } from "../inputProblems.ts";
import type { Limits } from "../limits.ts";
import { isSensitiveAttribute } from "../sensitiveAttributes.ts";
import { evaluateJson, META_ARGUMENTS } from "./evaluateJson.ts";
import { type Expanded, type Expansion, expand } from "./expansion.ts";
import type { ModuleBlocks, ResourceBlock } from "./moduleBlocks.ts";

/** A module and those that it calls; nothing for a call that is not followed. */
export interface LoadedModule {
  readonly blocks: ModuleBlocks;
  readonly children: ReadonlyMap<string, LoadedModule>;
}

/** What all instances of one graph share. */
export interface Surroundings {
  readonly limits: Limits;
  readonly problems: InputProblems;
  /** `where` is filled in by the module. */
  readonly effortAt: (where: string) => Effort;
}

export interface ModuleInstanceOptions {
  readonly module: LoadedModule;
  readonly stack: string | undefined;
  /** `module.a["x"]`, empty for the root. */
  readonly path: string;
  readonly parent?: { readonly instance: ModuleInstance; readonly call: string; readonly scope: Scope };
  /** The value of an input where one is given. */
  readonly input: (name: string) => Evaluated | undefined;
  /** Whether a module above has an unknown `count`. */
  readonly countUnknown: boolean;
  readonly surroundings: Surroundings;
}

/** One instance of a module: what its names stand for, each worked out when it is first read. */
export class ModuleInstance implements Scope {
  readonly options: ModuleInstanceOptions;
  readonly effort: Effort;
  readonly #known = new Map<string, Evaluated>();
  readonly #working = new Set<string>();
  readonly #expansions = new Map<string, Expansion>();
  readonly #children = new Map<string, readonly (readonly [Expanded, ModuleInstance])[]>();

  constructor(options: ModuleInstanceOptions) {
    this.options = options;
    const { where } = options.module.blocks;
    this.effort = options.surroundings.effortAt(options.path === "" ? where : `${where} (${options.path})`);
  }

  resolve(
    name: string,
    steps: readonly ResolvedStep[],
  ): { readonly value: Evaluated; readonly taken: number } {
    const [first, second] = steps.map((step) => (step.kind === "attribute" ? step.name : undefined));
    if (name === "var" && first !== undefined) return { value: this.#variable(first), taken: 1 };
    if (name === "local" && first !== undefined) return { value: this.#local(first), taken: 1 };
    if (name === "module" && first !== undefined) return this.#module(first, steps);
    if (name === "data" && first !== undefined && second !== undefined) {
      return this.#resource(`data.${first}.${second}`, steps, 2);
    }
    if (name === "terraform") return { value: unknown("variable"), taken: steps.length };
    if (["path", "self", "ephemeral", "each", "count"].includes(name) || first === undefined) {
      return { value: unknown("expression"), taken: steps.length };
    }
    return this.#resource(`${name}.${first}`, steps, 1);
  }

  output(name: string): Evaluated {
    const body = this.options.module.blocks.outputs.get(name);
    if (body === undefined) return unknown("expression");
    return this.#once(`output ${name}`, () => {
      const value = evaluateJson(memberOf(body, "value") ?? null, this);
      return memberOf(body, "sensitive") === true ? { ...value, sensitive: true } : value;
    });
  }

  /** The instances of a resource of this module. */
  expansion(address: string, { body }: ResourceBlock): Expansion {
    return this.#expanded(`${this.options.path} ${address}`, body, address);
  }

  /** The instances of a module that is called here, none where it is not followed. */
  childInstances(call: string): readonly (readonly [Expanded, ModuleInstance])[] {
    const known = this.#children.get(call);
    if (known !== undefined) return known;
    const { module, path, stack, surroundings, countUnknown } = this.options;
    const loaded = module.children.get(call);
    const body = module.blocks.calls.get(call);
    if (loaded === undefined || body === undefined) return [];
    const expansion = this.#expanded(`module ${call}`, body, `module.${call}`);
    const children = expansion.instances.map((expanded) => {
      const inner = `${path === "" ? "" : `${path}.`}module.${call}${keyText(expanded.key)}`;
      const instance = new ModuleInstance({
        module: loaded,
        stack,
        path: inner,
        parent: { instance: this, call, scope: expanded.scope },
        input: (name) => {
          const given = memberOf(body, name);
          return given === undefined ? undefined : evaluateJson(given, expanded.scope);
        },
        countUnknown: countUnknown || expansion.kind === "unknown",
        surroundings,
      });
      return [expanded, instance] as const;
    });
    this.#children.set(call, children);
    return children;
  }

  #expanded(identity: string, body: object, address: string): Expansion {
    const known = this.#expansions.get(identity);
    if (known !== undefined) return known;
    if (this.#working.has(identity)) return { kind: "unknown", instances: [{ scope: this }] };
    this.#working.add(identity);
    const { problems, limits } = this.options.surroundings;
    const where = `${this.options.module.blocks.where}: ${address}`;
    const expansion = expand(body, this, { where, problems, limits });
    this.#working.delete(identity);
    this.#expansions.set(identity, expansion);
    return expansion;
  }

  #variable(name: string): Evaluated {
    return this.#once(`var ${name}`, () => {
      const body = this.options.module.blocks.variables.get(name);
      if (body === undefined) this.effort.notice("not-declared", `var.${name} is not declared`);
      const given = this.options.input(name);
      const fallback = memberOf(body, "default");
      const value = given ?? (fallback === undefined ? unknown("variable") : fromJson(fallback));
      return memberOf(body, "sensitive") === true ? { ...value, sensitive: true } : value;
    });
  }

  #local(name: string): Evaluated {
    const { locals } = this.options.module.blocks;
    if (!locals.has(name)) {
      this.effort.notice("not-declared", `local.${name} is not declared`);
      return unknown("expression");
    }
    return this.#once(`local ${name}`, () => evaluateJson(locals.get(name), this));
  }

  #module(
    call: string,
    steps: readonly ResolvedStep[],
  ): { readonly value: Evaluated; readonly taken: number } {
    const children = this.childInstances(call);
    const body = this.options.module.blocks.calls.get(call);
    if (body === undefined || !this.options.module.children.has(call)) {
      return { value: unknown("expression"), taken: steps.length };
    }
    const outputs = children.map(
      ([{ key }, instance]) => [key, lazy((name) => instance.output(name), [])] as const,
    );
    const { kind } = this.#expanded(`module ${call}`, body, `module.${call}`);
    return chosen(kind, outputs, steps, 1);
  }

  #resource(address: string, steps: readonly ResolvedStep[], taken: number) {
    const block = this.options.module.blocks.resources.get(address);
    if (block === undefined) {
      this.effort.notice("not-declared", `${address} is not declared`);
      return { value: unknown("expression"), taken: steps.length };
    }
    const { kind, instances } = this.expansion(address, block);
    const each = instances.map(({ key, scope }) => {
      const reference = this.#reference(address, key);
      return [key, lazy((name) => this.#attribute(block, reference, name, scope), [reference])] as const;
    });
    return chosen(kind, each, steps, taken);
  }

  #reference(address: string, key: string | number | undefined): Reference {
    const { stack, path } = this.options;
    const block = path === "" ? address : `${path}.${address}`;
    return { stack, block, ...(key === undefined ? {} : { key }) };
  }

  /** An attribute that is set in the configuration is known; all others are AWS's to say. */
  #attribute(block: ResourceBlock, reference: Reference, name: string, scope: Scope): Evaluated {
    const read = { ...reference, attribute: name };
    const identity = `${reference.block}${keyText(reference.key)} ${name}`;
    const given = META_ARGUMENTS.has(name) ? undefined : memberOf(block.body, name);
    if (given === undefined) return unknown("reference", [read]);
    const value = this.#once(identity, () => evaluateJson(given, scope));
    const known = plain(value);
    return {
      ...(known === undefined ? unknown("reference") : fromJson(known)),
      references: [read],
      sensitive: value.sensitive || isSensitiveAttribute(block.type, name),
    };
  }

  /** Remembers; what leads back to itself is unknown. */
  #once(identity: string, work: () => Evaluated): Evaluated {
    const known = this.#known.get(identity);
    if (known !== undefined) return known;
    if (this.#working.has(identity)) {
      this.effort.notice("cycle", `${identity} leads back to itself`);
      return unknown("expression");
    }
    this.#working.add(identity);
    const value = work();
    this.#working.delete(identity);
    this.#known.set(identity, value);
    return value;
  }
}

function lazy(member: (name: string) => Evaluated, references: readonly Reference[]): Evaluated {
  return { value: { kind: "lazy", member }, references, sensitive: false };
}

/** The instance that the step behind the name means, or all of them as a list or an object. */
function chosen(
  kind: Expansion["kind"],
  instances: readonly (readonly [string | number | undefined, Evaluated])[],
  steps: readonly ResolvedStep[],
  taken: number,
): { readonly value: Evaluated; readonly taken: number } {
  const step = steps[taken];
  const first = instances[0]?.[1] ?? unknown("reference");
  if (kind === "single") return { value: first, taken };
  if (kind === "unknown") {
    // Which one is meant is not known; that this block is meant is.
    if (step?.kind === "attribute" || step === undefined) return { value: first, taken };
    const value = step.kind === "index" ? first : unknown("reference", first.references);
    return { value, taken: step.kind === "index" ? taken + 1 : steps.length };
  }
  const key = step?.kind === "index" ? text(step.key) : undefined;
  const meant = instances.find(([each]) => key !== undefined && String(each) === key)?.[1];
  if (meant !== undefined) return { value: meant, taken: taken + 1 };
  const all = instances.map(([, each]) => each);
  if (kind === "count") return { value: list(all), taken };
  return { value: object(instances.map(([each, value]) => [String(each ?? ""), value])), taken };
}
