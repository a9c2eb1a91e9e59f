import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { Wafv2WebAclLoggingConfiguration } from "@cdktn/provider-aws/lib/wafv2-web-acl-logging-configuration/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** Name of the log group of a firewall. WAF takes only names that begin so. */
export function firewallLogGroupName(naming: Naming, thing: string): string {
  return `aws-waf-logs-${nameOf(naming, thing)}`;
}

export interface FirewallLogProps {
  readonly naming: Naming;
  /** Which firewall: part of the log group's name. */
  readonly thing: string;
  readonly webAclArn: string;
  /** @default the key of CloudWatch Logs */
  readonly keyArn?: string;
  /** @default 90: long enough to look back at an attack that was noticed late */
  readonly retentionDays?: number;
  readonly tags: OwnerTags;
}

/** Headers that let the reader of a log act as the customer. */
const SECRET_HEADERS = ["authorization", "cookie"] as const;

/**
 * What a web ACL decided, request by request, without the headers that carry sessions. WAF takes only
 * log groups whose names begin so, in the web ACL's own region, and writes their resource policy itself.
 * Source: https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html (read 2026-11).
 */
export class FirewallLog extends Construct {
  constructor(scope: Construct, id: string, props: FirewallLogProps) {
    super(scope, id);
    const name = firewallLogGroupName(props.naming, props.thing);
    const group = new CloudwatchLogGroup(this, "group", {
      name,
      retentionInDays: props.retentionDays ?? 90,
      ...(props.keyArn === undefined ? {} : { kmsKeyId: props.keyArn }),
      tags: tagsOf(name, props.tags),
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: props.webAclArn,
      logDestinationConfigs: [group.arn],
      redactedFields: SECRET_HEADERS.map((header) => ({ singleHeader: { name: header } })),
    });
  }
}
