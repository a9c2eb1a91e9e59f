import { tmpdir } from "node:os";
import { AwsProvider } from "@cdktn/provider-aws/lib/provider/index.js";
import { App, TerraformStack } from "cdktn";
import type { Construct } from "constructs";
import type { JsonObject } from "../../lib/index.ts";
import type { Naming } from "../naming.ts";
import type { OwnerTags } from "../tags.ts";

/** For tests: names and tags that every construct is given. */
export const NAMING: Naming = { platform: "shop", environment: "production", account: "111111111111" };
export const TAGS: OwnerTags = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };

/** For tests: what constructs became, by resource type. */
export interface Synthesised {
  /** All resources of a type by logical name; empty when there is none. */
  all(type: string): Readonly<Record<string, JsonObject>>;
  /** The only resource of a type. Throws when there are none or several. */
  only(type: string): JsonObject;
  /** Resource types, sorted. */
  readonly types: readonly string[];
  /** What is taken over rather than made. */
  readonly imports: readonly JsonObject[];
  readonly ephemeral: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
}

/** For tests: builds constructs in a stack of their own and synthesises it. Writes nothing. */
export function synthesised(build: (scope: Construct) => void): Synthesised {
  const stack = new TerraformStack(new App({ skipValidation: true, outdir: tmpdir() }), "test");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  build(stack);
  stack.prepareStack();
  const made = stack.toTerraform() as {
    readonly resource?: Record<string, Record<string, JsonObject>>;
    readonly ephemeral?: Record<string, Record<string, JsonObject>>;
    readonly [block: string]: unknown;
  };
  const { resource = {}, ephemeral = {} } = made;
  const all = (type: string) => resource[type] ?? {};
  return {
    all,
    only(type) {
      const [first, ...others] = Object.values(all(type));
      if (first === undefined || others.length > 0)
        throw new Error(`wanted one ${type}, found ${Object.keys(all(type)).length}`);
      return first;
    },
    types: Object.keys(resource).sort(),
    imports: (made.import ?? []) as readonly JsonObject[],
    ephemeral,
  };
}

/** For tests: a policy document, which Terraform JSON holds as text. */
export function policyIn(value: unknown): { readonly Statement: readonly JsonObject[] } {
  return JSON.parse(String(value));
}
