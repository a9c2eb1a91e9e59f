import { memberOf } from "../document/shape.ts";
import { follow } from "../expression/evaluate.ts";
import { plain } from "../expression/evaluated.ts";
import { type ProviderPlace, providerPlace, tagsIn } from "../place.ts";
import { bareName, evaluateJson } from "./evaluateJson.ts";
import type { ModuleInstance } from "./moduleInstance.ts";

/** What a provider configuration says of the resources that use it. */
export interface ProviderSettings extends ProviderPlace {
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** Finds the provider configuration of resources, up through the modules that pass it on. */
export class ConfiguredProviders {
  readonly #known = new Map<ModuleInstance, Map<string, ProviderSettings>>();

  /** `name` as a resource gives it: `aws` or `aws.west`. */
  settings(instance: ModuleInstance, name: string): ProviderSettings {
    const known = this.#known.get(instance) ?? new Map<string, ProviderSettings>();
    this.#known.set(instance, known);
    const found = known.get(name) ?? this.#find(instance, name);
    known.set(name, found);
    return found;
  }

  #find(instance: ModuleInstance, name: string): ProviderSettings {
    const [local, alias] = name.split(".");
    const { module, parent } = instance.options;
    const block = module.blocks.providers.find((each) => each.name === local && each.alias === alias);
    if (block !== undefined) return settingsOf(block.body, instance);
    if (parent === undefined) return { defaultTags: {} };
    const call = parent.instance.options.module.blocks.calls.get(parent.call);
    const given = memberOf(call, "providers");
    const passed = memberOf(Array.isArray(given) ? given[0] : given, name);
    return this.settings(parent.instance, typeof passed === "string" ? bareName(passed) : name);
  }
}

function settingsOf(body: object, instance: ModuleInstance): ProviderSettings {
  const read = (name: string, ...inside: string[]) => {
    const value = evaluateJson(memberOf(body, name) ?? null, instance);
    const steps = inside.map((step) => ({ kind: "attribute", name: step }) as const);
    const block = value.value.kind === "list" && inside.length > 0 ? value.value.items[0] : value;
    return block === undefined ? undefined : plain(follow(block, steps));
  };
  const tags = read("default_tags", "tags");
  return {
    ...providerPlace(read("region"), read("allowed_account_ids"), read("assume_role", "role_arn")),
    defaultTags: tags === undefined ? {} : tagsIn({ tags }),
  };
}
