import { documentOf, type PolicyDocument } from "./policyDocument.ts";

/** The machines that recover something, and their executions. */
export function recoveries(platform: string): readonly string[] {
  return [
    `arn:aws:states:*:*:execution:${platform}-*-recovery-*:*`,
    `arn:aws:states:*:*:stateMachine:${platform}-*-recovery-*`,
  ];
}

/**
 * What runbooks call that changes something, on the platform's own things, for runs from a terminal; and the machines that
 * do it without anybody's laptop: starting them, answering them, holding them back, and never changing one. Restores are
 * begun by backups or by machines alone: who makes a table anew from its history has to be let read and write it.
 * Which of these actions takes the thing or the tag: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html,
 * recalled where `src/runbooks/permissions.ts` says so.
 */
export function operator(platform: string): PolicyDocument {
  return documentOf([
    {
      Sid: "MovesWriters",
      Effect: "Allow",
      Action: [
        "rds:FailoverDBCluster",
        "rds:FailoverGlobalCluster",
        "rds:PromoteReadReplica",
        "rds:RebootDBInstance",
        "rds:StopDBInstance",
        "rds:SwitchoverGlobalCluster",
      ],
      Resource: [
        `arn:aws:rds:*:*:cluster:${platform}-*`,
        `arn:aws:rds:*:*:db:${platform}-*`,
        `arn:aws:rds::*:global-cluster:${platform}-*`,
      ],
    },
    {
      Sid: "MovesCaches",
      Effect: "Allow",
      Action: ["elasticache:FailoverGlobalReplicationGroup", "elasticache:TestFailover"],
      Resource: [
        // AWS puts five characters of its own before the name.
        `arn:aws:elasticache::*:globalreplicationgroup:*-${platform}-*`,
        `arn:aws:elasticache:*:*:replicationgroup:${platform}-*`,
      ],
    },
    {
      Sid: "KeepsNamesAway",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      // Takes no resource; the namespace is all that it can be held to.
      Resource: "*",
      Condition: { StringLike: { "cloudwatch:namespace": `${platform}-*/recovery` } },
    },
    {
      Sid: "SetsRoutingControls",
      Effect: "Allow",
      Action: [
        "route53-recovery-cluster:GetRoutingControlState",
        "route53-recovery-cluster:ListRoutingControls",
        "route53-recovery-cluster:UpdateRoutingControlStates",
      ],
      // AWS chooses all of their ids.
      Resource: "arn:aws:route53-recovery-control::*:controlpanel/*",
    },
    {
      Sid: "ClosesRegions",
      Effect: "Allow",
      Action: ["elasticloadbalancing:CreateRule", "elasticloadbalancing:DeleteRule"],
      Resource: [
        `arn:aws:elasticloadbalancing:*:*:listener/app/${platform}-*`,
        `arn:aws:elasticloadbalancing:*:*:listener-rule/app/${platform}-*`,
      ],
    },
    {
      Sid: "LeavesZones",
      Effect: "Allow",
      Action: [
        "arc-zonal-shift:CancelZonalShift",
        "arc-zonal-shift:GetManagedResource",
        "arc-zonal-shift:StartZonalShift",
      ],
      Resource: [
        `arn:aws:eks:*:*:cluster/${platform}-*`,
        `arn:aws:elasticloadbalancing:*:*:loadbalancer/app/${platform}-*`,
      ],
    },
    {
      Sid: "ClosesWays",
      Effect: "Allow",
      Action: [
        "ec2:CreateTransitGatewayRoute",
        "ec2:DeleteTransitGatewayRoute",
        "ec2:ReplaceNetworkAclEntry",
        "ec2:SearchTransitGatewayRoutes",
      ],
      Resource: ["arn:aws:ec2:*:*:network-acl/*", "arn:aws:ec2:*:*:transit-gateway-route-table/*"],
      Condition: { StringLike: { "aws:ResourceTag/Name": [`${platform}-*-data`, `${platform}-*-hub`] } },
    },
    {
      Sid: "TellsRegions",
      Effect: "Allow",
      Action: "events:PutEvents",
      Resource: "arn:aws:events:*:*:event-bus/default",
      Condition: { StringLike: { "events:source": `recovery.${platform}.*` } },
    },
    {
      Sid: "StartsBackupsAndRestores",
      Effect: "Allow",
      Action: ["backup:StartBackupJob", "backup:StartRestoreJob"],
      Resource: [`arn:aws:backup:*:*:backup-vault:${platform}-*`, "arn:aws:backup:*:*:recovery-point:*"],
    },
    {
      Sid: "HandsBackupTheirRoles",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: [`arn:aws:iam::*:role/${platform}-*-backup`, `arn:aws:iam::*:role/${platform}-*-restore`],
      Condition: { StringEquals: { "iam:PassedToService": "backup.amazonaws.com" } },
    },
    {
      Sid: "RunsRecoveries",
      Effect: "Allow",
      Action: [
        "states:DescribeExecution",
        "states:DescribeStateMachine",
        "states:GetExecutionHistory",
        "states:ListExecutions",
        // Nothing is redriven: that goes on behind the region's lock, where another recovery may be by now.
        "states:StartExecution",
        "states:StopExecution",
      ],
      Resource: recoveries(platform),
    },
    {
      Sid: "AnswersRecoveries",
      Effect: "Allow",
      Action: ["states:SendTaskFailure", "states:SendTaskSuccess"],
      // A task is named by its token, which only whoever was asked has: these actions take no resource.
      // Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
      Resource: "*",
    },
    {
      Sid: "HoldsRecoveriesBack",
      Effect: "Allow",
      Action: ["ssm:GetParameter", "ssm:PutParameter"],
      Resource: `arn:aws:ssm:*:*:parameter/${platform}/*/recovery`,
    },
    {
      Sid: "FindsRoutingControls",
      Effect: "Allow",
      Action: "ssm:GetParameter",
      Resource: `arn:aws:ssm:*:*:parameter/${platform}/*/routing-controls`,
    },
    {
      // For a run from a terminal, which takes the lock that the machines take.
      Sid: "LocksRecoveries",
      Effect: "Allow",
      Action: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"],
      Resource: `arn:aws:dynamodb:*:*:table/${platform}-*-recovery-lock`,
    },
    {
      // Definitions and executions are sealed with the region's key, for whoever starts and reads them.
      // Source: https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
      Sid: "ReadsRecoveries",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "arn:aws:kms:*:*:key/*",
      Condition: {
        StringLike: { "kms:ViaService": "states.*.amazonaws.com" },
        "ForAnyValue:StringLike": { "kms:ResourceAliases": `alias/${platform}-*` },
      },
    },
  ]);
}
