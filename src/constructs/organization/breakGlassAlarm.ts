import { CloudwatchEventRule } from "@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktn/provider-aws/lib/cloudwatch-event-target/index.js";
import { Construct } from "constructs";
import { alertTopicArn } from "../monitoring/alertTopics.ts";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface BreakGlassAlarmProps {
  readonly naming: Naming;
  /** Region that it listens in, and whose critical topic it tells: the stack's own. */
  readonly region: string;
  /** Name of the role for emergencies. */
  readonly role: string;
  readonly tags: OwnerTags;
}

/**
 * Wakes somebody when the role for emergencies is taken on in this region of this account. Every region needs its
 * own: STS answers in all of them, and a call is on record where it was answered. Needs a trail, without which
 * EventBridge hears of no call.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class BreakGlassAlarm extends Construct {
  constructor(scope: Construct, id: string, props: BreakGlassAlarmProps) {
    super(scope, id);
    const { naming, region, role, tags } = props;
    const name = nameOf(naming, "break-glass");
    const rule = new CloudwatchEventRule(this, "rule", {
      name,
      description: "The role for emergencies was taken on, or somebody tried to",
      eventPattern: JSON.stringify({
        source: ["aws.sts"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventName: ["AssumeRole"],
          requestParameters: { roleArn: [`arn:aws:iam::${naming.account}:role/${role}`] },
        },
      }),
      tags: tagsOf(name, tags),
    });
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      arn: alertTopicArn(naming, region, "critical"),
    });
  }
}
