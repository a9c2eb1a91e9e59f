import { CeAnomalyMonitor } from "@cdktn/provider-aws/lib/ce-anomaly-monitor/index.js";
import { CeAnomalySubscription } from "@cdktn/provider-aws/lib/ce-anomaly-subscription/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import type { CostAudience } from "./budgets.ts";

export interface AnomalyDetectionProps {
  /** Of the account that pays. */
  readonly naming: Naming;
  /**
   * Watch every service of AWS by itself. An account takes one such monitor only, and AWS makes one when Cost Explorer
   * is first used: where that stands, it is deleted first, or this is false and it goes on.
   */
  readonly services: boolean;
  /** Values of the tag `cost-centre`, each ten watched by a monitor of their own. */
  readonly costCentres: readonly string[];
  /** Dollars above what was expected, below which nobody is told. */
  readonly leastUsd: number;
  /** And per cent above it. */
  readonly leastPercent: number;
  readonly audience: CostAudience;
  readonly tags: OwnerTags;
}

/** A custom monitor takes so many values of a tag. Source: API_AnomalyMonitor, `MonitorSpecification`. */
const TAG_VALUES = 10;

/**
 * Learns what is usual and tells of what is not, which no threshold of a budget does: a runaway function on the third
 * of the month spends less than half of it. Free of charge.
 * Sources: https://docs.aws.amazon.com/cost-management/latest/userguide/manage-ad.html; API_AnomalyMonitor and
 * API_AnomalySubscription of the Cost Explorer API, read November 2026.
 */
export class AnomalyDetection extends Construct {
  constructor(scope: Construct, id: string, props: AnomalyDetectionProps) {
    super(scope, id);
    const { naming, tags } = props;
    const monitors = [
      ...(props.services
        ? [
            new CeAnomalyMonitor(this, "services", {
              name: nameOf(naming, "services"),
              monitorType: "DIMENSIONAL",
              monitorDimension: "SERVICE",
              tags: tagsOf(nameOf(naming, "services"), tags),
            }),
          ]
        : []),
      ...tens(props.costCentres).map((values, index) => {
        const name = nameOf(naming, `cost-centres-${index + 1}`);
        return new CeAnomalyMonitor(this, `cost-centres-${index + 1}`, {
          name,
          monitorType: "CUSTOM",
          monitorSpecification: tagged("cost-centre", values),
          tags: tagsOf(name, tags),
        });
      }),
    ];
    const [first] = monitors;
    if (first === undefined) return;
    for (const { id: part, frequency, subscriber } of subscriptions(props.audience)) {
      const name = nameOf(naming, `anomalies-${part}`);
      new CeAnomalySubscription(this, part, {
        name,
        frequency,
        monitorArnList: monitors.map(({ arn }) => arn),
        subscriber,
        thresholdExpression: {
          and: [
            above("ANOMALY_TOTAL_IMPACT_ABSOLUTE", props.leastUsd),
            above("ANOMALY_TOTAL_IMPACT_PERCENTAGE", props.leastPercent),
          ],
        },
        tags: tagsOf(name, tags),
      });
    }
  }
}

/** People get one mail a day. A topic is told at once: AWS does that by SNS only. Source: API_AnomalySubscription. */
function subscriptions({ emails, topicArn }: CostAudience) {
  return [
    ...(emails.length === 0
      ? []
      : [
          {
            id: "daily",
            frequency: "DAILY",
            subscriber: emails.map((address) => ({ type: "EMAIL", address })),
          },
        ]),
    ...(topicArn === undefined
      ? []
      : [{ id: "at-once", frequency: "IMMEDIATE", subscriber: [{ type: "SNS", address: topicArn }] }]),
  ];
}

function above(key: string, least: number) {
  return { dimension: { key, matchOptions: ["GREATER_THAN_OR_EQUAL"], values: [String(least)] } };
}

/** As the service gives it back, empty parts written out: anything else would differ at every plan. */
function tagged(key: string, values: readonly string[]): string {
  return JSON.stringify({
    And: null,
    CostCategories: null,
    Dimensions: null,
    Not: null,
    Or: null,
    Tags: { Key: key, MatchOptions: null, Values: values },
  });
}

function tens(values: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(values.length / TAG_VALUES) }, (_, index) =>
    values.slice(index * TAG_VALUES, (index + 1) * TAG_VALUES),
  );
}
