import { CloudwatchEventRule } from "@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktn/provider-aws/lib/cloudwatch-event-target/index.js";
import type { Construct } from "constructs";
import { type AlertSeverity, alertTopicArn } from "../monitoring/alertTopics.ts";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** Findings of one kind, on their way to people. */
export interface FindingRoute {
  readonly thing: string;
  readonly description: string;
  /** EventBridge's, at most 2,048 characters. */
  readonly pattern: object;
  readonly severity: AlertSeverity;
  /** Parts of the event that the message names, by the name that stands for them in `message`. */
  readonly paths: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Where findings are told: through the topics of this account and region. */
export interface FindingTopics {
  readonly naming: Naming;
  /** Region in which they come together, with its topics. */
  readonly region: string;
  readonly tags: OwnerTags;
}

/** Findings in Security Hub of high and critical severity that nobody looks into yet, by fields of their own besides. */
export function severeInHub(fields: Readonly<Record<string, unknown>>): object {
  return {
    source: ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    detail: {
      findings: {
        ...fields,
        RecordState: ["ACTIVE"],
        Severity: { Label: ["HIGH", "CRITICAL"] },
        Workflow: { Status: ["NEW"] },
      },
    },
  };
}

/**
 * A rule and its target. The target takes no role: with one, sealed topics get nothing.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (read 2026-11)
 */
export function routeFindings(
  scope: Construct,
  { naming, region, tags }: FindingTopics,
  route: FindingRoute,
): void {
  const name = nameOf(naming, route.thing);
  const rule = new CloudwatchEventRule(scope, route.thing, {
    name,
    description: route.description,
    eventPattern: JSON.stringify(route.pattern),
    tags: tagsOf(name, tags),
  });
  new CloudwatchEventTarget(scope, `${route.thing}-target`, {
    rule: rule.name,
    targetId: "alerts",
    arn: alertTopicArn(naming, region, route.severity),
    inputTransformer: { inputPaths: { ...route.paths }, inputTemplate: JSON.stringify(route.message) },
  });
}
