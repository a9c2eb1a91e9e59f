import type { AwsReply } from "../call.ts";
import type { World } from "../overlay.ts";
import { parseXml, type XmlElement } from "./xml.ts";

/** Where a call of the sandbox's own goes. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** JSON services that are asked: target prefix and version of the protocol. */
const JSON_TARGETS = {
  events: { prefix: "AWSEvents", version: "1.1" },
  kms: { prefix: "TrentService", version: "1.1" },
  secretsmanager: { prefix: "secretsmanager", version: "1.1" },
  dynamodb: { prefix: "DynamoDB_20120810", version: "1.0" },
  acm: { prefix: "CertificateManager", version: "1.1" },
  tagging: { prefix: "ResourceGroupsTaggingAPI_20170126", version: "1.1" },
  organizations: { prefix: "AWSOrganizationsV20161128", version: "1.1" },
  wafv2: { prefix: "AWSWAF_20190729", version: "1.1" },
  sqs: { prefix: "AmazonSQS", version: "1.0" },
  states: { prefix: "AWSStepFunctions", version: "1.0" },
  ssm: { prefix: "AmazonSSM", version: "1.1" },
  "sso-admin": { prefix: "SWBExternalService", version: "1.1" },
} as const;

/** Query services that are asked, with the version of their API. */
const QUERY_VERSIONS = {
  rds: "2014-10-31",
  ec2: "2016-11-15",
  elasticloadbalancing: "2015-12-01",
  iam: "2010-05-08",
  cloudwatch: "2010-08-01",
} as const;

/** Asks the emulator behind the gateway a JSON call; undefined when it answers an error. */
export async function askJson(
  world: World,
  place: Place,
  service: keyof typeof JSON_TARGETS,
  action: string,
  body: unknown,
): Promise<Record<string, unknown> | undefined> {
  const { prefix, version } = JSON_TARGETS[service];
  const reply = await world.ask({
    ...place,
    service,
    method: "POST",
    target: "/",
    headers: { "content-type": `application/x-amz-json-${version}`, "x-amz-target": `${prefix}.${action}` },
    body: JSON.stringify(body),
  });
  if (reply.status >= 300) return undefined;
  const text = reply.body.toString();
  return text === "" || text === "null" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/** Asks the emulator a query call; undefined when it answers an error. */
export async function askQuery(
  world: World,
  place: Place,
  service: keyof typeof QUERY_VERSIONS,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<XmlElement | undefined> {
  const reply = await world.ask({
    ...place,
    service,
    method: "POST",
    target: "/",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: new URLSearchParams({ Action: action, Version: QUERY_VERSIONS[service], ...parameters }).toString(),
  });
  return reply.status >= 300 ? undefined : parseXml(reply.body);
}

/** Has the emulator's answer a body that can be read as XML? */
export function isXml(reply: AwsReply): boolean {
  return reply.body.toString().trimStart().startsWith("<");
}
