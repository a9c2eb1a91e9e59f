import type { Json, JsonObject } from "../lib/index.ts";

/** Where a stack's provider calls: one region's APIs, or global APIs only. Never both. */
export type StackScope = { readonly kind: "region"; readonly region: string } | { readonly kind: "global" };

/** A typed variable of a stack whose value is another stack's output. */
export interface StackInput {
  /** Terraform variable of the consuming stack. */
  readonly variable: string;
  /** Id of the stack that produces the value. */
  readonly stack: string;
  /** Name of that stack's output. */
  readonly output: string;
  /** Stands in, marked provisional, until the producer has been applied. Of the right type and shape. */
  readonly placeholder: Json;
}

/** One Terraform root module with a state of its own, as synthesised. */
export interface StackSource {
  /** `production/us-east-1/network`, `production/global`. Also its folder and its place in the state bucket. */
  readonly id: string;
  readonly scope: StackScope;
  /** Regions whose APIs the provider also reads, beyond `scope`. Empty for all but replicas of global tables. */
  readonly alsoReads: readonly string[];
  /** Ids of the stacks that must have been applied before this one. Covers every `inputs[].stack`. */
  readonly dependsOn: readonly string[];
  readonly inputs: readonly StackInput[];
  /** Region whose bucket holds the state. */
  readonly stateRegion: string;
  /** The whole configuration, Terraform JSON: what is approved and never touched afterwards. */
  readonly configuration: JsonObject;
}
