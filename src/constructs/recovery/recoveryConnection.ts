import { CloudwatchEventConnection } from "@cdktn/provider-aws/lib/cloudwatch-event-connection/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { recoveryConnectionName } from "./names.ts";

export interface RecoveryConnectionProps {
  readonly naming: Naming;
}

/**
 * Without a connection of EventBridge Step Functions makes no HTTP request. The names that are asked are public and want
 * no credential, so this one has none: a header that says who asks, for the logs of balancers and firewalls. EventBridge
 * keeps it in a secret of its own, at no charge.
 * Sources: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection.html, read November 2026.
 */
export class RecoveryConnection extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { naming }: RecoveryConnectionProps) {
    super(scope, id);
    this.arn = new CloudwatchEventConnection(this, "connection", {
      name: recoveryConnectionName(naming),
      description: "By which recoveries ask whether public names answer; opens nothing",
      authorizationType: "API_KEY",
      authParameters: { apiKey: { key: "x-asked-by", value: nameOf(naming, "recovery") } },
    }).arn;
  }
}
