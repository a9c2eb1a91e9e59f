import type { EnvironmentStack } from "../environmentStack.ts";
import { bootstrap, managementFoundation } from "./bootstrap.ts";
import type { OrganizationContext } from "./organizationStack.ts";

/** All stacks of the organization, in the order in which they are written down here. */
export function organizationStacks(context: OrganizationContext): readonly EnvironmentStack[] {
  const regions = context.organization.regions.map(({ name }) => name);
  return [managementFoundation(context), ...regions.map((region) => bootstrap(context, region))];
}
