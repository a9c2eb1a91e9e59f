import { type MessageName, queueArn } from "../messaging/names.ts";
import { type Naming, nameOf } from "../naming.ts";

/** A queue that a service or function works with, as far as permissions go. */
export interface QueueGrant extends MessageName {
  readonly access: "send" | "receive";
  /** All regions that have the queue: after a failover the same role works in another. */
  readonly regions: readonly string[];
  /** Purposes of the keys that encrypt it there: `us`, `eu`. */
  readonly keyPurposes: readonly string[];
}

/**
 * What a service's pods, or a function, may do with queues: send, or receive and be done with. Never make, change,
 * empty or delete a queue.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-using-identity-based-policies.html
 */
export function queueStatements(naming: Naming, grants: readonly QueueGrant[]): readonly object[] {
  const arns = (access: QueueGrant["access"]) =>
    grants
      .filter((grant) => grant.access === access)
      .flatMap((grant) => grant.regions.map((region) => queueArn(naming, grant, region)));
  const [sent, received] = [arns("send"), arns("receive")];
  return [
    ...(sent.length === 0
      ? []
      : [
          {
            Sid: "QueuesToSendTo",
            Effect: "Allow",
            Action: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
            Resource: sent,
          },
        ]),
    ...(received.length === 0
      ? []
      : [
          {
            Sid: "QueuesToReceiveFrom",
            Effect: "Allow",
            Action: [
              "sqs:ChangeMessageVisibility",
              "sqs:DeleteMessage",
              "sqs:GetQueueAttributes",
              "sqs:GetQueueUrl",
              "sqs:ReceiveMessage",
            ],
            Resource: received,
          },
        ]),
    ...queueKeys(naming, grants),
  ];
}

/**
 * Who sends has SQS make and read data keys, who receives has it read them. Keys by their alias: see `storeAccess.ts`.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
function queueKeys(naming: Naming, grants: readonly QueueGrant[]): readonly object[] {
  if (grants.length === 0) return [];
  const sends = grants.some(({ access }) => access === "send");
  return [
    {
      Sid: "KeysOfQueues",
      Effect: "Allow",
      Action: sends ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
      ...keysThrough(naming, grants, "sqs"),
    },
  ];
}

function keysThrough(
  naming: Naming,
  grants: readonly Pick<QueueGrant, "regions" | "keyPurposes">[],
  service: string,
) {
  const regions = [...new Set(grants.flatMap((grant) => grant.regions))].sort();
  const purposes = [...new Set(grants.flatMap(({ keyPurposes }) => keyPurposes))].sort();
  return {
    Resource: regions.map((region) => `arn:aws:kms:${region}:${naming.account}:key/*`),
    Condition: {
      "ForAnyValue:StringEquals": {
        "kms:ResourceAliases": purposes.map((purpose) => `alias/${nameOf(naming, purpose)}`),
      },
      StringEquals: { "kms:ViaService": regions.map((region) => `${service}.${region}.amazonaws.com`) },
    },
  };
}
