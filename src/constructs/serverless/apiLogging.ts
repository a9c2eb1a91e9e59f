import { ApiGatewayAccount } from "@cdktn/provider-aws/lib/api-gateway-account/index.js";
import { Construct } from "constructs";
import { type Naming, roleArn } from "../naming.ts";
import { roleOf, trustIn } from "../security/role.ts";
import type { OwnerTags } from "../tags.ts";

/** Role with which API Gateway writes access logs. */
const API_LOGS_ROLE = "api-logs";

export interface ApiLoggingRoleProps {
  readonly naming: Naming;
  readonly tags: OwnerTags;
}

/**
 * The role with which API Gateway writes access logs, for a global stack. With AWS's own policy: API Gateway refuses a
 * role whose policy it finds too narrow.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html, read November 2026.
 */
export class ApiLoggingRole extends Construct {
  constructor(scope: Construct, id: string, props: ApiLoggingRoleProps) {
    super(scope, id);
    roleOf(this, {
      naming: props.naming,
      thing: API_LOGS_ROLE,
      trust: trustIn("apigateway.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": props.naming.account },
      }),
      managed: { policy: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs" },
      tags: props.tags,
    });
  }
}

export interface ApiLoggingProps {
  readonly naming: Naming;
}

/**
 * Gives API Gateway its role for logs, once for an account and region. Two environments that share both cannot both
 * have it.
 */
export class ApiLogging extends Construct {
  readonly resource: ApiGatewayAccount;

  constructor(scope: Construct, id: string, props: ApiLoggingProps) {
    super(scope, id);
    this.resource = new ApiGatewayAccount(this, "account", {
      cloudwatchRoleArn: roleArn(props.naming, API_LOGS_ROLE),
    });
  }
}
