import type { Asked, Expectation, Subject } from "../../../access/index.ts";
import type { Organization, OrganizationAccount } from "../../../config/index.ts";

type Row = readonly [
  rule: string,
  says: string,
  wanted: "allow" | "deny",
  asked: Pick<Asked, "action" | "resource"> & { readonly context?: Asked["context"] },
  as?: Subject,
];

/** A request of somebody who is signed in and says nothing special. */
const PLAIN = {
  "aws:MultiFactorAuthPresent": "true",
  "aws:ViaAWSService": "false",
  "s3:x-amz-acl": null,
  "s3:x-amz-server-side-encryption-customer-algorithm": null,
} as const;

/** A region that is nobody's home here. */
const ELSEWHERE = ["ap-southeast-2", "sa-east-1", "ca-central-1"];

/**
 * What guard rails must deny to an administrator of a member account, and what they must let through all the same, so
 * that a rail that shuts everything does not pass for a good one.
 */
export function guardRailExpectations(organization: Organization): readonly Expectation[] {
  return organization.accounts
    .filter(({ unit }) => unit !== "root")
    .flatMap((account) => rowsOf(organization, account).map((row) => expectation(row, account)));
}

function expectation(
  [rule, says, wanted, asked, as]: Row,
  { name, account }: OrganizationAccount,
): Expectation {
  return {
    rule,
    says: `${says} (${name})`,
    wanted,
    as: as ?? { kind: "administrator", arn: `arn:aws:iam::${account}:role/administrator` },
    asked: { ...asked, context: { ...PLAIN, ...asked.context } },
  };
}

function rowsOf(organization: Organization, { account }: OrganizationAccount): readonly Row[] {
  return [
    ...regionRows(organization),
    ...auditRows(organization, account),
    ...accountRows(organization, account),
    ...machineRows(organization, account),
    ...publicRows(organization, account),
    ...encryptionRows(organization, account),
  ];
}

function home({ guardrails, homeRegion }: Organization): string {
  return guardrails.allowedRegions[0] ?? homeRegion;
}

function regionRows(organization: Organization): readonly Row[] {
  const { allowedRegions } = organization.guardrails;
  const outside = ELSEWHERE.find((region) => !allowedRegions.includes(region)) ?? "ap-southeast-2";
  const rule = "only regions of the declared homes";
  const inRegion = (region: string) => ({
    action: "ec2:CreateVpc",
    resource: "*",
    context: { "aws:RequestedRegion": region },
  });
  return [
    [rule, `nothing is made in ${outside}`, "deny", inRegion(outside)],
    ...allowedRegions.map(
      (region): Row => [rule, `networks are made in ${region}`, "allow", inRegion(region)],
    ),
    ...["route53:ListHostedZones", "cloudfront:ListDistributions", "organizations:DescribeOrganization"].map(
      (action): Row => [
        rule,
        `${action} works wherever it is signed`,
        "allow",
        { action, resource: "*", context: { "aws:RequestedRegion": "us-east-1" } },
      ],
    ),
  ];
}

function auditRows(organization: Organization, account: string): readonly Row[] {
  const rule = "audit trails go on, whoever asks";
  const region = home(organization);
  const trail = `arn:aws:cloudtrail:${region}:${account}:trail/any`;
  const stops: readonly (readonly [action: string, resource: string])[] = [
    ["cloudtrail:StopLogging", trail],
    ["cloudtrail:DeleteTrail", trail],
    ["config:StopConfigurationRecorder", "*"],
    ["config:DeleteConfigurationRecorder", "*"],
    ["guardduty:DeleteDetector", `arn:aws:guardduty:${region}:${account}:detector/any`],
    ["securityhub:DisableSecurityHub", `arn:aws:securityhub:${region}:${account}:hub/default`],
  ];
  const [deployer] = organization.guardrails.deploymentRoles;
  return [
    ...stops.map(
      ([action, resource]): Row => [
        rule,
        `an administrator may not ${action}`,
        "deny",
        { action, resource, context: { "aws:RequestedRegion": region } },
      ],
    ),
    ...(deployer === undefined
      ? []
      : [
          [
            rule,
            `${deployer} alone may cloudtrail:StopLogging`,
            "allow",
            { action: "cloudtrail:StopLogging", resource: trail, context: { "aws:RequestedRegion": region } },
            { kind: "administrator", arn: `arn:aws:iam::${account}:role/${deployer}` },
          ] as const,
        ]),
  ];
}

function accountRows(organization: Organization, account: string): readonly Row[] {
  const context = { "aws:RequestedRegion": home(organization) };
  const denied = (rule: string, says: string, action: string, resource = "*"): Row => [
    rule,
    says,
    "deny",
    { action, resource, context },
  ];
  return [
    denied(
      "accounts do not leave",
      "the account does not leave the organisation",
      "organizations:LeaveOrganization",
    ),
    [
      "nobody is the root user",
      "the root user may do nothing",
      "deny",
      { action: "ec2:DescribeInstances", resource: "*", context },
      { kind: "root", account },
    ],
    denied("no users with keys", "no user is made", "iam:CreateUser", `arn:aws:iam::${account}:user/any`),
    denied(
      "no users with keys",
      "no access key is made",
      "iam:CreateAccessKey",
      `arn:aws:iam::${account}:user/any`,
    ),
  ];
}

function machineRows(organization: Organization, account: string): readonly Row[] {
  const rule = "instances need tokens";
  const region = home(organization);
  const instance = (tokens: string) => ({
    action: "ec2:RunInstances",
    resource: `arn:aws:ec2:${region}:${account}:instance/any`,
    context: { "ec2:MetadataHttpTokens": tokens },
  });
  return [
    [rule, "no instance starts that hands out credentials without a token", "deny", instance("optional")],
    [rule, "an instance starts that wants a token", "allow", instance("required")],
  ];
}

function publicRows(organization: Organization, account: string): readonly Row[] {
  const rule = "nothing is public";
  const region = home(organization);
  const bucket = `arn:aws:s3:::any-${account}`;
  const inRegion = { "aws:RequestedRegion": region, "aws:ResourceAccount": account };
  return [
    [
      rule,
      "no bucket is opened to the public",
      "deny",
      {
        action: "s3:PutBucketAcl",
        resource: bucket,
        context: { ...inRegion, "s3:x-amz-acl": "public-read" },
      },
    ],
    [
      rule,
      "the account's block of public access stays",
      "deny",
      { action: "s3:PutAccountPublicAccessBlock", resource: "*", context: inRegion },
    ],
    [
      rule,
      "no snapshot is shared with everybody",
      "deny",
      {
        action: "ec2:ModifySnapshotAttribute",
        resource: `arn:aws:ec2:${region}::snapshot/any`,
        context: { "ec2:Add/group": "all" },
      },
    ],
    [
      rule,
      "no database is reached from outside",
      "deny",
      {
        action: "rds:CreateDBInstance",
        resource: `arn:aws:rds:${region}:${account}:db:any`,
        context: {
          "rds:PubliclyAccessible": "true",
          "rds:StorageEncrypted": "true",
          "rds:DatabaseEngine": "postgres",
        },
      },
    ],
  ];
}

function encryptionRows(organization: Organization, account: string): readonly Row[] {
  const rule = "everything is encrypted";
  const region = home(organization);
  const volume = (encrypted: string) => ({
    action: "ec2:CreateVolume",
    resource: `arn:aws:ec2:${region}:${account}:volume/any`,
    context: { "ec2:Encrypted": encrypted },
  });
  const database = (encrypted: string) => ({
    action: "rds:CreateDBInstance",
    resource: `arn:aws:rds:${region}:${account}:db:any`,
    context: {
      "rds:PubliclyAccessible": "false",
      "rds:StorageEncrypted": encrypted,
      "rds:DatabaseEngine": "postgres",
    },
  });
  const plain = {
    action: "s3:GetObject",
    resource: `arn:aws:s3:::any-${account}/any`,
    context: { "aws:SecureTransport": "false", "aws:RequestedRegion": region },
  };
  return [
    [rule, "no volume is made in plain", "deny", volume("false")],
    [rule, "an encrypted volume is made", "allow", volume("true")],
    [rule, "no database is made in plain", "deny", database("false")],
    [rule, "an encrypted database is made", "allow", database("true")],
    [rule, "no object is read over a plain connection", "deny", plain],
  ];
}
