import type { AwsCall, AwsReply } from "./call.ts";
import { errorReply } from "./errorReply.ts";
import type { FaultEffect } from "./faults.ts";

/**
 * What each service calls too many requests, with the HTTP status. The codes are those that AWS's SDKs take for
 * throttling: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html; S3's and EC2's from their
 * own lists of errors.
 */
const THROTTLED: Readonly<Record<string, readonly [number, string]>> = {
  s3: [503, "SlowDown"],
  ec2: [503, "RequestLimitExceeded"],
  rds: [400, "Throttling"],
  elasticache: [400, "Throttling"],
  iam: [400, "Throttling"],
  sts: [400, "Throttling"],
  route53: [400, "Throttling"],
  elasticloadbalancing: [400, "Throttling"],
  cloudfront: [503, "Throttling"],
  autoscaling: [400, "Throttling"],
  monitoring: [400, "Throttling"],
  lambda: [429, "TooManyRequestsException"],
  eks: [429, "ThrottlingException"],
  backup: [429, "ThrottlingException"],
};

/** The answer of a fault that answers; undefined for one that does not. */
export function faultReply(call: AwsCall, effect: FaultEffect): AwsReply | undefined {
  switch (effect.kind) {
    case "reset":
    case "hang":
    case "delay":
      return undefined;
    case "throttle": {
      const [status, code] = THROTTLED[call.service] ?? [400, "ThrottlingException"];
      return errorReply(call, { status, code, message: "Rate exceeded" });
    }
    case "error": {
      const message = "A fault of the sandbox: the service answers with an error";
      return errorReply(call, { status: effect.status, code: effect.code, message });
    }
  }
}
