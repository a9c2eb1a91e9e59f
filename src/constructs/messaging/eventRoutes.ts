import { CloudwatchEventRule } from "@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktn/provider-aws/lib/cloudwatch-event-target/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { DELIVERY_TRIES } from "./eventBus.ts";
import { type EventKind, firstHere } from "./eventPattern.ts";
import { busArn, busName, routeName, sqsArn, undeliveredName } from "./names.ts";

/** Events that are carried to the bus of another region. */
export interface EventRoute {
  /** Region whose bus they are put on. */
  readonly to: string;
  /** At least one. */
  readonly kinds: readonly EventKind[];
}

export interface EventRoutesProps {
  readonly naming: Naming;
  /** Region that the events leave. */
  readonly region: string;
  /** One for each other region that gets events. */
  readonly routes: readonly EventRoute[];
  /** Role of the global stack with which EventBridge puts events on the buses of other regions. */
  readonly roleArn: string;
  readonly tags: OwnerTags;
}

/**
 * What is published here, carried to the buses of other regions, each event at most once: see `firstHere`.
 *
 * While the other region is lost EventBridge tries for a day, then the event lies among the undelivered ones here.
 * Events that were published in the moment in which this region is lost may not have been carried: an event is a
 * second or so on its way, and nobody waits for it.
 */
export class EventRoutes extends Construct {
  constructor(scope: Construct, id: string, props: EventRoutesProps) {
    super(scope, id);
    const { naming, region } = props;
    for (const { to, kinds } of props.routes) {
      const name = routeName(to);
      const rule = new CloudwatchEventRule(this, name, {
        name,
        eventBusName: busName(naming),
        description: `What is published in ${region} and known in ${to}`,
        eventPattern: JSON.stringify(firstHere(kinds, region)),
        tags: tagsOf(`${busName(naming)}-${name}`, props.tags),
      });
      new CloudwatchEventTarget(this, `${name}-bus`, {
        rule: rule.name,
        eventBusName: busName(naming),
        targetId: to,
        arn: busArn(naming, to),
        roleArn: props.roleArn,
        deadLetterConfig: { arn: sqsArn(naming, undeliveredName(naming, "events", false), region) },
        retryPolicy: DELIVERY_TRIES,
      });
    }
  }
}
