import { SqsQueue } from "@cdktn/provider-aws/lib/sqs-queue/index.js";
import { SqsQueuePolicy } from "@cdktn/provider-aws/lib/sqs-queue-policy/index.js";
import { Construct } from "constructs";
import { ruleArn } from "../messaging/names.ts";
import type { Naming } from "../naming.ts";
import { policyDocument } from "../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { functionsRuleName } from "./eventFunctions.ts";
import { eventRuleArn, undeliveredArn, undeliveredName } from "./names.ts";

/** What sends to a region's queue of undelivered events and must be let use its key: see `DataKey`. */
export const EVENT_SENDERS: readonly string[] = ["events.amazonaws.com"];

/** SQS keeps a message so long at most: two weeks to notice and to send it again. */
const RETENTION_SECONDS = 1_209_600;

export interface UndeliveredProps {
  readonly naming: Naming;
  /** Region of the queue, and of all that sends to it. */
  readonly region: string;
  /** Key of this region, with `EVENT_SENDERS` among its publishers: the messages hold what the events held. */
  readonly keyArn: string;
  /** Names of the event rules that may send, as configured. */
  readonly rules: readonly string[];
  /** Kinds of events on the region's own bus that start functions. */
  readonly heard: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * Where a region keeps what could not be delivered, or failed to the end: events, runs of schedules. The alarm
 * `undelivered` watches it (`undeliveredAlarms`). Roles of ours send by their own right; EventBridge by the queue's
 * policy.
 */
export class Undelivered extends Construct {
  readonly queueArn: string;

  constructor(scope: Construct, id: string, props: UndeliveredProps) {
    super(scope, id);
    const name = undeliveredName(props.naming);
    const queue = new SqsQueue(this, "queue", {
      name,
      messageRetentionSeconds: RETENTION_SECONDS,
      kmsMasterKeyId: props.keyArn,
      tags: tagsOf(name, props.tags),
    });
    new SqsQueuePolicy(this, "policy", { queueUrl: queue.url, policy: queuePolicy(props) });
    this.queueArn = queue.arn;
  }
}

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html, read November 2026. */
function queuePolicy({ naming, region, rules, heard }: UndeliveredProps): string {
  const queue = undeliveredArn(naming, region);
  const senders = [
    ...rules.map((rule) => eventRuleArn(naming, rule, region)),
    ...heard.map((kind) => ruleArn(naming, functionsRuleName(kind), region)),
  ];
  return policyDocument([
    ...(senders.length === 0
      ? []
      : [
          {
            Sid: "RulesSend",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queue,
            Condition: { ArnEquals: { "aws:SourceArn": senders } },
          },
        ]),
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
