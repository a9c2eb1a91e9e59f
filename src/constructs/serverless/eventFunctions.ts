import { CloudwatchEventRule } from "@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktn/provider-aws/lib/cloudwatch-event-target/index.js";
import { LambdaPermission } from "@cdktn/provider-aws/lib/lambda-permission/index.js";
import { Construct } from "constructs";
import { DELIVERY_TRIES } from "../messaging/eventBus.ts";
import { type EventKind, everywhere, hereOrReplayed } from "../messaging/eventPattern.ts";
import { busName, ruleArn } from "../messaging/names.ts";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { functionName, LIVE, liveArn, undeliveredArn } from "./names.ts";

export interface EventFunctionsProps {
  readonly naming: Naming;
  /** Region of the bus and of the functions. */
  readonly region: string;
  readonly kind: EventKind;
  /** `kept`: copies from other regions start nothing until they are played again. */
  readonly elsewhere: "kept" | "delivered";
  /** Names of the functions in the configuration: at least one, at most five. */
  readonly functions: readonly string[];
  readonly tags: OwnerTags;
}

/** Name of the rule that starts functions: no kind of event and no route is called so. */
export function functionsRuleName(kind: string): string {
  return `${kind}-functions`;
}

/**
 * A kind of event on the region's own bus that starts functions there, by the same pattern as it goes to queues. An
 * event is tried for a day; what cannot be delivered, and what was delivered and failed to the end, is kept in the
 * region's queue of undelivered events (`Undelivered`).
 */
export class EventFunctions extends Construct {
  constructor(scope: Construct, id: string, props: EventFunctionsProps) {
    super(scope, id);
    const { naming, region, kind } = props;
    const name = functionsRuleName(kind.name);
    const pattern = props.elsewhere === "delivered" ? everywhere(kind) : hereOrReplayed(kind, region);
    const rule = new CloudwatchEventRule(this, "rule", {
      name,
      eventBusName: busName(naming),
      description: `${kind.name} starts ${props.functions.join(", ")}`,
      eventPattern: JSON.stringify(pattern),
      tags: tagsOf(`${busName(naming)}-${name}`, props.tags),
    });
    for (const each of props.functions) {
      const permission = new LambdaPermission(this, `${each}-permission`, {
        statementId: name,
        action: "lambda:InvokeFunction",
        functionName: functionName(naming, each),
        qualifier: LIVE,
        principal: "events.amazonaws.com",
        sourceArn: ruleArn(naming, name, region),
      });
      new CloudwatchEventTarget(this, each, {
        rule: rule.name,
        eventBusName: busName(naming),
        targetId: each,
        arn: liveArn(naming, each, region),
        deadLetterConfig: { arn: undeliveredArn(naming, region) },
        retryPolicy: DELIVERY_TRIES,
        dependsOn: [permission],
      });
    }
  }
}
