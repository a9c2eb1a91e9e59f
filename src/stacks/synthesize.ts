import type { Environment, Platform, Unit } from "../config/index.ts";
import type { JsonObject } from "../lib/index.ts";
import { bootstrap } from "./bootstrapStack.ts";
import { compute } from "./computeStack.ts";
import { data } from "./dataStack.ts";
import type { EnvironmentStack, Input, Scope } from "./environmentStack.ts";
import { certificates, edge, globalFoundation, traffic } from "./globalStacks.ts";
import { links, peering } from "./linkStacks.ts";
import { network } from "./networkStack.ts";
import { organizationStacks } from "./organization/organizationStacks.ts";
import { ROUTING_CONTROL_PLANE, routingControls } from "./routingControls.ts";
import { replicas, tables } from "./tableStacks.ts";

/** One stack as synthesised: what `terraform/` plans and applies. */
export interface SynthesizedStack {
  readonly id: string;
  readonly scope: Scope;
  /** Regions whose APIs the provider reads beyond its own: only for global tables and their copies. */
  readonly alsoReads: readonly string[];
  readonly dependsOn: readonly string[];
  readonly inputs: readonly Input[];
  readonly stateRegion: string;
  readonly configuration: JsonObject;
}

/**
 * All stacks of an environment or of the organization, upstream before downstream. Equal input gives equal output,
 * key for key.
 */
export function synthesize(platform: Platform, unit: Unit): readonly SynthesizedStack[] {
  const synthesized = builtStacks(platform, unit).map(({ stack, alsoReads }) => ({
    id: stack.id,
    scope: stack.scope,
    alsoReads: [...new Set(alsoReads)].sort(),
    dependsOn: stack.upstream,
    inputs: stack.inputs,
    stateRegion: stack.stateRegion,
    configuration: stack.synthesize(),
  }));
  return upstreamFirst(synthesized);
}

/** A stack with its constructs in it, before it becomes Terraform JSON. */
export interface BuiltStack {
  readonly stack: EnvironmentStack;
  readonly alsoReads: readonly string[];
}

/** All stacks of a unit that have something in them, in the order in which they are written down. */
export function builtStacks(platform: Platform, unit: Unit): readonly BuiltStack[] {
  if (unit.kind === "environment") return environmentStacks(platform, unit);
  return organizationStacks({ platform, organization: unit }).map((stack) => ({ stack, alsoReads: [] }));
}

function environmentStacks(platform: Platform, environment: Environment): readonly BuiltStack[] {
  const context = { platform, environment };
  const regions = environment.regions.map((region) => ({ ...context, region }));

  const stacks: { stack: EnvironmentStack | undefined; alsoReads?: readonly string[] }[] = [
    { stack: globalFoundation(context) },
    { stack: certificates(context) },
    { stack: edge(context) },
    { stack: routingControls(context), alsoReads: [ROUTING_CONTROL_PLANE] },
    ...regions.map((region) => ({ stack: bootstrap(region) })),
    ...regions.map((region) => ({ stack: network(region) })),
    ...regions.map((region) => ({ stack: peering(region) })),
    ...regions.map((region) => ({
      stack: tables(region),
      alsoReads: globalTables(environment)
        .filter((store) => store.birth === region.region.name)
        .flatMap((store) => store.copies),
    })),
    ...regions.map((region) => ({ stack: data(region) })),
    ...regions.map((region) => ({ stack: compute(region) })),
    ...regions.map((region) => ({
      stack: replicas(region),
      alsoReads: globalTables(environment)
        .filter((store) => store.copies.includes(region.region.name))
        .map((store) => store.birth),
    })),
    ...regions.map((region) => ({ stack: links(region) })),
    // Global Accelerator's control plane is there, whatever region a call is signed for.
    { stack: traffic(context), alsoReads: platform.edge.accelerator ? ["us-west-2"] : [] },
  ];
  return stacks.flatMap(({ stack, alsoReads = [] }) => (stack === undefined ? [] : [{ stack, alsoReads }]));
}

function globalTables({ stores }: Environment) {
  return stores.filter((store) => store.engine === "dynamodb");
}

/**
 * The order given, changed only where a stack stands before one that it waits for: a database may be born in
 * a region that comes after one that holds a copy. Throws when stacks wait for each other.
 */
function upstreamFirst(stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  const waiting = [...stacks];
  const placed = new Map<string, SynthesizedStack>();
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ dependsOn }) => dependsOn.every((id) => placed.has(id)));
    for (const stack of next < 0 ? [] : waiting.splice(next, 1)) placed.set(stack.id, stack);
    if (next < 0) throw new Error(`stacks wait for each other: ${waiting.map(({ id }) => id).join(", ")}`);
  }
  return [...placed.values()];
}
