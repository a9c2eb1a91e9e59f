import { createHash } from "node:crypto";
import { CloudwatchContributorInsightRule } from "@cdktn/provider-aws/lib/cloudwatch-contributor-insight-rule/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** What is counted of which log, and by whom it is told apart. */
export interface ContributorCount {
  /** Part of the rule's name: `refused-connections`. */
  readonly name: string;
  /** Log group, in the rule's region. */
  readonly groupName: string;
  /** Names of the fields by their place in a line, counted from one. @default the lines are JSON */
  readonly fields?: Readonly<Record<string, string>>;
  /** One to four fields: those who contribute are told apart by them. */
  readonly keys: readonly [string, ...string[]];
  /** Only lines whose field has one of these values. */
  readonly only: { readonly field: string; readonly in: readonly [string, ...string[]] };
}

/** Who is turned away by the network: by interface and address, since a scan knocks at many and a mistake at one. */
export function refusedConnections(groupName: string): ContributorCount {
  return {
    name: "refused-connections",
    groupName,
    // The format that flow logs have where none is chosen: version account interface srcaddr dstaddr ... action status.
    fields: { 3: "interface", 4: "source", 7: "port", 13: "action" },
    keys: ["interface", "source", "port"],
    only: { field: "action", in: ["REJECT"] },
  };
}

/** Whom the web firewall turns away, and by which rule: an attack, or a rule that is wrong about customers. */
export function refusedRequests(groupName: string): ContributorCount {
  return {
    name: "refused-requests",
    groupName,
    keys: ["$.httpRequest.clientIp", "$.terminatingRuleId"],
    only: { field: "$.action", in: ["BLOCK"] },
  };
}

export interface ContributorRulesProps {
  readonly naming: Naming;
  /** One rule for each. */
  readonly counts: readonly ContributorCount[];
  readonly tags: OwnerTags;
}

/**
 * Who contributes most to what goes wrong, counted minute by minute while it happens and kept for fifteen days, so that
 * nobody has to write a query first. Half a dollar a month for each rule, two cents for a million lines that match;
 * hence refusals only, and not all traffic. What it shows are addresses, which the logs hold anyway, in their region.
 *
 * The provider sends a rule once and never again: a changed definition would stay as it was in AWS, and the plan would
 * be empty. So the definition's digest is part of the name and of the address, and a changed rule is a new one.
 * Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContributorInsights-RuleSyntax.html, and
 * internal/service/cloudwatch/contributor_insight_rule.go of provider 5.100 (update without a call), November 2026.
 */
export class ContributorRules extends Construct {
  constructor(scope: Construct, id: string, { naming, counts, tags }: ContributorRulesProps) {
    super(scope, id);
    for (const count of counts) {
      const ruleDefinition = JSON.stringify(definitionOf(count));
      const digest = createHash("sha256").update(ruleDefinition).digest("hex").slice(0, 6);
      const ruleName = nameOf(naming, `${count.name}-${digest}`);
      new CloudwatchContributorInsightRule(this, `${count.name}-${digest}`, {
        ruleName,
        ruleState: "ENABLED",
        ruleDefinition,
        tags: tagsOf(ruleName, tags),
      });
    }
  }
}

function definitionOf({ groupName, fields, keys, only }: ContributorCount) {
  return {
    Schema: { Name: "CloudWatchLogRule", Version: 1 },
    LogGroupNames: [groupName],
    LogFormat: fields === undefined ? "JSON" : "CLF",
    ...(fields === undefined ? {} : { Fields: fields }),
    Contribution: { Keys: keys, Filters: [{ Match: only.field, In: only.in }] },
    AggregateOn: "Count",
  };
}
