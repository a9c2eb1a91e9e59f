import type { Environment } from "../config/index.ts";
import {
  type Artifacts,
  RoutingControls,
  RoutingFunction,
  RoutingFunctionRole,
} from "../constructs/index.ts";
import { type EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { keyPurposes } from "./facts.ts";
import { keyOf, type RegionContext } from "./regionStack.ts";
import { stackIds } from "./stackIds.ts";

/** Regions that a routing control may keep the names away from: all, where there are several and somebody wants it. */
export function hasRoutingControls({ routingControls, regions }: Environment): boolean {
  return routingControls && regions.length > 1;
}

/** Region whose control plane answers for clusters and their controls, whatever region a call is signed for. */
export const ROUTING_CONTROL_PLANE = "us-west-2";

function controlOutput(region: string): string {
  return `routing_control_${region.replaceAll("-", "_")}_arn`;
}

/**
 * Routing controls, apart from the records that follow them: while us-west-2 is gone this stack cannot be planned, and
 * that of the names can.
 */
export function routingControls(context: EnvironmentContext): EnvironmentStack | undefined {
  const { environment } = context;
  const [first] = environment.regions;
  if (!hasRoutingControls(environment) || first === undefined) return undefined;
  const stack = new EnvironmentStack(context, {
    id: stackIds(environment.name).routing,
    scope: { kind: "global" },
    stateRegion: first.name,
  });
  const { naming } = stack;
  const { controlArns, endpoints } = new RoutingControls(stack, "routing", {
    naming,
    regions: environment.regions.map(({ name, home }) => ({ region: name, home })),
  });
  stack.publish(
    "cluster_endpoints",
    endpoints,
    "Where the states of routing controls are set and read, as JSON",
  );
  for (const [region, arn] of Object.entries(controlArns)) {
    stack.publish(controlOutput(region), arn, `Routing control that keeps the names away from ${region}`);
  }
  return stack;
}

/** Role of the functions that set them, for the global stack. */
export function routingFunctionRole(stack: EnvironmentStack, { environment }: EnvironmentContext): void {
  if (!hasRoutingControls(environment)) return;
  new RoutingFunctionRole(stack, "routing-controls", {
    naming: stack.naming,
    regions: environment.regions.map(({ name }) => name),
    keyPurposes: keyPurposes(environment),
    tags: stack.tags,
  });
}

/** What the traffic of a region reads of it. */
export function routingControlOf(
  stack: EnvironmentStack,
  { environment }: EnvironmentContext,
  region: string,
): { readonly routingControlArn?: string } {
  if (!hasRoutingControls(environment)) return {};
  const provisional = "controlpanel/00000000000000000000000000000000/routingcontrol/0000000000000000";
  return {
    routingControlArn: stack.read(
      stackIds(environment.name).routing,
      controlOutput(region),
      `arn:aws:route53-recovery-control::${environment.account}:${provisional}`,
    ),
  };
}

/** What a region needs to set them. */
export function routingFunction(stack: EnvironmentStack, context: RegionContext, artifacts: Artifacts): void {
  const { environment, region } = context;
  if (!hasRoutingControls(environment)) return;
  stack.after(stackIds(environment.name).global);
  new RoutingFunction(stack, "routing-controls", {
    naming: stack.naming,
    endpoints: stack.read(
      stackIds(environment.name).routing,
      "cluster_endpoints",
      JSON.stringify([{ endpoint: "https://provisional.example.com/v1", region: ROUTING_CONTROL_PLANE }]),
    ),
    bucket: artifacts.bucket,
    keyArn: keyOf(stack, context, region.name),
    protect: environment.protect,
    tags: stack.tags,
  });
}
