import { tmpdir } from "node:os";
import { AwsProvider } from "@cdktn/provider-aws/lib/provider/index.js";
import { App, S3Backend, TerraformElement, TerraformOutput, TerraformStack, TerraformVariable } from "cdktn";
import type { Node } from "constructs";
import type { Environment, Platform, Unit } from "../config/index.ts";
import { type Naming, type OwnerTags, stateBucketName } from "../constructs/index.ts";
import { ACCOUNT_ACCESS_ROLE } from "../guardrails/index.ts";
import type { Json, JsonObject } from "../lib/index.ts";

// cdktn would note for every token where it was made, which nobody here reads and takes a third of a synthesis.
process.env.CDKTN_DISABLE_CREATION_STACK ??= "1";

/** Arguments used must exist in both majors; an environment's lock file pins one exact version. */
export const PROVIDER_RANGE = ">= 5.90, < 7";
/** Write-only arguments came with Terraform 1.11. */
export const TERRAFORM_RANGE = ">= 1.11";
/**
 * Where calls to global AWS APIs are signed. Route 53, IAM and CloudFront have their control planes there.
 * Source: AWS Fault Isolation Boundaries, appendix B.
 */
export const GLOBAL_CONTROL_REGION = "us-east-1";

/** How everything of a unit is named. */
export function namingOf(
  { name: platform }: Platform,
  { name, account }: Pick<Unit, "name" | "account">,
): Naming {
  return { platform, environment: name, account };
}

/** What every stack of one environment is built from. */
export interface EnvironmentContext {
  readonly platform: Platform;
  readonly environment: Environment;
}

/** One stack's input, as `terraform/` consumes it. */
export interface Input {
  readonly variable: string;
  readonly stack: string;
  readonly output: string;
  readonly placeholder: Json;
}

export type Scope = { readonly kind: "region"; readonly region: string } | { readonly kind: "global" };

/** Who a stack belongs to: its account keeps the state, and its credentials deploy it. */
export interface StackOwner {
  readonly platform: Platform;
  readonly environment: Pick<Unit, "name" | "account">;
}

export interface EnvironmentStackOptions {
  /** `production/us-east-1/network`. */
  readonly id: string;
  readonly scope: Scope;
  /** Region whose bucket holds the state. */
  readonly stateRegion: string;
  /** Account that the stack works in, through `ACCOUNT_ACCESS_ROLE`. @default the owner's */
  readonly account?: string;
}

/**
 * A Terraform root module of ours: one provider in one region, a state in the region's own bucket,
 * inputs as typed variables, outputs for the stacks that follow, and logical names that a person
 * can read at three in the morning (`aws_vpc.network_vpc`).
 */
export class EnvironmentStack extends TerraformStack {
  readonly id: string;
  readonly scope: Scope;
  readonly stateRegion: string;
  readonly naming: Naming;
  readonly tags: OwnerTags;
  readonly #inputs = new Map<string, Input>();
  readonly #order = new Set<string>();
  readonly #names = new Map<string, string>();

  constructor(context: StackOwner, options: EnvironmentStackOptions) {
    // cdktn makes the app's output folder when it is missing; we write nothing through it.
    super(new App({ skipValidation: true, outdir: tmpdir() }), options.id.replaceAll("/", "-"));
    const { platform, environment } = context;
    this.id = options.id;
    this.scope = options.scope;
    this.stateRegion = options.stateRegion;
    const own = namingOf(platform, environment);
    const account = options.account ?? own.account;
    this.naming = { ...own, account };
    this.tags = { service: "platform", owner: platform.owner, costCentre: platform.costCentre };

    const region = options.scope.kind === "region" ? options.scope.region : GLOBAL_CONTROL_REGION;
    new AwsProvider(this, "aws", {
      region,
      allowedAccountIds: [account],
      ...(account === own.account
        ? {}
        : { assumeRole: [{ roleArn: `arn:aws:iam::${account}:role/${ACCOUNT_ACCESS_ROLE}` }] }),
      defaultTags: [
        {
          tags: {
            platform: platform.name,
            environment: environment.name,
            region: options.scope.kind === "region" ? region : "global",
            "managed-by": "trireme",
          },
        },
      ],
    });
    new S3Backend(this, {
      bucket: stateBucketName(own, options.stateRegion),
      key: `${options.id}/terraform.tfstate`,
      region: options.stateRegion,
      encrypt: true,
      useLockfile: true,
    });
    this.addOverride("terraform.required_version", TERRAFORM_RANGE);
    this.addOverride("terraform.required_providers.aws.version", PROVIDER_RANGE);
  }

  /** Another stack's output, as a string variable of this stack. */
  read(stack: string, output: string, placeholder: string): string {
    return this.#variable(stack, output, placeholder, "string").stringValue;
  }

  /** Another stack's output, as a list of strings. */
  readList(stack: string, output: string, placeholder: readonly string[]): string[] {
    return this.#variable(stack, output, placeholder, "list(string)").listValue;
  }

  /** This stack needs `stack` applied first, though it reads nothing of it. */
  after(stack: string): void {
    this.#order.add(stack);
  }

  publish(output: string, value: string | readonly string[], description: string): void {
    new TerraformOutput(this, output, { value, description });
  }

  get inputs(): readonly Input[] {
    return [...this.#inputs.values()].sort((a, b) => (a.variable < b.variable ? -1 : 1));
  }

  get upstream(): readonly string[] {
    return [...new Set([...this.#order, ...this.inputs.map((input) => input.stack)])].sort();
  }

  /**
   * The configuration as Terraform JSON, without cdktn's notes to itself. Without cdktn's preparing run, which finds
   * references between stacks of one app: each of ours is an app of its own. That halves the time.
   */
  synthesize(): JsonObject {
    return withoutNotes(this.toTerraform()) as JsonObject;
  }

  #variable(stack: string, output: string, placeholder: Json, type: string): TerraformVariable {
    const variable = variableName(stack, output);
    const known = this.node.tryFindChild(variable);
    if (known instanceof TerraformVariable) return known;
    this.#inputs.set(variable, { variable, stack, output, placeholder });
    return new TerraformVariable(this, variable, {
      type,
      nullable: false,
      description: `Output ${output} of stack ${stack}`,
    });
  }

  /** The construct path joined by underscores: readable, stable, and refused when two paths meet. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : (element as Node);
    const path = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const name = path.join("_").replaceAll(/[^A-Za-z0-9_-]/g, "-");
    const holder = this.#names.get(name);
    if (holder !== undefined && holder !== node.path) {
      throw new Error(`${holder} and ${node.path} would both be named ${name}`);
    }
    this.#names.set(name, node.path);
    return name;
  }
}

/** `production/us-east-1/network` and `vpc_id` to `us_east_1_network_vpc_id`. */
function variableName(stack: string, output: string): string {
  const place = stack.split("/").slice(1).join("_").replaceAll("-", "_");
  return `${place}_${output}`;
}

function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//")
      .map(([key, child]) => [key, withoutNotes(child)]),
  );
}
