import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import type { OwnerTags } from "../tags.ts";
import { type FindingRoute, routeFindings, severeInHub } from "./findingRoute.ts";

/**
 * GuardDuty's severity from which a finding is high; 9 and above is critical.
 * Source: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html (read 2026-11)
 */
const HIGH_SEVERITY = 7;

/** Somebody may be inside: wakes whoever is on call. */
const THREATS: FindingRoute = {
  thing: "threats",
  description: "Findings of GuardDuty of high and critical severity",
  pattern: {
    source: ["aws.guardduty"],
    "detail-type": ["GuardDuty Finding"],
    detail: { severity: [{ numeric: [">=", HIGH_SEVERITY] }] },
  },
  severity: "critical",
  paths: {
    account: "$.account",
    region: "$.region",
    severity: "$.detail.severity",
    title: "$.detail.title",
    type: "$.detail.type",
    finding: "$.detail.id",
  },
  message:
    "GuardDuty in <region>, account <account>, severity <severity>: <title> (<type>, finding <finding>)",
};

/**
 * Something stands open: for working hours. What GuardDuty sends to Security Hub is told by the rule above already,
 * and a finding is told while it is new: whoever looks into it sets it to notified.
 */
const WEAKNESSES: FindingRoute = {
  thing: "weaknesses",
  description: "Findings of Security Hub of high and critical severity, but for those of GuardDuty",
  pattern: severeInHub({ ProductName: [{ "anything-but": ["GuardDuty"] }] }),
  severity: "warning",
  paths: {
    account: "$.account",
    region: "$.region",
    severity: "$.detail.findings[0].Severity.Label",
    title: "$.detail.findings[0].Title",
    product: "$.detail.findings[0].ProductName",
    resource: "$.detail.findings[0].Resources[0].Id",
  },
  message: "<product> in <region>, account <account>, <severity>: <title> (<resource>)",
};

export interface FindingAlertsProps {
  readonly naming: Naming;
  /** Region whose findings are told, through its own topics. */
  readonly region: string;
  /** Whether Security Hub is on here. @default false: only GuardDuty's are told */
  readonly weaknesses?: boolean;
  readonly tags: OwnerTags;
}

/**
 * Sends findings that cannot wait to the region's alert topics, in one sentence each. The topics' policy admits
 * EventBridge, and so does the key that seals them; the target takes no role, with which sealed topics get nothing.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (read 2026-11)
 */
export class FindingAlerts extends Construct {
  constructor(scope: Construct, id: string, props: FindingAlertsProps) {
    super(scope, id);
    const { naming, region, tags } = props;
    for (const route of props.weaknesses === true ? [THREATS, WEAKNESSES] : [THREATS]) {
      routeFindings(this, { naming, region, tags }, route);
    }
  }
}
