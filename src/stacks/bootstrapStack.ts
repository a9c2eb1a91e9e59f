import { StateBucket, stateReplicationRoleArn } from "../constructs/index.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { keyCustody } from "./keyCustody.ts";
import { type RegionContext, regionStack } from "./regionStack.ts";
import { stackIds } from "./stackIds.ts";
import { stateCopyRegion } from "./stateCopies.ts";

/** Last part of the ids of stacks that hold what every other stack's state is kept in. */
export const BOOTSTRAP = "bootstrap";

/** What a region of the account needs before anything else can be kept there: the bucket of its states. */
export function bootstrap(context: RegionContext): EnvironmentStack {
  const { environment, region } = context;
  const ids = stackIds(environment.name);
  const stack = regionStack(context, ids.bootstrap(region.name));
  const { naming, tags } = stack;
  const partner = stateCopyRegion(environment, region.name);
  // S3 takes on a role of the global stack to copy.
  stack.after(ids.global);
  new StateBucket(stack, "states", {
    naming,
    region: region.name,
    ...(partner === undefined ? {} : { copies: { to: partner, roleArn: stateReplicationRoleArn(naming) } }),
    ...keyCustody(context.platform, environment),
    tags,
  });
  return stack;
}
