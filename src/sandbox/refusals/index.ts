import type { Refusal } from "../overlay.ts";
import { dynamodbRefusals } from "./dynamodb.ts";
import { ec2Refusals } from "./ec2.ts";
import { elasticLoadBalancingRefusals } from "./elasticloadbalancing.ts";
import { kmsRefusals } from "./kms.ts";
import { rdsRefusals } from "./rds.ts";
import { route53Refusals } from "./route53.ts";
import { s3Refusals } from "./s3.ts";
import { secretsManagerRefusals } from "./secretsmanager.ts";

/** What AWS documents that it rejects and the emulator lets through. */
export function allRefusals(): Refusal[] {
  return [
    ...rdsRefusals,
    ...kmsRefusals,
    ...secretsManagerRefusals,
    ...ec2Refusals,
    ...elasticLoadBalancingRefusals,
    ...s3Refusals,
    ...dynamodbRefusals,
    ...route53Refusals,
  ];
}
