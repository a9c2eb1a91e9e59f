import { HOLE } from "../matching/pattern.ts";

/** What is known of one key of a request: its values, that the request has no such key, or nothing. */
export type KeyLookup =
  | { readonly is: "present"; readonly values: readonly string[] }
  | { readonly is: "absent" }
  | { readonly is: "unknown" };

/** Keys as people write them. `null`: the request has no such key. A key that is not here is not known. */
export type ContextValues = Readonly<Record<string, string | readonly string[] | null>>;

const UNKNOWN: KeyLookup = { is: "unknown" };

/**
 * The keys of a request. AWS compares their names without regard to case.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export class RequestContext {
  readonly #given: () => readonly ContextValues[];
  #keys: ReadonlyMap<string, KeyLookup> | undefined;

  /** @param given later ones go before earlier ones; asked for when a key is looked up, which most requests spare */
  constructor(given: () => readonly ContextValues[]) {
    this.#given = given;
  }

  key(name: string): KeyLookup {
    this.#keys ??= new Map(
      this.#given().flatMap((values) =>
        Object.entries(values).map(([key, value]) => [key.toLowerCase(), lookupOf(value)] as const),
      ),
    );
    return this.#keys.get(name.toLowerCase()) ?? UNKNOWN;
  }

  /**
   * What `${…}` of a policy stands for: undefined where the request has no such key and the policy no default.
   * A key of many values has none here.
   * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
   */
  variable(expression: string): string | undefined {
    const [, name = "", fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(expression) ?? [];
    const found = this.key(name);
    if (found.is === "unknown") return HOLE;
    if (found.is === "absent") return fallback;
    return found.values.length === 1 ? found.values[0] : undefined;
  }
}

function lookupOf(value: string | readonly string[] | null): KeyLookup {
  if (value === null) return { is: "absent" };
  const values = typeof value === "string" ? [value] : value;
  return values.length === 0 ? { is: "absent" } : { is: "present", values };
}
