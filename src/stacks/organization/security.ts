import {
  AccessAnalysis,
  ALERT_PUBLISHERS,
  AlertTopics,
  alertTopicArn,
  ConfigurationAggregate,
  DataKey,
  DetectionDelegation,
  OrganizationDetection,
  OrganizationFindings,
  OrganizationPosture,
  RegionDefaults,
} from "../../constructs/index.ts";
import { organizationStandards, skippedEverywhere, toldByEnvironments } from "../detection.ts";
import type { EnvironmentStack } from "../environmentStack.ts";
import { keyCustody } from "../keyCustody.ts";
import { telemetrySink } from "../sharedTelemetry.ts";
import {
  accountNamed,
  type OrganizationContext,
  organizationIds,
  organizationStack,
} from "./organizationStack.ts";

/**
 * The management account names the security team's as administrator, region by region: an account of the organization
 * by then. Apart from the bucket of states in the same account and region, which a destroy leaves where it is.
 */
export function delegation(context: OrganizationContext, region: string): EnvironmentStack {
  const stack = organizationStack(context, { id: organizationIds.delegation(region), region });
  stack.after(organizationIds.accounts);
  new RegionDefaults(stack, "account");
  new DetectionDelegation(stack, "detection", {
    securityAccount: accountNamed(context.organization, "security"),
  });
  return stack;
}

/** The security team's account in a region: what it switches on for every account, by whom it was named before. */
export function security(context: OrganizationContext, region: string): EnvironmentStack {
  const { platform, organization } = context;
  const stack = organizationStack(context, {
    id: organizationIds.security(region),
    account: "security",
    region,
  });
  const { naming, tags } = stack;
  stack.after(organizationIds.delegation(region));
  new RegionDefaults(stack, "account");
  new OrganizationDetection(stack, "detection", { naming, tags });
  telemetrySink(stack, context);
  const home = region === organization.homeRegion;
  const { unusedAccessDays } = platform.audit;
  new AccessAnalysis(stack, "access", {
    naming,
    trusts: "organization",
    // IAM is the same in every region: asked for once.
    ...(home && unusedAccessDays !== undefined ? { unusedAfterDays: unusedAccessDays } : {}),
    identityCenter: organization.identityCenter !== undefined,
    tags,
  });
  if (!home) return stack;
  stack.after(organizationIds.foundation("security"));
  new ConfigurationAggregate(stack, "configuration", { naming, tags });
  // Central configuration is of all regions, and wants its administrator named in each.
  for (const { name } of organization.regions) stack.after(organizationIds.delegation(name));
  new OrganizationPosture(stack, "posture", {
    naming,
    region,
    rootId: stack.read(organizationIds.accounts, "root_id", "r-0000"),
    standards: organizationStandards(platform),
    skipped: skippedEverywhere(platform),
  });
  findings(stack, context);
  return stack;
}

/**
 * Findings of accounts that no environment is in reach people from here, where all come together: by topics of this
 * account, since what would publish to another account's sealed topics is let in at both ends, and fails in silence at
 * either.
 */
function findings(stack: EnvironmentStack, { platform, organization }: OrganizationContext): void {
  const { naming, tags } = stack;
  const region = organization.homeRegion;
  const key = new DataKey(stack, "key", {
    naming,
    region,
    purpose: "alerts",
    ...keyCustody(platform, naming),
    publishers: ALERT_PUBLISHERS,
    eventTopics: (["critical", "warning"] as const).map((severity) =>
      alertTopicArn(naming, region, severity),
    ),
    tags,
  });
  new AlertTopics(stack, "alerts", {
    naming,
    region,
    keyArn: key.arn,
    emails: { critical: platform.alertEmails },
    eventRules: true,
    tags,
  });
  new OrganizationFindings(stack, "findings", {
    naming,
    region,
    ...toldByEnvironments(platform),
    tags,
  });
}
