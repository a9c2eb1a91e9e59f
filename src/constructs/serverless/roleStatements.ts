import type { Naming } from "../naming.ts";
import { keyUseThrough } from "../security/keyUse.ts";
import { functionLogName, undeliveredArn } from "./names.ts";

/** Where roles of functions, workflows and schedules act. */
export interface RoleScope {
  readonly naming: Naming;
  /** Regions of the environment that run something. */
  readonly regions: readonly string[];
  /** Purposes of the data keys there. */
  readonly keyPurposes: readonly string[];
}

/** Use of our keys through one service only, by default for reading and writing what they seal. */
export function keysThrough(
  service: string,
  scope: RoleScope,
  actions: readonly string[] = ["kms:Decrypt", "kms:GenerateDataKey"],
): object {
  return keyUseThrough(service, scope, { actions });
}

export function tracing(): object {
  return {
    Sid: "Traces",
    Effect: "Allow",
    Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    // Takes no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    Resource: "*",
  };
}

/** What could not be delivered, or failed to the end, goes to its region's queue. */
export function undelivered(scope: RoleScope): readonly object[] {
  return [
    {
      Sid: "Undelivered",
      Effect: "Allow",
      Action: "sqs:SendMessage",
      Resource: scope.regions.map((region) => undeliveredArn(scope.naming, region)),
    },
    keysThrough("sqs", scope),
  ];
}

export function functionLogs({ naming, regions }: RoleScope, name: string): object {
  return {
    Sid: "Log",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: regions.map(
      (region) =>
        `arn:aws:logs:${region}:${naming.account}:log-group:${functionLogName(naming, name)}:log-stream:*`,
    ),
  };
}

/**
 * Lambda makes a network interface for each subnet with the function's own role. The calls take no resource that is
 * known beforehand, so code of the function itself is kept from making them.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html (security best practices), November 2026.
 */
export function networkInterfaces(
  { naming, regions }: RoleScope,
  functionNameInAws: string,
): readonly object[] {
  const Action = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
  ];
  return [
    {
      Sid: "Interfaces",
      Effect: "Allow",
      Action,
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": regions } },
    },
    {
      Sid: "InterfacesNotByCode",
      Effect: "Deny",
      Action,
      Resource: "*",
      Condition: {
        ArnEquals: {
          "lambda:SourceFunctionArn": regions.map(
            (region) => `arn:aws:lambda:${region}:${naming.account}:function:${functionNameInAws}`,
          ),
        },
      },
    },
  ];
}

/** What a state machine's role needs to have its log delivered. */
export function stateMachineLogs(): object {
  return {
    Sid: "LogDelivery",
    Effect: "Allow",
    Action: [
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
    ],
    // They take no resource: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
    Resource: "*",
  };
}
