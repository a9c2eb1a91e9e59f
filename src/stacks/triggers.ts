import { EventFunctions, QueueTrigger } from "../constructs/index.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { kindOf, queuesIn } from "./messages.ts";
import type { RegionContext } from "./regionStack.ts";
import { ownerTags } from "./serverlessFacts.ts";

/** Whether anything of our own starts a function in the region. */
export function hasTriggers(context: RegionContext): boolean {
  return fedFunctions(context).length + heardKinds(context).length > 0;
}

/**
 * Queues and events that start functions. With the links between regions, because queues and bus stand with the data
 * and functions with the compute, of which neither waits for the other: a region comes up in half the time.
 */
export function functionTriggers(stack: EnvironmentStack, context: RegionContext): void {
  const { naming } = stack;
  const region = context.region.name;
  for (const { by, trigger, queue } of fedFunctions(context)) {
    const { batch, windowSeconds, atOnce } = trigger;
    new QueueTrigger(stack, `${by.name}-from-${queue.name}`, {
      naming,
      region,
      queue,
      function: by.name,
      batch,
      windowSeconds,
      ...(atOnce === undefined ? {} : { atOnce }),
      tags: ownerTags(by),
    });
  }
  for (const type of heardKinds(context)) {
    new EventFunctions(stack, `${type.name}-functions`, {
      naming,
      region,
      kind: kindOf(context, type),
      elsewhere: type.elsewhere,
      functions: type.functions,
      tags: stack.tags,
    });
  }
}

/** Queues of the region that start functions there. */
function fedFunctions(context: RegionContext) {
  if (context.region.cluster === "none") return [];
  const here = queuesIn(context);
  return context.platform.serverless.functions.flatMap((by) =>
    by.queues.flatMap((trigger) =>
      here.filter(({ name }) => name === trigger.queue).map((queue) => ({ by, trigger, queue })),
    ),
  );
}

/** Kinds of events that start functions, which a region has where services run. */
function heardKinds({ environment, region }: RegionContext) {
  if (region.cluster === "none") return [];
  return (environment.events?.types ?? []).filter(({ functions }) => functions.length > 0);
}
