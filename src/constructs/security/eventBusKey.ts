import type { Naming } from "../naming.ts";

/**
 * EventBridge seals what is on this account's buses, and what it puts into sealed queues, with the key. The buses'
 * context alone would not do: queues have another.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html, read November 2026.
 */
export function eventBusesSeal({ account }: Naming): object {
  return {
    Sid: "EventBusesOfThisAccount",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  };
}
