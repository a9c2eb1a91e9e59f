import type { PolicyDocument } from "./document.ts";

/** Which part a policy plays in AWS's evaluation. */
export type PolicyKind =
  | "identity"
  | "boundary"
  | "session"
  | "resource"
  | "trust"
  | "service-control"
  | "resource-control"
  | "endpoint";

/** A policy as it was found, or the place where one stands that cannot be read. */
export interface Policy {
  /** Where it stands: `production/global:aws_iam_role_policy.orders`, or the ARN of a policy of AWS's own. */
  readonly id: string;
  /** The argument that holds it: `policy`, `assume_role_policy`. */
  readonly attribute: string;
  readonly kind: PolicyKind;
  /** For people. */
  readonly name: string;
  /** Undefined: not known, for the reason in `missing`. */
  readonly document: PolicyDocument | undefined;
  readonly missing?: string;
  /** Patterns beyond whose actions a policy without a document allows nothing, where that is known; `!` in front takes away. It denies nothing. */
  readonly within?: readonly string[];
}
