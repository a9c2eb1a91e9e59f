import type { AlertSeverity } from "../monitoring/alertTopics.ts";

/** Something in a trail that a person is told of. */
export interface TrailPattern {
  /** Part of the alarm's and the metric's name. */
  readonly name: string;
  readonly severity: AlertSeverity;
  /** What happened and what to look at first, for who is told. */
  readonly meaning: string;
  /** In CloudWatch Logs' filter syntax, at most 1,024 characters. */
  readonly pattern: string;
  /** Events within five minutes from which on it is told. @default 1 */
  readonly from?: number;
}

function oneOf(source: string, ...events: readonly string[]): string {
  const named = events.map((event) => `($.eventName = "${event}")`).join(" || ");
  return `(($.eventSource = "${source}.amazonaws.com") && (${named}))`;
}

/**
 * By each of these somebody may let himself in to what a key encrypts: by its policy, by a copy in another region that
 * has a policy of its own, by a grant. Services ask for grants all day on behalf of who calls them, and say so.
 */
const KEY_ACCESS_CHANGED =
  '(($.eventSource = "kms.amazonaws.com") && (($.eventName = "PutKeyPolicy") || ($.eventName = "ReplicateKey") || (($.eventName = "CreateGrant") && ($.userIdentity.invokedBy NOT EXISTS))))';

/**
 * What the CIS AWS Foundations Benchmark (section on monitoring, recalled) would have told, less what every deployment
 * does by itself: changes of networks, routes and security groups come with each release, are judged by AWS Config, and
 * an alarm that always sounds is an alarm that nobody hears.
 */
export const TRAIL_PATTERNS: readonly TrailPattern[] = [
  {
    name: "root-used",
    severity: "critical",
    meaning:
      "Somebody used the account's root user. Nobody needs it on a usual day: find out who, and change its password if nobody owns up.",
    pattern:
      '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
  },
  {
    name: "signed-in-without-second-factor",
    severity: "critical",
    meaning:
      "An IAM user signed in to the console with a password alone. People come through Identity Center: find out why there is such a user, and take the password away.",
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  },
  {
    name: "recording-changed",
    severity: "critical",
    meaning:
      "Somebody changed or stopped what records: a trail, or the recorder of AWS Config. An intruder does that first. If no deployment was under way, treat it as one.",
    pattern: `{ ${oneOf("cloudtrail", "StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors")} || ${oneOf(
      "config",
      "StopConfigurationRecorder",
      "DeleteConfigurationRecorder",
      "PutConfigurationRecorder",
      "DeleteDeliveryChannel",
      "PutDeliveryChannel",
    )} }`,
  },
  {
    name: "key-disabled-or-deleted",
    severity: "critical",
    meaning:
      "Somebody disabled an encryption key or scheduled its deletion. With it goes everything that it encrypts; CancelKeyDeletion and EnableKey take it back until the day comes.",
    pattern: `{ ${oneOf("kms", "DisableKey", "ScheduleKeyDeletion", "DeleteImportedKeyMaterial")} }`,
  },
  {
    name: "key-access-changed",
    severity: "warning",
    meaning:
      "Somebody changed who may use an encryption key, and so may have let himself in to what it encrypts. Expected while a network stack is deployed; otherwise read requestParameters.policy, and put back the policy of the last release.",
    pattern: `{ ${KEY_ACCESS_CHANGED} }`,
  },
  {
    name: "permissions-changed",
    severity: "warning",
    meaning:
      "Somebody changed who may do what. Expected while a global stack is deployed; otherwise compare with the last release.",
    pattern: `{ ${oneOf(
      "iam",
      "PutRolePolicy",
      "PutUserPolicy",
      "PutGroupPolicy",
      "AttachRolePolicy",
      "AttachUserPolicy",
      "AttachGroupPolicy",
      "CreatePolicyVersion",
      "UpdateAssumeRolePolicy",
      "CreateAccessKey",
      "CreateUser",
    )} }`,
  },
  {
    name: "bucket-opened",
    severity: "warning",
    meaning:
      "Somebody changed who may use a bucket, or how long its objects are kept. Expected while a data stack is deployed.",
    pattern: `{ ${oneOf(
      "s3",
      "PutBucketPolicy",
      "DeleteBucketPolicy",
      "PutBucketAcl",
      "PutBucketLifecycle",
      "PutBucketPublicAccessBlock",
      "DeleteBucketPublicAccessBlock",
      "PutAccountPublicAccessBlock",
      "PutBucketObjectLockConfiguration",
    )} }`,
  },
  {
    name: "calls-refused",
    severity: "warning",
    meaning:
      "Many calls were refused for lack of permission: a role that lost one, or somebody trying doors. Group the log by userIdentity.arn.",
    pattern: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
    from: 20,
  },
  {
    name: "sign-in-failed",
    severity: "warning",
    meaning: "Somebody keeps failing to sign in to the console. Look at sourceIPAddress and the user's name.",
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.errorMessage = "Failed authentication") }',
    from: 5,
  },
];

/** In the management account besides. */
export const ORGANIZATION_PATTERN: TrailPattern = {
  name: "organization-changed",
  severity: "critical",
  meaning:
    "Somebody changed the organization: an account left or moved, or a guard rail was taken off. If no deployment of the organization was under way, undo it.",
  pattern: `{ ${oneOf(
    "organizations",
    "LeaveOrganization",
    "RemoveAccountFromOrganization",
    "MoveAccount",
    "DetachPolicy",
    "DeletePolicy",
    "UpdatePolicy",
    "DisablePolicyType",
    "DeregisterDelegatedAdministrator",
  )} }`,
};

/**
 * The role for emergencies was taken on, in whichever account and region: an organization's trail has them all, so
 * that accounts without alert topics of their own are heard of as well. It names the role's end, since a pattern has
 * its wildcard at an end of the text.
 */
export function emergencyPattern(role: string): TrailPattern {
  return {
    name: "emergency-role-used",
    severity: "critical",
    meaning:
      "Somebody took on the role for emergencies in one of the accounts. If nobody on call says so, it is an intruder: disable the user named in userIdentity.arn and end its sessions.",
    pattern: `{ ($.eventSource = "sts.amazonaws.com") && ($.eventName = "AssumeRole") && ($.requestParameters.roleArn = "*:role/${role}") }`,
  };
}

/** Characters that CloudWatch Logs takes of a pattern. */
const LONGEST_PATTERN = 1024;

/**
 * Who may use a key was changed by somebody who does not deploy. Terraform sets a key's policy when a release says so,
 * which is approved and told as a warning (`key-access-changed`): what wakes somebody is anybody else. Roles of
 * deployment are named by their ARN's end, or, those of Identity Center, by the beginning of their name. Of more roles
 * than a pattern has room for, the last wake somebody as well, which errs to the safe side.
 * Source of `!=` with a wildcard, and of what an absent field is to it:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html (recalled, 2026-11)
 */
export function keyOpenedPattern(roles: readonly string[], permissionSet: string): TrailPattern {
  const issuer = "$.userIdentity.sessionContext.sessionIssuer";
  const others = [`(${issuer}.userName != "AWSReservedSSO_${permissionSet}_*")`];
  // Who acts under no role, a user or root, has no issuer.
  const written = () =>
    `{ ${KEY_ACCESS_CHANGED} && ((${issuer}.arn NOT EXISTS) || (${others.join(" && ")})) }`;
  for (const role of roles) {
    others.push(`(${issuer}.arn != "*:role/${role}")`);
    if (written().length > LONGEST_PATTERN) others.pop();
  }
  return {
    name: "key-opened",
    severity: "critical",
    meaning:
      "Somebody who does not deploy changed who may use an encryption key: by its policy, a copy or a grant. Find out who by userIdentity.arn; if nobody owns up, put the policy back, revoke the grant, and treat what the key encrypts as read.",
    pattern: written(),
  };
}
