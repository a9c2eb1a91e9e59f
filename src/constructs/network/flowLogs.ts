import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { FlowLog } from "@cdktn/provider-aws/lib/flow-log/index.js";
import type { Construct } from "constructs";
import type { Naming } from "../naming.ts";

/** Name of the log group of an environment's traffic, the same in every region. */
export function flowLogGroupName({ platform, environment }: Naming): string {
  return `/trireme/${platform}/${environment}/flow-logs`;
}

/** Records all traffic of a VPC, encrypted, in a log group of its own. */
export function flowLogs(
  scope: Construct,
  props: {
    readonly naming: Naming;
    readonly vpcId: string;
    readonly logKeyArn: string;
    readonly flowLogRoleArn: string;
    readonly days: number;
    readonly tags: Record<string, string>;
  },
): void {
  const { naming, tags } = props;
  const group = new CloudwatchLogGroup(scope, "flow-log-group", {
    name: flowLogGroupName(naming),
    retentionInDays: props.days,
    kmsKeyId: props.logKeyArn,
    tags,
  });
  new FlowLog(scope, "flow-log", {
    vpcId: props.vpcId,
    trafficType: "ALL",
    logDestinationType: "cloud-watch-logs",
    logDestination: group.arn,
    iamRoleArn: props.flowLogRoleArn,
    maxAggregationInterval: 60,
    tags,
  });
}
