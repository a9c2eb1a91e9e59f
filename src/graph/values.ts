import type { Json, JsonObject } from "../lib/index.ts";
import { type AttributePath, pathOf, pathText } from "./path.ts";

/**
 * Why a value is not known.
 *
 * - `computed`: AWS says it when the plan is applied;
 * - `reference`: another resource's attribute, computed there;
 * - `variable`: an input that was given no value;
 * - `expression`: something here that is not evaluated (a notice names it).
 */
export type UnknownReason = "computed" | "reference" | "variable" | "expression";

/**
 * The arguments and attributes of a resource. What is unset (`null`) is not there.
 *
 * An unknown or sensitive value stands in `unknown` or `sensitive` by its path and nowhere else: in `known`
 * its member is missing, its place in a list holds `null`. Sensitive values are dropped at reading, so that
 * nothing later can show them.
 */
export interface ResourceValues {
  readonly known: JsonObject;
  /** Path, as `pathText` writes it, to why. */
  readonly unknown: Readonly<Record<string, UnknownReason>>;
  /** Paths, sorted. */
  readonly sensitive: readonly string[];
}

/** What one looks up. `partial`: the value has holes where parts of it are unknown or sensitive. */
export type Lookup =
  | { readonly kind: "known"; readonly value: Json }
  | { readonly kind: "partial"; readonly value: Json }
  | { readonly kind: "unknown"; readonly reason: UnknownReason }
  | { readonly kind: "sensitive" }
  | { readonly kind: "absent" };

/**
 * The value at a path such as `versioning_configuration[0].status`.
 *
 * A judge must tell `absent` (nobody set it: the provider's default holds) from `unknown` (cannot be judged).
 */
export function valueAt(values: ResourceValues, path: string | AttributePath): Lookup {
  const steps = typeof path === "string" ? pathOf(path) : path;
  for (let length = 0; length <= steps.length; length++) {
    const text = pathText(steps.slice(0, length));
    if (values.sensitive.includes(text)) return { kind: "sensitive" };
    const reason = Object.hasOwn(values.unknown, text) ? values.unknown[text] : undefined;
    if (reason !== undefined) return { kind: "unknown", reason };
  }
  let value: Json | undefined = values.known;
  for (const step of steps) value = member(value, step);
  const text = pathText(steps);
  const within = (other: string) =>
    text === "" || other.startsWith(`${text}.`) || other.startsWith(`${text}[`);
  const holes = values.sensitive.some(within) || Object.keys(values.unknown).some(within);
  if (holes) return { kind: "partial", value: value ?? {} };
  return value === undefined || value === null ? { kind: "absent" } : { kind: "known", value };
}

function member(value: Json | undefined, step: string | number): Json | undefined {
  if (value === null || typeof value !== "object") return undefined;
  if (Array.isArray(value)) return typeof step === "number" ? value[step] : undefined;
  return Object.hasOwn(value, step) ? (value as JsonObject)[step] : undefined;
}
