import { CloudwatchLogDelivery } from "@cdktn/provider-aws/lib/cloudwatch-log-delivery/index.js";
import { CloudwatchLogDeliveryDestination } from "@cdktn/provider-aws/lib/cloudwatch-log-delivery-destination/index.js";
import { CloudwatchLogDeliverySource } from "@cdktn/provider-aws/lib/cloudwatch-log-delivery-source/index.js";
import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface AccessLogProps {
  readonly naming: Naming;
  readonly distributionArn: string;
  /** @default 30: for looking into what goes wrong; nothing here is kept as evidence */
  readonly retentionDays?: number;
  readonly tags: OwnerTags;
}

/**
 * Without the customer: no address, port, cookie, query, referrer or forwarded-for. The log is in
 * us-east-1, also for customers whose data must stay in the EU.
 */
const FIELDS = [
  "date",
  "time",
  "x-edge-location",
  "x-edge-request-id",
  "x-edge-result-type",
  "x-edge-detailed-result-type",
  "cs-method",
  "x-host-header",
  "cs-uri-stem",
  "sc-status",
  "sc-bytes",
  "time-taken",
  "time-to-first-byte",
  "cs-protocol",
  "cs-protocol-version",
  "ssl-protocol",
] as const;

/**
 * Access log of a distribution, of the second kind: through the delivery of CloudWatch Logs. The
 * first kind needs a bucket with access control lists, which are off everywhere here. CloudFront's
 * deliveries are made in us-east-1. A log group below `/aws/vendedlogs/` shares a resource policy that
 * cannot outgrow its limit.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html (read 2026-11).
 */
export class AccessLog extends Construct {
  constructor(scope: Construct, id: string, props: AccessLogProps) {
    super(scope, id);
    const name = nameOf(props.naming, "edge-access");
    const tags = tagsOf(name, props.tags);
    const group = new CloudwatchLogGroup(this, "group", {
      name: `/aws/vendedlogs/${name}`,
      retentionInDays: props.retentionDays ?? 30,
      tags,
    });
    const source = new CloudwatchLogDeliverySource(this, "source", {
      name,
      logType: "ACCESS_LOGS",
      resourceArn: props.distributionArn,
      tags,
    });
    const destination = new CloudwatchLogDeliveryDestination(this, "destination", {
      name,
      outputFormat: "json",
      deliveryDestinationConfiguration: [{ destinationResourceArn: group.arn }],
      tags,
    });
    new CloudwatchLogDelivery(this, "delivery", {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields: [...FIELDS],
      tags,
    });
  }
}
