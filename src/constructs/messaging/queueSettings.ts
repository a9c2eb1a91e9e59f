/** The longest that SQS keeps a message, 14 days: counted for a dead letter from when it was first sent. */
export const LONGEST_RETENTION_SECONDS = 1_209_600;

/**
 * How long SQS uses one data key of KMS before it asks for the next, which is billed: at a request for every message
 * KMS would cost more than SQS. An hour is within what AWS allows, a minute to a day.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
 */
export const DATA_KEY_SECONDS = 3600;
