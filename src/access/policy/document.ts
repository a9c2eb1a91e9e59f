/** An IAM policy document, read. What is not known of it stands as HOLE in its texts. */
export interface PolicyDocument {
  /** Variables have a meaning from 2012-10-17 on only. */
  readonly variables: boolean;
  readonly statements: readonly Statement[];
}

export interface Statement {
  /** From 0, in the document. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** Absent in a policy of an identity, which speaks of its bearer. */
  readonly principals?: Listed<PrincipalEntry>;
  readonly actions: Listed<string>;
  /** Absent in a trust policy, which speaks of its role. */
  readonly resources?: Listed<string>;
  readonly conditions: readonly Condition[];
}

/** `Action` or `NotAction`, and so for principals and resources. */
export interface Listed<Entry> {
  readonly except: boolean;
  readonly entries: readonly Entry[];
}

/** `{ "AWS": "…" }`; `"*"` alone is kind `*`. */
export interface PrincipalEntry {
  readonly kind: "*" | "AWS" | "Service" | "Federated" | "CanonicalUser";
  readonly value: string;
}

/** One key under one operator. */
export interface Condition {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  /** As written; AWS compares it without regard to case. */
  readonly key: string;
  readonly values: readonly string[];
}
