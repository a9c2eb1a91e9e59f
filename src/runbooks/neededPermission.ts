import type { JsonObject } from "../lib/index.ts";

/** What whoever runs a runbook must be allowed: one IAM action, and the things on which it acts. */
export interface Permission {
  /** `rds:FailoverGlobalCluster` */
  readonly action: string;
  /** ARNs, of single things; `*` for an action that takes none. */
  readonly resources: readonly string[];
  /** Keys of IAM and what each must be: the only bounds of an action that takes no resource. @default none */
  readonly condition?: Readonly<Record<string, string>>;
}

export interface NeededPlace {
  readonly account: string;
  /** Region in which the runbook runs. */
  readonly region: string;
  /** Names of the load balancers that the runbook looks up, whose rules it may change. */
  readonly balancers: readonly string[];
  /** ARNs of the clusters that it keeps out of a zone. */
  readonly clusters: readonly string[];
  /** By the action that looks for things of EC2's by their names: the names, each of a thing that it may change. */
  readonly lookedUp: Readonly<Record<string, readonly string[]>>;
  /** Forms of the words that it takes, which are things as policies write them. */
  readonly taken: Readonly<Record<string, readonly string[]>>;
}

export type Needed = (input: JsonObject, place: NeededPlace) => Permission | readonly Permission[];
