import { policyDocument } from "../policyDocument.ts";
/** What may fill a queue besides services, whose roles say so: topics and rules of the same region. */
export interface QueueFeeders {
  /** ARNs of the topics that deliver to it, or whose failed deliveries it takes. */
  readonly topicArns: readonly string[];
  /** ARNs of the rules of an event bus that deliver to it, or whose failed deliveries it takes. */
  readonly ruleArns: readonly string[];
}

export const NO_FEEDERS: QueueFeeders = { topicArns: [], ruleArns: [] };

/**
 * TLS only, and the feeders by their ARNs. Services of this account need nothing here: their own roles allow them.
 * The refusal is the one place for a wildcard action: whatever the call, without TLS it is refused.
 * Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html,
 * https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 */
export function queuePolicy(account: string, arn: string, { topicArns, ruleArns }: QueueFeeders): string {
  const feeder = (sid: string, service: string, sources: readonly string[]) =>
    sources.length === 0
      ? []
      : [
          {
            Sid: sid,
            Effect: "Allow",
            Principal: { Service: service },
            Action: "sqs:SendMessage",
            Resource: arn,
            Condition: {
              ArnEquals: { "aws:SourceArn": sources },
              StringEquals: { "aws:SourceAccount": account },
            },
          },
        ];
  return policyDocument([
    ...feeder("TopicsThatDeliver", "sns.amazonaws.com", topicArns),
    ...feeder("RulesThatDeliver", "events.amazonaws.com", ruleArns),
    {
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Resource: arn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}
