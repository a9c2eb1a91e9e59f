import { join } from "node:path";
import { loadPlatform, type Platform, resolvePlatform } from "../../config/index.ts";
import type { PlatformInput } from "../../config/input.ts";
import { type JsonObject, ManualClock } from "../../lib/index.ts";
import { type SynthesizedStack, synthesize } from "../synthesize.ts";

const clock = new ManualClock(Date.UTC(2026, 5, 15, 12));

/** For tests: the example that comes with the project. */
export function storefront(): Promise<Platform> {
  return loadPlatform(join(import.meta.dirname, "../../../examples/storefront"), { clock });
}

/** For tests: two homes and one store of every engine, with some of it replaced. Throws InputError as the rules do. */
export function platform(replace: Partial<PlatformInput> = {}): Platform {
  const input: PlatformInput = {
    name: "shop",
    domain: "shop.example.com",
    owner: "platform-team",
    costCentre: "shop-1001",
    homes: {
      US: { regions: ["us-east-1", "us-west-2"] },
      EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] },
    },
    environments: [{ name: "production", account: "111111111111", slot: 0 }],
    stores: [
      { name: "orders", engine: "aurora-postgresql", data: "personal", partitionedBy: "home" },
      { name: "cart", engine: "dynamodb", data: "personal", partitionedBy: "home" },
      { name: "catalogue", engine: "dynamodb", data: "public", global: true, birth: "us-east-1" },
      { name: "media", engine: "s3", data: "public", global: true, birth: "us-east-1" },
    ],
    services: [
      { name: "storefront", host: "www", stores: ["catalogue", "media"] },
      { name: "checkout", stores: ["cart", "orders"], owner: "payments-team" },
    ],
    ...replace,
  };
  return resolvePlatform(input, { clock });
}

/** For tests: all stacks of the organization, if there is one, and of all environments. */
export function allStacks(of: Platform): readonly SynthesizedStack[] {
  const units = [...(of.organization === undefined ? [] : [of.organization]), ...of.environments];
  return units.flatMap((unit) => synthesize(of, unit));
}

export interface Resource {
  /** `aws_vpc.network_vpc`. */
  readonly address: string;
  readonly type: string;
  readonly body: JsonObject;
}

/** For tests: the resources of a stack, in the order of their addresses. */
export function resourcesOf(stack: SynthesizedStack): readonly Resource[] {
  const byType = (stack.configuration.resource ?? {}) as Record<string, Record<string, JsonObject>>;
  return Object.entries(byType)
    .flatMap(([type, bodies]) =>
      Object.entries(bodies).map(([name, body]) => ({ address: `${type}.${name}`, type, body })),
    )
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** For tests: the stack of an id. Throws when there is none. */
export function stackNamed(stacks: readonly SynthesizedStack[], id: string): SynthesizedStack {
  const found = stacks.find((stack) => stack.id === id);
  if (found === undefined)
    throw new Error(`no stack ${id} among ${stacks.map((each) => each.id).join(", ")}`);
  return found;
}

/**
 * For tests: what is wrong with how stacks hang together. Empty when every input has a producer with that output,
 * nobody waits for a stack that is not there, and each comes after those that it waits for.
 */
export function loosely(stacks: readonly SynthesizedStack[]): readonly string[] {
  const before = new Set<string>();
  return stacks.flatMap((stack) => {
    const complaints = [
      ...stack.dependsOn.filter((id) => !before.has(id)).map((id) => `${stack.id} comes before ${id}`),
      ...stack.inputs
        .filter(({ stack: producer, output }) => {
          const configuration = stacks.find((each) => each.id === producer)?.configuration;
          return (configuration?.output as JsonObject | undefined)?.[output] === undefined;
        })
        .map(({ variable, stack: producer }) => `${stack.id} reads ${variable}, which ${producer} lacks`),
      ...stack.inputs
        .filter(({ stack: producer }) => !stack.dependsOn.includes(producer))
        .map(({ stack: producer }) => `${stack.id} reads ${producer} without waiting for it`),
    ];
    before.add(stack.id);
    return complaints;
  });
}
