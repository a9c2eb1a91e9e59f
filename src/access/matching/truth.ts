/**
 * The answer to a question about which something may not be known. An unknown names what is missing, and never
 * becomes a yes or a no by itself.
 */
export type Truth =
  | { readonly is: "yes" }
  | { readonly is: "no" }
  | { readonly is: "unknown"; readonly missing: readonly string[] };

export const YES: Truth = { is: "yes" };
export const NO: Truth = { is: "no" };

export function unknownFor(...missing: readonly string[]): Truth {
  return { is: "unknown", missing };
}

export function truthOf(value: boolean): Truth {
  return value ? YES : NO;
}

/** Yes when all are; no as soon as one is, whatever is unknown beside it. */
export function all(truths: readonly Truth[]): Truth {
  return joined(truths, "no", YES);
}

/** Yes as soon as one is, whatever is unknown beside it. */
export function any(truths: readonly Truth[]): Truth {
  return joined(truths, "yes", NO);
}

export function not(truth: Truth): Truth {
  if (truth.is === "unknown") return truth;
  return truth.is === "yes" ? NO : YES;
}

function joined(truths: readonly Truth[], deciding: "yes" | "no", otherwise: Truth): Truth {
  const missing = new Set<string>();
  for (const truth of truths) {
    if (truth.is === deciding) return truth;
    if (truth.is === "unknown") for (const each of truth.missing) missing.add(each);
  }
  return missing.size === 0 ? otherwise : { is: "unknown", missing: [...missing].sort() };
}
