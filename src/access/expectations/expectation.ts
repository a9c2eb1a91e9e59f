import type { Asked } from "../asking/whoCan.ts";

/** Who asks in an expectation. */
export type Subject =
  /** A role or user of the graph, with its own policies. */
  | { readonly kind: "identity"; readonly arn: string }
  /** Somebody with every permission that an account can give, at that ARN: what then still holds are guard rails. */
  | { readonly kind: "administrator"; readonly arn: string }
  | { readonly kind: "root"; readonly account: string }
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "anonymous" };

/** Something that must be so, whatever the policies look like. */
export type Expectation = {
  /** What is expected, once for all of its rows: `services reach only their own stores`. */
  readonly rule: string;
  /** The row in a sentence. */
  readonly says: string;
  readonly asked: Asked;
} & (
  | { readonly wanted: "allow" | "deny"; readonly as: Subject }
  /**
   * Only these may, by ARN or by name of a service; root users are judged by rows of their own. Somebody of whom it
   * is not known counts as somebody who may.
   */
  | { readonly wanted: "nobody-but"; readonly who: readonly string[] }
);
