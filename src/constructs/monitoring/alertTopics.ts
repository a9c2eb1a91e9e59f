import { SnsTopic } from "@cdktn/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktn/provider-aws/lib/sns-topic-policy/index.js";
import { SnsTopicSubscription } from "@cdktn/provider-aws/lib/sns-topic-subscription/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { policyDocument } from "../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** `critical` wakes somebody: customers notice, or will within the hour. `warning` is for working hours. */
export type AlertSeverity = "critical" | "warning";

const SEVERITIES: readonly AlertSeverity[] = ["critical", "warning"];

/**
 * What publishes to the topics, and must be let use the key that encrypts them: without that alarms change
 * their state and nobody hears of it. A `DataKey` takes them as `publishers`.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export const ALERT_PUBLISHERS: readonly string[] = ["cloudwatch.amazonaws.com", "backup.amazonaws.com"];

/** Topics that alarms and vaults of a region speak to, known before they exist. */
export function alertTopicArn(naming: Naming, region: string, severity: AlertSeverity): string {
  return `arn:aws:sns:${region}:${naming.account}:${topicName(naming, severity)}`;
}

function topicName(naming: Naming, severity: AlertSeverity): string {
  return nameOf(naming, `alerts-${severity}`);
}

export interface AlertTopicsProps {
  readonly naming: Naming;
  /** Region whose alarms speak through the topics. */
  readonly region: string;
  /** Key of this region, with `ALERT_PUBLISHERS` among its publishers. */
  readonly keyArn: string;
  /**
   * Addresses for each severity. Each must confirm by a link that AWS mails it; until then it hears nothing.
   * @default nobody by mail; what else listens subscribes by the topic's ARN
   */
  readonly emails?: Readonly<Partial<Record<AlertSeverity, readonly string[]>>>;
  /** Whether EventBridge's rules may publish as well. @default false */
  readonly eventRules?: boolean;
  readonly tags: OwnerTags;
}

/** Where this region says that something is wrong: a topic for each severity, encrypted, for this account only. */
export class AlertTopics extends Construct {
  constructor(scope: Construct, id: string, props: AlertTopicsProps) {
    super(scope, id);
    for (const severity of SEVERITIES) this.#topic(props, severity);
  }

  #topic(props: AlertTopicsProps, severity: AlertSeverity): void {
    const name = topicName(props.naming, severity);
    const topic = new SnsTopic(this, severity, {
      name,
      kmsMasterKeyId: props.keyArn,
      tags: tagsOf(name, props.tags),
    });
    new SnsTopicPolicy(this, `${severity}-policy`, {
      arn: topic.arn,
      policy: topicPolicy(props, alertTopicArn(props.naming, props.region, severity)),
    });
    for (const [index, endpoint] of (props.emails?.[severity] ?? []).entries()) {
      new SnsTopicSubscription(this, `${severity}-email-${index + 1}`, {
        topicArn: topic.arn,
        protocol: "email",
        endpoint,
      });
    }
  }
}

/**
 * EventBridge sends no condition keys when it publishes: a condition would shut it out, and a rule whose message is
 * dropped says nothing. So the statement names one action on one topic, and the key that seals the topic admits
 * EventBridge for these topics only.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (read 2026-11)
 */
const EVENT_RULES = "events.amazonaws.com";

function topicPolicy({ naming, eventRules }: AlertTopicsProps, topic: string): string {
  return policyDocument([
    {
      Sid: "AlarmsAndVaultsOfThisAccount",
      Effect: "Allow",
      Principal: { Service: ALERT_PUBLISHERS },
      Action: "sns:Publish",
      Resource: topic,
      Condition: { StringEquals: { "aws:SourceAccount": naming.account } },
    },
    ...(eventRules === true
      ? [
          {
            Sid: "RulesOfEventBridge",
            Effect: "Allow",
            Principal: { Service: EVENT_RULES },
            Action: "sns:Publish",
            Resource: topic,
          },
        ]
      : []),
    {
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: topic,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}
