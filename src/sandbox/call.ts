/** On whose behalf a call was made, read from the user agent; what a failover is judged by. */
export type Caller = "planning" | "runbook" | "application" | "sandbox" | "other";

/** One AWS API call as the gateway sees it. */
export interface AwsCall {
  /** Order of arrival, from 1. The call log numbers calls in the order in which they end. */
  readonly id: number;
  /** Milliseconds since the epoch, sandbox clock. */
  readonly at: number;
  readonly account: string;
  /** Endpoint prefix in lower case: `rds`, `dynamodb`, `kms`, `s3`, `iam`, `route53`. */
  readonly service: string;
  /** Region of the signature's credential scope. */
  readonly signedRegion: string;
  /**
   * Region whose control plane answers: for global services from the sourced table of homes
   * (IAM and Route 53: us-east-1), for all others the signed region.
   */
  readonly homeRegion: string;
  readonly global: boolean;
  /** API action: `CreateDBCluster`, `PutItem`, `PutBucketReplication`. `GET /path/{}` where the action has no known name. */
  readonly action: string;
  readonly caller: Caller;
  readonly method: string;
  /** Path with query string, as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface AwsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/**
 * How a call ended: answered by an overlay, passed to the emulator, passed on and the answer amended,
 * refused as AWS would, struck by a fault, unknown to the emulator, the emulator dead, or failed by a
 * defect of the sandbox.
 */
export type Outcome =
  | "overlay"
  | "forwarded"
  | "amended"
  | "refused"
  | "faulted"
  | "not-emulated"
  | "emulator-gone"
  | "failed";

/** A line of the call log. */
export interface CallRecord {
  readonly id: number;
  /** ISO 8601, sandbox clock. */
  readonly time: string;
  readonly account: string;
  readonly service: string;
  readonly action: string;
  readonly signedRegion: string;
  readonly homeRegion: string;
  readonly global: boolean;
  readonly caller: Caller;
  readonly outcome: Outcome;
  readonly status: number;
  /** The gateway's own time on the call, without the emulator's, in milliseconds. */
  readonly ownMs: number;
  readonly totalMs: number;
}
