import { type Naming, nameOf, roleArn } from "../../naming.ts";

/** What the bucket, the delivery stream and the metric stream are named after. */
export const METRICS = "metrics";
/** Role by which Firehose writes to the bucket. */
export const DELIVERY_ROLE = "metric-delivery";
/** Role by which CloudWatch hands metrics to Firehose. */
export const STREAM_ROLE = "metric-stream";

export function deliveryStreamArn(naming: Naming, region: string): string {
  return `arn:aws:firehose:${region}:${naming.account}:deliverystream/${nameOf(naming, METRICS)}`;
}

/** Made in a global stack. */
export function metricRoleArns(naming: Naming) {
  return { delivery: roleArn(naming, DELIVERY_ROLE), stream: roleArn(naming, STREAM_ROLE) };
}
