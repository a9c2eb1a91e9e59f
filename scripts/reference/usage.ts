import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TerraformEphemeralResource, TerraformResource } from "cdktn";
import { Construct, type IConstruct } from "constructs";
import { ORGANIZATION, type Platform } from "../../src/config/index.ts";
import * as face from "../../src/constructs/index.ts";
import { type BuiltStack, builtStacks } from "../../src/stacks/synthesize.ts";
import { platform, storefront } from "../../src/stacks/testing/platforms.ts";
import { PROJECT } from "./sources.ts";

/** What came of a construct when whole platforms were built. */
export interface Usage {
  /** Kinds of stacks that it stands in: `<region>/data`, `organization/costs`. Sorted. */
  readonly stacks: readonly string[];
  /** Terraform types that it makes, those of the constructs it contains left out. Sorted. */
  readonly types: readonly string[];
  /** Other exported constructs that stand in it. Sorted. */
  readonly contains: readonly string[];
  /** Whether the example that comes with the project uses it. */
  readonly inExample: boolean;
}

export interface Usages {
  /** By the name of the class. */
  readonly constructs: ReadonlyMap<string, Usage>;
  /** Terraform types that stand in a stack outside of every exported construct. Sorted. */
  readonly loose: readonly string[];
}

/** Exported classes by name. */
export const CONSTRUCTS: ReadonlyMap<string, new (...args: never[]) => Construct> = new Map(
  Object.entries(face).flatMap(([name, value]) =>
    typeof value === "function" && value.prototype instanceof Construct
      ? [[name, value as new (...args: never[]) => Construct]]
      : [],
  ),
);

/**
 * The platforms that are built to see it: the example first, then two that choose otherwise. One's account stands alone,
 * so it keeps its own trail and detection, the regions of a home share their sessions, browsers are heard, metrics are
 * copied to files, and a service runs on Fargate. The other's organization looks at what its environments measure,
 * takes the bill apart by tags, and what the example need not pay for stands before its regions: Shield Advanced, an
 * accelerator, which no home with a recovery region may have, and routing controls.
 */
async function platforms(): Promise<readonly Platform[]> {
  const account = (digit: string, name: string) => ({
    account: digit.repeat(12),
    email: `${name}@shop.example.com`,
  });
  const alone = platform({
    stores: [{ name: "sessions", engine: "redis", data: "personal", partitionedBy: "home" }],
    services: [
      { name: "storefront", host: "www", stores: ["sessions"] },
      { name: "previews", runsOn: "fargate" },
    ],
    observability: { browsers: {}, stream: {} },
  });
  const guarded = platform({
    homes: {
      US: { regions: ["us-east-1", "us-west-2"] },
      EU: { regions: ["eu-west-1", "eu-central-1"] },
    },
    environments: [{ name: "production", slot: 0, routingControls: true, ...account("1", "production") }],
    organization: {
      management: account("4", "management"),
      logArchive: account("5", "log-archive"),
      security: account("6", "security"),
      observability: {
        sinks: {
          "us-east-1": `arn:aws:oam:us-east-1:${"6".repeat(12)}:sink/0a1b2c3d-0000-4000-8000-0123456789ab`,
        },
      },
    },
    budgets: { total: 40_000, tagsActive: true, email: ["finance@shop.example.com"] },
    edge: { accelerator: true, shieldAdvanced: { yearAgreed: true, owner: "finance" } },
  });
  return [await storefront(), alone, guarded];
}

/** Builds whole platforms and looks at which construct stands where and what it makes. */
export async function usages(): Promise<Usages> {
  const found = new Map<string, { stacks: Set<string>; types: Set<string>; contains: Set<string> }>();
  const loose = new Set<string>();
  const inExample = new Set<string>();
  for (const [index, built] of (await platforms()).entries()) {
    const { environments, organization } = built;
    const units = [...environments, ...(organization === undefined ? [] : [organization])];
    for (const { stack } of units.flatMap((unit) => builtStacks(built, unit))) {
      for (const node of stack.node.findAll()) {
        const own = classOf(node);
        const owner = node.node.scopes
          .slice(0, -1)
          .map(classOf)
          .findLast((name) => name !== undefined);
        if (own !== undefined) {
          const usage = found.get(own) ?? { stacks: new Set(), types: new Set(), contains: new Set() };
          found.set(own, usage);
          usage.stacks.add(kindOf(stack));
          if (index === 0) inExample.add(own);
          if (owner !== undefined) found.get(owner)?.contains.add(own);
        }
        const type = terraformType(node);
        if (type === undefined) continue;
        if (owner === undefined) loose.add(type);
        else found.get(owner)?.types.add(type);
      }
    }
  }
  return {
    constructs: new Map(
      [...found].map(([name, { stacks, types, contains }]) => [
        name,
        {
          stacks: [...stacks].sort(),
          types: [...types].sort(),
          contains: [...contains].sort(),
          inExample: inExample.has(name),
        },
      ]),
    ),
    loose: [...loose].sort(),
  };
}

function classOf(node: IConstruct): string | undefined {
  return [...CONSTRUCTS].find(([, made]) => node.constructor === made)?.[0];
}

/** Ephemeral resources, which are in no plan and no state, bear that word. */
function terraformType(node: IConstruct): string | undefined {
  if (TerraformResource.isTerraformResource(node)) return node.terraformResourceType;
  if (TerraformEphemeralResource.isTerraformEphemeralResource(node)) {
    return `ephemeral ${node.terraformResourceType}`;
  }
  return undefined;
}

/**
 * `production/us-east-1/data` to `<region>/data`. The organization is one of its kind, and has stacks for accounts as
 * well: `organization/security/foundation` to `organization/<account>/foundation`.
 */
function kindOf({ id, scope }: BuiltStack["stack"]): string {
  const [unit = "", ...place] = id.split("/");
  const among = scope.kind === "region" ? "<region>" : "<account>";
  const kind = place.length > 1 ? [among, ...place.slice(1)] : place;
  return [...(unit === ORGANIZATION ? [unit] : []), ...kind].join("/");
}

/**
 * Terraform types whose bindings these sources import, with the sources that do: what they could make. Read off
 * the bindings, which know their type. Sorted.
 */
export async function importedTypes(
  files: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const types = new Map<string, string[]>();
  for (const file of files) {
    const text = await readFile(join(PROJECT, file), "utf8");
    for (const [, path = ""] of text.matchAll(BINDING)) {
      const binding: Record<string, unknown> = await import(path);
      for (const type of Object.values(binding).flatMap(typeOfBinding)) {
        types.set(type, [...(types.get(type) ?? []), file]);
      }
    }
  }
  return new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const BINDING = /^import \{[^}]*\} from "(@cdktn\/provider-aws\/lib\/[^"]+)";$/gm;

function typeOfBinding(value: unknown): readonly string[] {
  if (typeof value !== "function" || !("tfResourceType" in value)) return [];
  const ephemeral = value.prototype instanceof TerraformEphemeralResource ? "ephemeral " : "";
  return [`${ephemeral}${value.tfResourceType}`];
}
