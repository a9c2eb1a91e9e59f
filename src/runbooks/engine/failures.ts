/** What is known of a call that did not answer as it should. */
export type Failure =
  /** AWS had too much to do and did not take it. */
  | "turned-away"
  /** AWS took it and said no. */
  | "refused"
  /** No answer, or one that says that something broke on the way: it may have taken effect. */
  | "doubtful";

const THROTTLING = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "ProvisionedThroughputExceededException",
  "BandwidthLimitExceeded",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "TransactionInProgressException",
  "EC2ThrottledException",
  "SlowDown",
]);

interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

/**
 * Names of throttling errors as the AWS SDK for JavaScript knows them, in its retry package; an answer of the 500s says
 * nothing about whether the work was done.
 */
export function failureOfCall(error: unknown): Failure {
  if (!(error instanceof Error)) return "doubtful";
  const { name, $metadata, $retryable } = error as ServiceError;
  const status = $metadata?.httpStatusCode;
  if (status === 429 || THROTTLING.has(name) || $retryable?.throttling === true) return "turned-away";
  if (status === undefined || status >= 500) return "doubtful";
  return "refused";
}

/** An error as a state machine catches it, by its name. It is not tried again: whoever threw it has tried. */
export class TaskFailure extends Error {
  readonly isRetryable = false;
  readonly isCatchable: boolean;

  constructor(name: string, message: string, catchable = true) {
    super(message);
    this.name = name;
    this.isCatchable = catchable;
  }
}
