import type { AwsCall } from "../call.ts";

/** How a service writes its calls and answers. */
export type Protocol = "query" | "ec2" | "rest-xml" | "s3" | "json-1.0" | "json-1.1" | "rest-json";

/**
 * Protocols of the services that overlays and refusals speak to; `metadata.protocol` and
 * `metadata.jsonVersion` of the AWS service models. What is not listed is told by the call itself.
 */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  rds: "query",
  elasticloadbalancing: "query",
  elasticache: "query",
  iam: "query",
  sts: "query",
  sns: "query",
  autoscaling: "query",
  ec2: "ec2",
  s3: "s3",
  route53: "rest-xml",
  cloudfront: "rest-xml",
  dynamodb: "json-1.0",
  sqs: "json-1.0",
  kms: "json-1.1",
  secretsmanager: "json-1.1",
  logs: "json-1.1",
  ssm: "json-1.1",
  globalaccelerator: "json-1.1",
};

export function protocolOf(call: Pick<AwsCall, "service" | "headers" | "body">): Protocol {
  const known = PROTOCOLS[call.service];
  if (known !== undefined) return known;
  const type = call.headers["content-type"] ?? "";
  if (type.includes("amz-json-1.0")) return "json-1.0";
  if (type.includes("amz-json-1.1")) return "json-1.1";
  if (type.includes("x-www-form-urlencoded")) return "query";
  return "rest-json";
}

/** XML namespaces of the query services, without which strict readers refuse the answer. */
const NAMESPACES: Readonly<Record<string, string>> = {
  rds: "http://rds.amazonaws.com/doc/2014-10-31/",
  elasticloadbalancing: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
  elasticache: "http://elasticache.amazonaws.com/doc/2015-02-02/",
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
};

export function namespaceOf(service: string): Record<string, string> {
  const xmlns = NAMESPACES[service];
  return xmlns === undefined ? {} : { xmlns };
}

/** A request id in the form of AWS's, made from the number of the call: equal runs give equal answers. */
export function requestId(call: Pick<AwsCall, "id">): string {
  return `00000000-0000-4000-8000-${call.id.toString(16).padStart(12, "0")}`;
}
