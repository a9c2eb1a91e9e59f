import { type Naming, nameOf } from "../naming.ts";

/** What the buckets are called that keep trails. */
export const AUDIT_LOGS = "audit-logs";
/** The trail of what was done to AWS itself: one for the account, or for all accounts of an organisation. */
export const MANAGEMENT_TRAIL = "trail";
/** The trail of who touched which object and item, one in each region that holds such data. */
export const DATA_TRAIL = "data-trail";
/**
 * What the id of any organization looks like, for the folder and the streams that a trail of all accounts writes to.
 * AWS gives the id; written so, who may write is known before the organization is. Which trail it is, a condition says.
 */
export const ORGANIZATION_IDS = "o-*";
/** Role by which CloudTrail writes to CloudWatch Logs, where alarms read along. */
export const TRAIL_LOG_ROLE = "trail-logs";
/** Role by which AWS Config learns of which accounts an organization consists. */
export const AGGREGATE_ROLE = "configuration-aggregate";
/** Where in a bucket AWS Config puts what it recorded. */
export const CONFIGURATION_PREFIX = "config";

export function trailName(naming: Naming, trail: typeof MANAGEMENT_TRAIL | typeof DATA_TRAIL): string {
  return nameOf(naming, trail);
}

/** ARN of a trail whose home region is `region`: bucket and key must know it before the trail exists. */
export function trailArn(
  naming: Naming,
  trail: typeof MANAGEMENT_TRAIL | typeof DATA_TRAIL,
  region: string,
): string {
  return `arn:aws:cloudtrail:${region}:${naming.account}:trail/${trailName(naming, trail)}`;
}

/** Log group of the management trail. */
export function trailLogGroup(naming: Naming): string {
  return `/trireme/${naming.platform}/${naming.environment}/${MANAGEMENT_TRAIL}`;
}

/** The role that Config works under, of AWS's making: it follows what Config learns to record. */
export function recorderRoleArn(account: string): string {
  return `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
}
