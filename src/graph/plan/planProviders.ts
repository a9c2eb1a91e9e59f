import { memberOf, type Shape } from "../document/shape.ts";
import { isRegion, type ProviderPlace, providerPlace } from "../place.ts";

/** Provider configurations of a plan, by `provider_config_key`. */
export class PlanProviders {
  readonly #places = new Map<string, ProviderPlace>();
  readonly #tags = new Map<string, Readonly<Record<string, string>>>();

  /**
   * `variables` are the plan's root variables. A region that comes from an expression is taken from the one
   * variable it reads, and only where that holds a region: a plan does not show the expression itself.
   */
  constructor(configuration: unknown, variables: unknown, shape: Shape) {
    for (const [key, config] of shape.entries(configuration, "provider_config", "configuration")) {
      const expressions = memberOf(config, "expressions");
      const read = (name: string) => constantOf(memberOf(expressions, name), variables);
      const role = firstBlock(memberOf(expressions, "assume_role"));
      this.#places.set(
        key,
        providerPlace(
          regionFrom(read("region")),
          read("allowed_account_ids"),
          constantOf(memberOf(role, "role_arn"), variables),
        ),
      );
      const tags = constantOf(memberOf(firstBlock(memberOf(expressions, "default_tags")), "tags"), variables);
      this.#tags.set(key, texts(tags));
    }
  }

  /** A module that has no provider of its own uses that of the module which calls it. */
  placeOf(key: string | undefined): ProviderPlace {
    return this.#nearest(this.#places, key) ?? {};
  }

  defaultTags(key: string | undefined): Readonly<Record<string, string>> {
    return this.#nearest(this.#tags, key) ?? {};
  }

  #nearest<Value>(values: ReadonlyMap<string, Value>, key: string | undefined): Value | undefined {
    if (key === undefined) return undefined;
    const colon = key.lastIndexOf(":");
    const provider = key.slice(colon + 1);
    for (let module = key.slice(0, Math.max(colon, 0)); module !== ""; ) {
      const found = values.get(`${module}:${provider}`);
      if (found !== undefined) return found;
      module = module.includes(".module.") ? module.slice(0, module.lastIndexOf(".module.")) : "";
    }
    return values.get(provider);
  }
}

function constantOf(expression: unknown, variables: unknown): unknown {
  const constant = memberOf(expression, "constant_value");
  if (constant !== undefined) return constant;
  const references = memberOf(expression, "references");
  const [only, ...others] = Array.isArray(references) ? references : [];
  const name =
    typeof only === "string" && others.length === 0 ? /^var\.([\w-]+)$/.exec(only)?.[1] : undefined;
  return name === undefined ? undefined : memberOf(memberOf(variables, name), "value");
}

function regionFrom(value: unknown): unknown {
  return isRegion(value) ? value : undefined;
}

function firstBlock(value: unknown): unknown {
  return Array.isArray(value) ? (value[0] as unknown) : value;
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (value === null || typeof value !== "object") return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
