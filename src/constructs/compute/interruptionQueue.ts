import { CloudwatchEventRule } from "@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktn/provider-aws/lib/cloudwatch-event-target/index.js";
import { SqsQueue } from "@cdktn/provider-aws/lib/sqs-queue/index.js";
import { SqsQueuePolicy } from "@cdktn/provider-aws/lib/sqs-queue-policy/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { policyDocument } from "../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface InterruptionQueueProps {
  readonly naming: Naming;
  /** Region of the cluster. */
  readonly region: string;
  readonly tags: OwnerTags;
}

/** A Spot instance is taken away two minutes after its warning: whatever is older than five is of no use. */
const RETENTION_SECONDS = 300;

/** What Karpenter acts on: a node that goes away, or may, is emptied before it does. */
const EVENTS = {
  source: ["aws.ec2", "aws.health"],
  "detail-type": [
    "AWS Health Event",
    "EC2 Instance Rebalance Recommendation",
    "EC2 Instance State-change Notification",
    "EC2 Spot Instance Interruption Warning",
  ],
};

/** Queue of a region's cluster, known before it exists. */
export function interruptionQueueName(naming: Naming): string {
  return nameOf(naming, "interruptions");
}

/**
 * Where a region's Karpenter hears that nodes are to be interrupted. One rule for all four kinds of events: Karpenter's
 * own template has a rule for each, to the same end. Encrypted with SQS's own key: the messages hold ids of instances,
 * and a key of ours would have to let EventBridge in.
 *
 * Source: https://karpenter.sh/docs/reference/cloudformation/ (Interruption handling), read November 2026. Beyond that
 * template the queue takes messages from this rule only.
 */
export class InterruptionQueue extends Construct {
  constructor(scope: Construct, id: string, props: InterruptionQueueProps) {
    super(scope, id);
    const { naming, region } = props;
    const name = interruptionQueueName(naming);
    const tags = tagsOf(name, props.tags);
    const queue = new SqsQueue(this, "queue", {
      name,
      messageRetentionSeconds: RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
      tags,
    });
    const rule = new CloudwatchEventRule(this, "rule", {
      name,
      description: "Nodes that are interrupted, or may be",
      eventPattern: JSON.stringify(EVENTS),
      tags,
    });
    new SqsQueuePolicy(this, "policy", {
      queueUrl: queue.url,
      policy: queuePolicy(
        `arn:aws:sqs:${region}:${naming.account}:${name}`,
        `arn:aws:events:${region}:${naming.account}:rule/${name}`,
      ),
    });
    new CloudwatchEventTarget(this, "target", { rule: rule.name, targetId: "karpenter", arn: queue.arn });
  }
}

function queuePolicy(queue: string, rule: string): string {
  return policyDocument([
    {
      Sid: "RuleSends",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queue,
      Condition: { ArnEquals: { "aws:SourceArn": rule } },
    },
    {
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Resource: queue,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}
