import { ObservabilityLink, ObservabilitySink } from "../constructs/index.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { settlesAccount } from "./observability.ts";
import type { OrganizationContext } from "./organization/organizationStack.ts";
import type { RegionContext } from "./regionStack.ts";

/** Where the security team's account, whose stack this is, sees a region of all accounts; nothing where it is not wanted. */
export function telemetrySink(
  stack: EnvironmentStack,
  { organization, platform }: OrganizationContext,
): void {
  const shared = organization.observability;
  const accounts = [...new Set(platform.environments.map(({ account }) => account))].sort();
  if (shared === undefined || accounts.length === 0) return;
  const sink = new ObservabilitySink(stack, "observability", {
    naming: stack.naming,
    accounts,
    shares: shared.share,
    tags: stack.tags,
  });
  stack.publish(
    "sink_arn",
    sink.arn,
    "What environments link to, written down in organization.observability.sinks",
  );
}

/** Lets the security team's account see this region: once for an account, whatever environments share it. */
export function telemetryLink(stack: EnvironmentStack, context: RegionContext): void {
  const shared = context.platform.organization?.observability;
  const sinkArn = shared?.sinks[context.region.name];
  if (shared === undefined || sinkArn === undefined || !settlesAccount(context)) return;
  new ObservabilityLink(stack, "observability", { sinkArn, shares: shared.share, tags: stack.tags });
}
