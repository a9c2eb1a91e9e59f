import { MetricStream, MetricStreamRoles } from "../constructs/index.ts";
import type { EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { keyPurposes } from "./facts.ts";
import { keyOf, type RegionContext } from "./regionStack.ts";
import { stackIds } from "./stackIds.ts";

/** Undefined where metrics are not copied: nobody asked for it, or the environment is small. */
function streamOf({ platform, environment }: EnvironmentContext) {
  return environment.size === "standard" ? platform.observability.stream : undefined;
}

/** Copies this region's metrics to this region's bucket. */
export function metricStream(stack: EnvironmentStack, context: RegionContext): void {
  const stream = streamOf(context);
  if (stream === undefined) return;
  const { environment, region } = context;
  // CloudWatch and Firehose take on roles of the global stack.
  stack.after(stackIds(environment.name).global);
  new MetricStream(stack, "metrics", {
    naming: stack.naming,
    region: region.name,
    keyArn: keyOf(stack, context, region.name),
    ...stream,
    protect: environment.protect,
    tags: { ...stack.tags, dataClass: "internal" },
  });
}

/** The roles of all regions' streams. */
export function metricStreamRoles(stack: EnvironmentStack, context: EnvironmentContext): void {
  if (streamOf(context) === undefined) return;
  const { environment } = context;
  new MetricStreamRoles(stack, "metrics", {
    naming: stack.naming,
    regions: environment.regions.map(({ name }) => name),
    keyPurposes: keyPurposes(environment),
    tags: stack.tags,
  });
}
