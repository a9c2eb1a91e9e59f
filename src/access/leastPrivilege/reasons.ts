import { ACTIONS_WITHOUT_RESOURCE } from "./actionsWithoutResource.ts";
import type { WildcardReason } from "./leastPrivilege.ts";

const KEY = "aws_kms_*";

/** Facts of AWS, which hold for anybody's policies. */
export const AWS_REASONS: readonly WildcardReason[] = [
  {
    id: "takes-no-resource",
    of: "resource",
    text: "*",
    actions: ACTIONS_WITHOUT_RESOURCE,
    because: "None of these actions takes a resource.",
    source: "src/access/leastPrivilege/actionsWithoutResource.ts",
  },
  {
    id: "this-key",
    of: "resource",
    text: "*",
    kinds: ["resource"],
    policies: KEY,
    because: "In a key's policy * means this key.",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
  },
  {
    id: "endpoint-grants-nothing",
    of: ["action", "resource", "principal"],
    text: "*",
    kinds: ["endpoint"],
    conditions: ["aws:PrincipalAccount"],
    because:
      "An endpoint's policy is a ceiling and grants nothing; this one keeps strangers' credentials out.",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
  },
];

/** Of policies that we emit: what a reviewer would ask about, with the answer. */
export const OWN_REASONS: readonly WildcardReason[] = [
  {
    id: "key-families",
    of: "action",
    like: "kms:*",
    actions: ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    because: "Variants of one use of a key, as AWS documents for each of these services.",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  },
  {
    id: "files-of-the-organization",
    of: "resource",
    like: "arn:aws:s3:::*/AWSLogs/o-*",
    conditions: ["aws:SourceArn"],
    because: "The organization's id is AWS's to give; the condition names the one trail that writes there.",
    source:
      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
  },
  {
    id: "streams-of-the-organization",
    of: "resource",
    like: "arn:aws:logs:*:log-stream:o-*",
    because: "The organization's id is AWS's to give; only the one trail may take on the role.",
    source:
      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html",
  },
  {
    id: "sink-itself",
    of: "resource",
    text: "*",
    kinds: ["resource"],
    policies: "aws_oam_sink_policy.*",
    conditions: ["oam:ResourceTypes"],
    because: "In a sink's policy * means this sink.",
    source: "https://docs.aws.amazon.com/OAM/latest/APIReference/API_PutSinkPolicy.html",
  },
  {
    id: "key-by-alias",
    of: "resource",
    like: "arn:aws:kms:*:key/*",
    kinds: ["identity"],
    conditions: ["kms:ResourceAliases"],
    because: "A key's id is unknown before it exists; the condition on its alias names the key.",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html",
  },
  {
    id: "key-of-node-volumes",
    of: "principal",
    text: "*",
    kinds: ["resource"],
    policies: KEY,
    conditions: ["aws:PrincipalArn", "kms:CallerAccount"],
    because:
      "The service-linked role of Auto Scaling may not exist yet, and KMS refuses a principal that does not; the condition names it.",
    source:
      "https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html",
  },
  {
    id: "families-through-endpoints",
    of: "action",
    actions: ["autoscaling:*", "ec2:*", "ecr:*", "eks:Describe*", "eks:List*", "elasticloadbalancing:*"],
    kinds: ["endpoint"],
    conditions: ["aws:PrincipalAccount", "aws:ResourceAccount"],
    because:
      "An endpoint's policy grants nothing; what add-ons of AWS do there is said by AWS's own policies, which change with them, and on what is the account's own.",
    source: "https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/vpc_endpoint_policies",
  },
  {
    id: "image-layers",
    of: "principal",
    text: "*",
    kinds: ["endpoint"],
    sids: ["ImageLayers"],
    because: "ECR's own bucket, from which layers of images are fetched with addresses that ECR signs.",
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
  },
  {
    id: "database-by-user",
    of: "resource",
    like: "arn:aws:rds-db:*:dbuser:*/*",
    actions: ["rds-db:connect"],
    sids: ["Databases"],
    because:
      "A cluster's generated id is unknown before it exists and another after a restore; the user belongs to one service and one store.",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html",
  },
  {
    id: "own-target-groups",
    of: "resource",
    like: "arn:aws:elasticloadbalancing:*:targetgroup/*-*/*",
    actions: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
    because: "The target groups of this environment alone; AWS adds an id of its own to each name.",
    source:
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html",
  },
  {
    id: "datastores-of-caches",
    of: "resource",
    like: "arn:aws:elasticache::*:globalreplicationgroup:*",
    policies: "aws_iam_role_policy.recoveries_*",
    actions: ["elasticache:DescribeGlobalReplicationGroups", "elasticache:FailoverGlobalReplicationGroup"],
    optional: true,
    because:
      "AWS puts letters of its own before a Global Datastore's name; to look takes its id as well, and to move its primary is allowed on one member group, which is named.",
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/red-ug/Redis-Global-Datastores-CLI.html",
  },
  {
    id: "routing-controls",
    of: "resource",
    like: "arn:aws:route53-recovery-control:*:controlpanel/*/routingcontrol/*",
    actions: [
      "route53-recovery-cluster:GetRoutingControlState",
      "route53-recovery-cluster:UpdateRoutingControlStates",
    ],
    optional: true,
    because:
      "Panels and controls have ids of AWS's and no names in their ARNs; all are of the own account, and no safety rule may be overridden.",
    source:
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_route53-recovery-cluster.html",
  },
  {
    id: "rules-of-the-entry",
    of: "resource",
    like: "arn:aws:elasticloadbalancing:*:listener*/app/*/*",
    policies: "aws_iam_role_policy.recoveries_*",
    actions: ["elasticloadbalancing:CreateRule", "elasticloadbalancing:DeleteRule"],
    optional: true,
    because:
      "AWS puts ids of its own after the name of the region's way in, which is written out; a recovery adds one rule to it and takes it away.",
    source:
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html",
  },
  {
    id: "ways-of-the-hub",
    of: "resource",
    like: "arn:aws:ec2:*:transit-gateway-route-table/*",
    policies: "aws_iam_role_policy.recoveries_*",
    conditions: ["aws:ResourceTag/Name"],
    actions: [
      "ec2:CreateTransitGatewayRoute",
      "ec2:DeleteTransitGatewayRoute",
      "ec2:SearchTransitGatewayRoutes",
    ],
    optional: true,
    because:
      "A route table's id is AWS's to give; the condition on its name leaves the one of the environment's transit gateway, in which a recovery closes the way to an old writer and makes it free again.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html",
  },
  {
    id: "shutter-of-a-region",
    of: "resource",
    like: "arn:aws:ec2:*:network-acl/*",
    policies: "aws_iam_role_policy.recoveries_*",
    actions: ["ec2:ReplaceNetworkAclEntry"],
    conditions: ["aws:ResourceTag/Name"],
    optional: true,
    because:
      "AWS gives network ACLs their ids; the condition names the one of the database subnets, of which a recovery replaces a rule.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html",
  },
  {
    id: "entry-out-of-a-zone",
    of: "resource",
    like: "arn:aws:elasticloadbalancing:*:loadbalancer/app/*/*",
    policies: "aws_iam_role_policy.recoveries_*",
    actions: ["arc-zonal-shift:*"],
    optional: true,
    because:
      "AWS puts an id of its own after the name of the region's way in, which is written out; a recovery keeps its traffic out of a zone and lets it in again.",
    source:
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapplicationrecoverycontroller-zonalshift.html",
  },
  {
    id: "holder-of-the-lock",
    of: "resource",
    like: "arn:aws:states:*:execution:*-recovery-*:*",
    policies: "aws_iam_role_policy.recoveries_*",
    actions: ["states:DescribeExecution"],
    optional: true,
    because:
      "Whoever holds the lock of a region is an execution of any of its recoveries, of a name that its incident gave it; to ask whether it runs changes nothing.",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/concept-create-iam-advanced.html",
  },
  {
    id: "instances-are-listed",
    of: "resource",
    like: "arn:aws:rds:*:db:*",
    policies: "aws_iam_role_policy.recoveries_*",
    actions: ["rds:DescribeDBInstances"],
    optional: true,
    because:
      "Which instances of a cluster are in a zone is a list, and listing is asked of all instances of a region (recalled).",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html",
  },
  {
    id: "clusters-are-listed",
    of: "resource",
    like: "arn:aws:rds:*:cluster:*",
    policies: "aws_iam_role_policy.recoveries_restore-*",
    actions: ["rds:DescribeDBClusters"],
    optional: true,
    because:
      "Whether a name is taken is asked by a filter, for a name that is not there is an error; that is a list, asked of all clusters of a region (recalled).",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html",
  },
  {
    id: "groups-of-an-engine",
    of: "resource",
    like: "arn:aws:rds:*g:*",
    policies: "aws_iam_role_policy.recoveries_restore-*",
    actions: ["rds:RestoreDBClusterToPointInTime", "rds:RestoreDBInstanceToPointInTime"],
    optional: true,
    because:
      "Groups of settings and options end with the engine's version, which an upgrade changes; a restore joins what it makes to them.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html",
  },
  {
    id: "recovery-points",
    of: "resource",
    like: "arn:aws:*:*",
    policies: "aws_iam_role_policy.recoveries_restore-*",
    actions: ["backup:DescribeRecoveryPoint", "backup:StartRestoreJob"],
    optional: true,
    because:
      "AWS names recovery points, and which one is restored is known on the day; the runbook sees first that it is in the region's own vault and of the store that is meant.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html",
  },
  {
    id: "log-groups-are-listed",
    of: "resource",
    like: "arn:aws:logs:*:log-group:*",
    actions: ["logs:DescribeLogGroups"],
    because: "Listing is asked of all log groups of a region.",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html",
  },
  {
    id: "logs-of-canaries",
    of: "resource",
    like: "arn:aws:logs:*:log-group:/aws/lambda/cwsyn-*",
    policies: "aws_iam_role_policy.canaries_*",
    because:
      "Synthetics adds an id of its own to the names of the functions behind this environment's canaries.",
    source:
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html",
  },
  {
    id: "karpenter-machines",
    of: "resource",
    like: "arn:aws:ec2:*:*:*/*",
    policies: "aws_iam_role_policy.karpenter_*",
    conditions: ["aws:RequestedRegion"],
    sids: [
      "EndOwn",
      "LaunchFrom",
      "LaunchFromOwnTemplates",
      "LaunchInstances",
      "LaunchTagged",
      "OrderInstances",
      "NameOwnInstances",
      "TagWhenLaunching",
    ],
    because:
      "Instances and what they are made of have ids that EC2 chooses; conditions keep it to regions of clusters, and what it makes or ends to this cluster's tag.",
    source: "https://karpenter.sh/docs/reference/cloudformation/",
  },
  {
    id: "interfaces-of-builds-and-functions",
    of: "resource",
    sids: ["Interface", "InterfaceForBuild", "Interfaces"],
    policies: "aws_iam_role_policy.*",
    because:
      "A network interface's id is not known before it exists, and describing takes no resource: AWS's own policies for builds and functions inside a network say the same.",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
  },
  {
    id: "administrators",
    of: ["action", "resource"],
    text: "*",
    policies: "policy/AdministratorAccess",
    because:
      "The role for emergencies, and people outside of production: guard rails still bind both, and taking the first one on is said aloud.",
    source:
      "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_emergency_process.html",
  },
  {
    id: "deployers",
    of: ["everything-but", "resource"],
    policies: "policy/PowerUserAccess",
    because:
      "Who deploys makes whatever the platform consists of; a Deny beside it keeps customers' data out of it.",
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/PowerUserAccess.html",
  },
  {
    id: "permission-sets-serve-all-accounts",
    of: "resource",
    policies: "aws_ssoadmin_permission_set_inline_policy.*",
    because:
      "A permission set is one document for all accounts and regions in which it is assigned; names begin with the platform's, or are ids that AWS chooses.",
    source: "https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html",
  },
  {
    id: "emergencies-are-anywhere",
    of: "resource",
    like: "arn:aws:iam::*:*/*break-glass*",
    policies: "aws_iam_user_policy.break-glass_*",
    because: "In which account the emergency is, nobody knows before; the role has one name in all of them.",
    source:
      "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_emergency_process.html",
  },
];
