import { CloudwatchEventRule } from "@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktn/provider-aws/lib/cloudwatch-event-target/index.js";
import { LambdaPermission } from "@cdktn/provider-aws/lib/lambda-permission/index.js";
import { Construct } from "constructs";
import type { JsonObject } from "../../lib/index.ts";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { LIVE } from "./names.ts";

export interface EventTriggerProps {
  readonly naming: Naming;
  /** Function that the events start, by its name in the configuration; the rule is called so too. */
  readonly name: string;
  /** Function that the events start. */
  readonly target: { readonly name: string; readonly liveArn: string };
  /** Event pattern, as EventBridge takes it. */
  readonly pattern: JsonObject;
  /** ARN of the queue that takes what EventBridge cannot deliver. */
  readonly undeliveredArn: string;
  readonly tags: OwnerTags;
}

/**
 * Events of the region's default bus that start a function. An event is tried for a day; what cannot be delivered is
 * kept in the region's queue, and what was delivered and failed goes there by the function's own setting.
 */
export class EventTrigger extends Construct {
  constructor(scope: Construct, id: string, props: EventTriggerProps) {
    super(scope, id);
    const name = nameOf(props.naming, props.name);
    const rule = new CloudwatchEventRule(this, "rule", {
      name,
      description: `Starts ${props.name}`,
      eventPattern: JSON.stringify(props.pattern),
      tags: tagsOf(name, props.tags),
    });
    const permission = new LambdaPermission(this, "permission", {
      statementId: "events",
      action: "lambda:InvokeFunction",
      functionName: props.target.name,
      qualifier: LIVE,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    });
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      targetId: "function",
      arn: props.target.liveArn,
      deadLetterConfig: { arn: props.undeliveredArn },
      retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
      dependsOn: [permission],
    });
  }
}
