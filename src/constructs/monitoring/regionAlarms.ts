import { CloudwatchMetricAlarm } from "@cdktn/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import {
  type AlarmDefinition,
  type BandComparison,
  type Comparison,
  isBand,
  isFormula,
  isQuery,
  type Metric,
  type Silence,
  type WatchedResource,
} from "./alarms/alarm.ts";
import { alertTopicArn } from "./alertTopics.ts";

const OPERATORS: Readonly<Record<Comparison | BandComparison, string>> = {
  above: "GreaterThanThreshold",
  "at-least": "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
  "at-most": "LessThanOrEqualToThreshold",
  "below-band": "LessThanLowerThreshold",
  "above-band": "GreaterThanUpperThreshold",
  "outside-band": "LessThanLowerOrGreaterThanUpperThreshold",
};

const MISSING: Readonly<Record<Silence, string>> = {
  fine: "notBreaching",
  fault: "breaching",
  unknown: "missing",
  "as-before": "ignore",
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
  readonly #made = new Map<string, CloudwatchMetricAlarm>();

  constructor(scope: Construct, id: string, props: RegionAlarmsProps) {
    super(scope, id);
    for (const alarm of props.watched.flatMap(({ alarms }) => alarms)) this.#alarm(props, alarm);
  }

  /** Full name of an alarm made here, as a reference that waits for it. Throws RangeError when it is not. */
  nameOf(alarm: string): string {
    const made = this.#made.get(alarm);
    if (made === undefined) throw new RangeError(`no alarm ${alarm} in ${this.node.path}`);
    return made.alarmName;
  }

  #alarm({ naming, region, tags }: RegionAlarmsProps, alarm: AlarmDefinition): void {
    const topic = alertTopicArn(naming, region, alarm.severity);
    const name = alarmName(naming, alarm);
    const actions = alarm.speaks === false ? {} : { alarmActions: [topic], okActions: [topic] };
    const made = new CloudwatchMetricAlarm(this, alarm.name, {
      alarmName: name,
      alarmDescription: alarm.meaning,
      comparisonOperator: OPERATORS[alarm.sounds],
      ...(isBand(alarm.sounds) ? { thresholdMetricId: "band" } : { threshold: alarm.threshold }),
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.breaching ?? alarm.periods,
      treatMissingData: MISSING[alarm.silence],
      ...actions,
      tags: tagsOf(name, tags),
      ...watched(alarm),
    });
    this.#made.set(alarm.name, made);
  }
}

function watched({ watch, sounds, threshold, periodSeconds: period }: AlarmDefinition) {
  if (isBand(sounds)) return band(watch, threshold, period);
  if (isQuery(watch)) {
    return {
      metricQuery: [{ id: "watched", expression: watch.query, label: watch.label, period, returnData: true }],
    };
  }
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
      // Said, because the provider shows what is left out as a difference.
      ...Object.entries(watch.of).map(([id, metric]) => query(id, metric, period, false)),
    ],
  };
}

function query(id: string, metric: Metric, period: number, returnData: boolean) {
  const { namespace, name: metricName, dimensions, statistic: stat } = metric;
  return { id, returnData, metric: { namespace, metricName, dimensions: { ...dimensions }, period, stat } };
}

/** The metric and its band, both of which the alarm reads. */
function band(watch: AlarmDefinition["watch"], deviations: number, period: number) {
  if (isFormula(watch) || isQuery(watch)) throw new RangeError(`a band takes a metric, not ${watch.label}`);
  const expression = `ANOMALY_DETECTION_BAND(watched, ${deviations})`;
  return {
    metricQuery: [
      { id: "band", expression, label: "Expected", returnData: true },
      query("watched", watch, period, true),
    ],
  };
}

/** A percentile of few requests is left alone: it is the slowest of them. */
function statistic({ statistic }: Metric) {
  return /^p\d/.test(statistic)
    ? { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" }
    : { statistic };
}
