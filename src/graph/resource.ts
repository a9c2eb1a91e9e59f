import type { ResourceValues } from "./values.ts";

/** A step of a plan, in Terraform's words. A replacement is `delete` and `create` in either order. */
export type ChangeAction = "no-op" | "create" | "read" | "update" | "delete" | "forget";

/** What a plan does to a resource. */
export interface Change {
  readonly actions: readonly ChangeAction[];
  /** Attributes that force the replacement. */
  readonly replacedBy: readonly string[];
  /** The address it has in the state, where the configuration moved it. */
  readonly previousAddress?: string;
}

/** One resource, or one data source: an instance, so `count` and `for_each` give one each. */
export interface Resource {
  /** Stable and unique in the graph: `<stack>:<address>`, or the address where the source has no stacks. */
  readonly id: string;
  /** The stack of ours that it belongs to. */
  readonly stack?: string;
  /** Terraform's address, with module path and key: `module.net["a"].aws_subnet.public[0]`. */
  readonly address: string;
  /** Data sources are nodes too, since references pass through them; judges read `managed` ones. */
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
  /** Module path with keys, empty for the root module. */
  readonly module: string;
  /** `registry.terraform.io/hashicorp/aws`. */
  readonly provider: string;
  /**
   * The region its provider speaks to, where the source tells. For a global service (IAM, Route 53) that is
   * where calls are signed, not where it lives.
   */
  readonly region?: string;
  /** Twelve digits, from the provider's allowed accounts, the role it assumes, or the resource's own ARN. */
  readonly account?: string;
  /** `unknown`: `count` or `for_each` could not be evaluated, and this one node stands for all of them. */
  readonly instances: "one" | "unknown";
  readonly values: ResourceValues;
  /** Known tags, the provider's default tags included: they say nothing of a type that takes no tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Only in the graph of a plan. */
  readonly change?: Change;
}

/**
 * `reference`: an argument reads the other resource. `depends_on`: order alone; also every dependency in a
 * state, which does not tell them apart. `cross-stack`: a reference through an output of another stack.
 */
export type EdgeKind = "reference" | "depends_on" | "cross-stack";

/** `from` needs `to`. */
export interface Edge {
  /** `Resource.id`. */
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** The argument of `from` that holds the reference: `ingress[0].security_groups`. */
  readonly via: string;
  /** The attribute of `to` that is read, where it is named. */
  readonly attribute?: string;
}

/** Something in the source that was not understood or not followed. The graph is short of it. */
export interface Notice {
  /** Stable, for example `module-not-followed`. */
  readonly code: string;
  readonly text: string;
  /** How often. */
  readonly count: number;
  /** Where, the first ten. */
  readonly places: readonly string[];
}

/** Where a graph came from. */
export interface GraphSource {
  readonly kind: "stacks" | "plan" | "state" | "directory";
  /** File or folder, or the environment's name. */
  readonly name: string;
  readonly terraformVersion?: string;
}
