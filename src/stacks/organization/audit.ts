import {
  AccessLogBucket,
  ALERT_PUBLISHERS,
  AlertTopics,
  AUDIT_LOGS,
  bucketName,
  DataKey,
  emergencyPattern,
  keyOpenedPattern,
  MANAGEMENT_TRAIL,
  ManagementTrail,
  type Naming,
  ORGANIZATION_IDS,
  ORGANIZATION_PATTERN,
  RegionDefaults,
  TRAIL_PATTERNS,
  TrailAlarms,
  TrailBucket,
  trailArn,
} from "../../constructs/index.ts";
import { DEPLOYER } from "../../guardrails/index.ts";
import { trailLock } from "../audit.ts";
import { breakGlassOf } from "../breakGlass.ts";
import { type EnvironmentStack, namingOf } from "../environmentStack.ts";
import { keyCustody } from "../keyCustody.ts";
import { placeholders } from "../stackIds.ts";
import {
  accountNamed,
  type OrganizationContext,
  organizationIds,
  organizationStack,
} from "./organizationStack.ts";

/**
 * Where the trail of all accounts is kept: locked, sealed with a key of its own, in an account in which nobody works,
 * so that who takes over any other account, the management account among them, takes no log away.
 */
export function archive(context: OrganizationContext): EnvironmentStack {
  const { platform, organization } = context;
  const region = organization.homeRegion;
  const stack = organizationStack(context, {
    id: organizationIds.archive(region),
    account: "log-archive",
    region,
  });
  const { naming, tags } = stack;
  stack.after(organizationIds.accounts);
  new RegionDefaults(stack, "account");
  const trailArns = [trailArn(managementNaming(context), MANAGEMENT_TRAIL, region)];
  const key = new DataKey(stack, "key", {
    naming,
    region,
    purpose: AUDIT_LOGS,
    ...keyCustody(platform, naming),
    trailArns,
    tags,
  });
  const accessLogs = new AccessLogBucket(stack, "access-logs", {
    naming,
    region,
    retentionDays: platform.audit.retentionDays,
    protect: organization.protect,
    tags,
  });
  new TrailBucket(stack, "audit-logs", {
    naming,
    region,
    keyArn: key.arn,
    trailArns,
    // Members' files lie under the organization's id, those of before and after under the trail's own account.
    folders: [organization.account, ORGANIZATION_IDS],
    retentionDays: platform.audit.retentionDays,
    lock: trailLock(platform),
    accessLogBucket: accessLogs.name,
    protect: organization.protect,
    tags,
  });
  stack.publish("key_arn", key.arn, "Key that seals the files of the organization's trail");
  return stack;
}

/**
 * The trail of all accounts and regions, and who is told of what is in it. It is the management account's, which AWS
 * makes the owner even of one that a delegated administrator asks for, and so nobody is one: what may change the trail
 * is what may change the organization. Its log group, alarms and topics stand beside it, in the home region.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html (recalled).
 *
 * While the home region is away nobody is told of what is in the trail. Files are delivered later, GuardDuty and the
 * alarm on the role for emergencies go on in each region of an environment.
 */
export function trail(context: OrganizationContext): EnvironmentStack {
  const { platform, organization } = context;
  const region = organization.homeRegion;
  const stack = organizationStack(context, { id: organizationIds.trail(region), region });
  const { naming, tags } = stack;
  // The role that writes to the log group.
  stack.after(organizationIds.accounts);
  const archiveAccount = accountNamed(organization, "log-archive");
  // Guard rails and their roles bind members only: who administers here is for the account's IAM to say.
  const key = new DataKey(stack, "key", {
    naming,
    region,
    purpose: "audit",
    publishers: ALERT_PUBLISHERS,
    tags,
  });
  new AlertTopics(stack, "alerts", {
    naming,
    region,
    keyArn: key.arn,
    emails: { critical: platform.alertEmails },
    tags,
  });
  const management = new ManagementTrail(stack, "trail", {
    naming,
    bucketName: bucketName({ ...naming, account: archiveAccount }, AUDIT_LOGS, region),
    keyArn: stack.read(
      organizationIds.archive(region),
      "key_arn",
      placeholders.keyArn(archiveAccount, region),
    ),
    logKeyArn: key.arn,
    organization: true,
    insights: platform.audit.insights,
    tags,
  });
  new TrailAlarms(stack, "audit", {
    naming,
    region,
    logGroup: management.logGroup,
    patterns: [
      ...TRAIL_PATTERNS,
      ORGANIZATION_PATTERN,
      emergencyPattern(breakGlassOf(organization).role),
      keyOpenedPattern(organization.guardrails.deploymentRoles, DEPLOYER),
    ],
    tags,
  });
  return stack;
}

/** Of what is in the management account, for who speaks of it elsewhere. */
function managementNaming({ platform, organization }: OrganizationContext): Naming {
  return namingOf(platform, organization);
}
