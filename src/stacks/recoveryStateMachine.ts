import { recoveryMachineThing, recoveryRoleArn, StateMachine } from "../constructs/index.ts";
import type { JsonObject } from "../lib/index.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { keyOf, type RegionContext } from "./regionStack.ts";

/** A machine that recovers something, or watches whether it must, with its role of the global stack. */
export function recoveryStateMachine(
  stack: EnvironmentStack,
  context: RegionContext,
  name: string,
  definition: JsonObject,
  logDays?: number,
): StateMachine {
  const { naming, tags } = stack;
  return new StateMachine(stack, recoveryMachineThing(name), {
    naming,
    name: recoveryMachineThing(name),
    roleArn: recoveryRoleArn(naming, name),
    definition,
    keyArn: keyOf(stack, context, context.region.name),
    // Names of databases and of regions, and no person but whoever began it: what an auditor asks for.
    logData: true,
    ...(logDays === undefined ? {} : { logDays }),
    protect: context.environment.protect,
    tags,
  });
}
