import { CloudwatchMetricAlarm } from "@cdktn/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import {
  type AlarmDefinition,
  type Comparison,
  isFormula,
  type Metric,
  type Silence,
  type WatchedResource,
} from "./alarms/alarm.ts";
import { alertTopicArn } from "./alertTopics.ts";

const OPERATORS: Readonly<Record<Comparison, string>> = {
  above: "GreaterThanThreshold",
  "at-least": "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
  "at-most": "LessThanOrEqualToThreshold",
};

const MISSING: Readonly<Record<Silence, string>> = {
  fine: "notBreaching",
  fault: "breaching",
  unknown: "missing",
};

export interface RegionAlarmsProps {
  readonly naming: Naming;
  /** Region whose topics the alarms speak to. */
  readonly region: string;
  readonly watched: readonly WatchedResource[];
  readonly tags: OwnerTags;
}

/** `<platform>-<environment>-<alarm>`; unique in account and region. */
export function alarmName(naming: Naming, alarm: Pick<AlarmDefinition, "name">): string {
  return nameOf(naming, alarm.name);
}

/**
 * Alarms of one region, each speaking to the topic of its severity when it sounds and when it ends. What is
 * watched is data from `balancerAlarms`, `databaseAlarms` and their sisters.
 */
export class RegionAlarms extends Construct {
  constructor(scope: Construct, id: string, props: RegionAlarmsProps) {
    super(scope, id);
    for (const alarm of props.watched.flatMap(({ alarms }) => alarms)) this.#alarm(props, alarm);
  }

  #alarm({ naming, region, tags }: RegionAlarmsProps, alarm: AlarmDefinition): void {
    const topic = alertTopicArn(naming, region, alarm.severity);
    const name = alarmName(naming, alarm);
    new CloudwatchMetricAlarm(this, alarm.name, {
      alarmName: name,
      alarmDescription: alarm.meaning,
      comparisonOperator: OPERATORS[alarm.sounds],
      threshold: alarm.threshold,
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.breaching ?? alarm.periods,
      treatMissingData: MISSING[alarm.silence],
      alarmActions: [topic],
      okActions: [topic],
      tags: tagsOf(name, tags),
      ...watched(alarm),
    });
  }
}

function watched({ watch, periodSeconds: period }: AlarmDefinition) {
  if (!isFormula(watch)) {
    return {
      namespace: watch.namespace,
      metricName: watch.name,
      dimensions: { ...watch.dimensions },
      period,
      ...statistic(watch),
    };
  }
  return {
    metricQuery: [
      { id: "watched", expression: watch.expression, label: watch.label, returnData: true },
      ...Object.entries(watch.of).map(([id, metric]) => ({
        id,
        // Said, because the provider shows what is left out as a difference.
        returnData: false,
        metric: {
          namespace: metric.namespace,
          metricName: metric.name,
          dimensions: { ...metric.dimensions },
          period,
          stat: metric.statistic,
        },
      })),
    ],
  };
}

/** A percentile of few requests is left alone: it is the slowest of them. */
function statistic({ statistic }: Metric) {
  return /^p\d/.test(statistic)
    ? { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" }
    : { statistic };
}
