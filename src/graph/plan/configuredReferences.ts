import { blockAddress, parseAddress, parseModuleReference } from "../address.ts";
import type { ConfiguredModule } from "./configured.ts";

/** A block that is referred to, and the instance and attribute where they are named. */
export interface ConfiguredTarget {
  /** `module.a.aws_vpc.main`, without keys. */
  readonly block: string;
  readonly key?: string | number;
  readonly attribute?: string;
}

/**
 * Follows references of a plan's configuration through inputs and outputs of modules to resources. What cannot
 * be followed is told to `notice`: a plan's JSON does not hold `locals`, so references through them are lost.
 */
export class ConfiguredReferences {
  readonly #notice: (code: string, where: string, text: string) => void;
  readonly #known = new Map<string, readonly ConfiguredTarget[]>();
  readonly #following = new Set<string>();

  constructor(notice: (code: string, where: string, text: string) => void) {
    this.#notice = notice;
  }

  /** Targets of one expression of a module. `where` is for notices. */
  targets(module: ConfiguredModule, references: readonly string[], where: string): ConfiguredTarget[] {
    const targets = new Map<string, ConfiguredTarget>();
    const named = new Set<string>();
    // Terraform lists `aws_vpc.main.id` and then `aws_vpc.main`: the second says nothing new.
    for (const reference of references) {
      for (const target of this.#follow(module, reference, where, named)) {
        const identity = `${target.block}\n${target.key ?? ""}`;
        if (target.attribute !== undefined || !named.has(target.block)) {
          if (!targets.has(identity)) targets.set(identity, target);
        }
        named.add(target.block);
      }
    }
    return [...targets.values()];
  }

  #follow(
    module: ConfiguredModule,
    reference: string,
    where: string,
    named: Set<string>,
  ): readonly ConfiguredTarget[] {
    const [first = "", second = ""] = reference.split(/[.[]/, 2);
    if (first === "each" || first === "count" || first === "self") return [];
    if (first === "path" || first === "terraform") return [];
    if (first === "local") {
      this.#notice(
        "locals-not-in-plan",
        where,
        "refers through locals, which the JSON of a plan does not hold",
      );
      return [];
    }
    if (first === "var") return this.#input(module, second, where);
    if (first === "module") return this.#moduleOutput(module, reference, where, named);
    const address = parseAddress(reference);
    if (address === undefined) {
      this.#notice("reference-not-understood", where, "holds a reference of a form that is not known");
      return [];
    }
    const inside = blockAddress({ ...address, modules: [] });
    const [attribute] = address.rest;
    return [
      {
        block: module.path === "" ? inside : `${module.path}.${inside}`,
        ...(address.key === undefined ? {} : { key: address.key }),
        ...(typeof attribute === "string" && attribute !== "*" ? { attribute } : {}),
      },
    ];
  }

  #input(module: ConfiguredModule, name: string, where: string): readonly ConfiguredTarget[] {
    const { parent } = module;
    const given = parent?.module.calls.get(parent.call)?.inputs.get(name);
    if (parent === undefined || given === undefined) return [];
    return this.#once(`${module.path} var ${name}`, () => this.targets(parent.module, given, where));
  }

  #moduleOutput(
    module: ConfiguredModule,
    reference: string,
    where: string,
    named: Set<string>,
  ): readonly ConfiguredTarget[] {
    const parsed = parseModuleReference(reference);
    const name = parsed?.modules[0]?.name ?? "";
    const called = module.calls.get(name)?.module;
    if (parsed === undefined || called === undefined) {
      this.#notice("reference-not-understood", where, "refers to a module that the plan does not hold");
      return [];
    }
    const { output } = parsed;
    if (output === undefined) {
      // Behind `module.a.id` Terraform lists `module.a`; alone it stands for all outputs.
      if (named.has(called.path)) return [];
      return [...called.outputs].flatMap(([each, references]) =>
        this.#once(`${called.path} output ${each}`, () => this.targets(called, references, where)),
      );
    }
    named.add(called.path);
    const references = called.outputs.get(output) ?? [];
    return this.#once(`${called.path} output ${output}`, () => this.targets(called, references, where));
  }

  /** Remembers; inputs and outputs that lead back to themselves end here. */
  #once(identity: string, follow: () => readonly ConfiguredTarget[]): readonly ConfiguredTarget[] {
    const known = this.#known.get(identity);
    if (known !== undefined) return known;
    if (this.#following.has(identity)) return [];
    this.#following.add(identity);
    const targets = follow();
    this.#following.delete(identity);
    this.#known.set(identity, targets);
    return targets;
  }
}
