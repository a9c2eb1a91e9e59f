import { CloudwatchEventRule } from "@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktn/provider-aws/lib/cloudwatch-event-target/index.js";
import { Construct } from "constructs";
import { type AlertSeverity, alertTopicArn } from "../monitoring/alertTopics.ts";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/**
 * GuardDuty's severity from which a finding is high; 9 and above is critical.
 * Source: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html (read 2026-11)
 */
const HIGH_SEVERITY = 7;

interface Route {
  readonly thing: string;
  readonly description: string;
  readonly pattern: object;
  readonly severity: AlertSeverity;
  /** Parts of the event that the message names, by the name that stands for them in `message`. */
  readonly paths: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Somebody may be inside: wakes whoever is on call. */
const THREATS: Route = {
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
const WEAKNESSES: Route = {
  thing: "weaknesses",
  description: "Findings of Security Hub of high and critical severity, but for those of GuardDuty",
  pattern: {
    source: ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    detail: {
      findings: {
        ProductName: [{ "anything-but": ["GuardDuty"] }],
        RecordState: ["ACTIVE"],
        Severity: { Label: ["HIGH", "CRITICAL"] },
        Workflow: { Status: ["NEW"] },
      },
    },
  },
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
    for (const route of props.weaknesses === true ? [THREATS, WEAKNESSES] : [THREATS]) {
      this.#route(props, route);
    }
  }

  #route({ naming, region, tags }: FindingAlertsProps, route: Route): void {
    const name = nameOf(naming, route.thing);
    const rule = new CloudwatchEventRule(this, route.thing, {
      name,
      description: route.description,
      eventPattern: JSON.stringify(route.pattern),
      tags: tagsOf(name, tags),
    });
    new CloudwatchEventTarget(this, `${route.thing}-target`, {
      rule: rule.name,
      targetId: "alerts",
      arn: alertTopicArn(naming, region, route.severity),
      inputTransformer: { inputPaths: { ...route.paths }, inputTemplate: JSON.stringify(route.message) },
    });
  }
}
