import { CloudwatchEventArchive } from "@cdktn/provider-aws/lib/cloudwatch-event-archive/index.js";
import { CloudwatchEventBus } from "@cdktn/provider-aws/lib/cloudwatch-event-bus/index.js";
import { CloudwatchEventBusPolicy } from "@cdktn/provider-aws/lib/cloudwatch-event-bus-policy/index.js";
import { CloudwatchEventRule } from "@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktn/provider-aws/lib/cloudwatch-event-target/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { policyDocument } from "../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { type EventKind, everywhere, hereOrReplayed } from "./eventPattern.ts";
import { busArn, busName, ruleArn, undeliveredName } from "./names.ts";
import { undeliveredQueue } from "./undeliveredQueue.ts";

/** A kind of event and the queues of this region that get it. */
export interface EventDelivery extends EventKind {
  /** At least one, at most five. Standard queues: the bus keeps no order. */
  readonly queues: readonly { readonly name: string; readonly arn: string }[];
  /** `kept`: copies from other regions go to the queues only when they are played again. */
  readonly elsewhere: "kept" | "delivered";
}

export interface EventBusProps {
  readonly naming: Naming;
  /** Region of the bus. */
  readonly region: string;
  /** Key of this region; its policy lets EventBridge use it. */
  readonly keyArn: string;
  readonly deliveries: readonly EventDelivery[];
  /** Names of all rules on this bus that carry events to other regions: what they cannot deliver comes here too. */
  readonly routes: readonly string[];
  /** ARNs of the roles that may put events on the bus: publishers', and the one that carries events between regions. */
  readonly publisherRoleArns: readonly string[];
  /** Days that the archive keeps what came to the bus. */
  readonly archiveDays: number;
  readonly tags: OwnerTags;
}

/** EventBridge tries for a day, 185 times, unless told otherwise; said here so that nobody has to look it up. */
export const DELIVERY_TRIES = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 } as const;

/**
 * The region's event bus, with what it delivers to queues and an archive of everything that came to it.
 *
 * The archive is EventBridge's own copy, encrypted by a key of AWS: a key of ours for archives came with provider 6,
 * and configurations here must do with 5.100. Events are archived again by no replay.
 */
export class EventBus extends Construct {
  constructor(scope: Construct, id: string, props: EventBusProps) {
    super(scope, id);
    const { naming, region, keyArn } = props;
    const name = busName(naming);
    const rules = [...props.deliveries.map((kind) => kind.name), ...props.routes];
    const undelivered = undeliveredQueue(this, {
      naming,
      region,
      name: undeliveredName(naming, "events", false),
      fifo: false,
      keyArn,
      feeders: { topicArns: [], ruleArns: rules.map((rule) => ruleArn(naming, rule, region)) },
      tags: props.tags,
    });
    const bus = new CloudwatchEventBus(this, "bus", {
      name,
      kmsKeyIdentifier: keyArn,
      tags: tagsOf(name, props.tags),
    });
    new CloudwatchEventBusPolicy(this, "policy", {
      eventBusName: bus.name,
      policy: publishersOnly(busArn(naming, region), props.publisherRoleArns),
    });
    new CloudwatchEventArchive(this, "archive", {
      name: nameOf(naming, "events"),
      eventSourceArn: bus.arn,
      retentionDays: props.archiveDays,
    });
    for (const delivery of props.deliveries) {
      const pattern =
        delivery.elsewhere === "delivered" ? everywhere(delivery) : hereOrReplayed(delivery, region);
      const rule = new CloudwatchEventRule(this, delivery.name, {
        name: delivery.name,
        eventBusName: bus.name,
        description: `${delivery.name} to ${delivery.queues.map((queue) => queue.name).join(", ")}`,
        eventPattern: JSON.stringify(pattern),
        tags: tagsOf(`${name}-${delivery.name}`, props.tags),
      });
      for (const queue of delivery.queues) {
        new CloudwatchEventTarget(this, `${delivery.name}-${queue.name}`, {
          rule: rule.name,
          eventBusName: bus.name,
          targetId: queue.name,
          arn: queue.arn,
          deadLetterConfig: { arn: undelivered.arn },
          retryPolicy: DELIVERY_TRIES,
        });
      }
    }
  }
}

/**
 * Only the publishers' roles and the one that carries events between regions, whatever other roles of the account are
 * allowed: who can publish can make a parcel leave the house.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
function publishersOnly(bus: string, roleArns: readonly string[]): string {
  return policyDocument([
    {
      Sid: "OnlyPublishers",
      Effect: "Deny",
      Principal: "*",
      Action: "events:PutEvents",
      Resource: bus,
      Condition: { ArnNotEquals: { "aws:PrincipalArn": roleArns } },
    },
  ]);
}
