import { CloudwatchCompositeAlarm } from "@cdktn/provider-aws/lib/cloudwatch-composite-alarm/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { type AlarmRule, renderRule } from "./alarmRule.ts";
import { type AlertSeverity, alertTopicArn } from "./alertTopics.ts";
import type { RegionAlarms } from "./regionAlarms.ts";

/** One alarm over others, as data. */
export interface CompositeDefinition {
  /** Stable, unique in the region among all alarms. */
  readonly name: string;
  /** What is wrong and what to look at first, for who is woken by it. */
  readonly meaning: string;
  /** Speaks of alarms and of composites that stand before it, by their short names. */
  readonly rule: AlarmRule;
  /** Whose topic it speaks to. @default nobody's: it is there for others */
  readonly severity?: AlertSeverity;
  /** Alarm or earlier composite during which it keeps quiet. @default none */
  readonly quietDuring?: string;
}

/**
 * Seconds that a composite waits for its suppressor to sound before it speaks, and for which it stays quiet after the
 * suppressor has ended. Between two evaluations of a metric alarm lies a minute.
 */
const SUPPRESSION = { wait: 120, extension: 300 } as const;

export interface CompositeAlarmsProps {
  readonly naming: Naming;
  /** Region whose topics the alarms speak to. */
  readonly region: string;
  /** Alarms that rules speak of. */
  readonly alarms: RegionAlarms;
  /** Children before parents. */
  readonly composites: readonly CompositeDefinition[];
  readonly tags: OwnerTags;
}

/**
 * One page for one fault: composites speak for many silent alarms, and keep quiet while a greater one speaks. Half a
 * dollar a month each, which is what ten alarms cost.
 */
export class CompositeAlarms extends Construct {
  constructor(scope: Construct, id: string, props: CompositeAlarmsProps) {
    super(scope, id);
    const made = new Map<string, CloudwatchCompositeAlarm>();
    const named = (alarm: string) => made.get(alarm)?.alarmName ?? props.alarms.nameOf(alarm);
    for (const { name, meaning, rule, severity, quietDuring } of props.composites) {
      const full = nameOf(props.naming, name);
      const topics = severity === undefined ? [] : [alertTopicArn(props.naming, props.region, severity)];
      const alarm = new CloudwatchCompositeAlarm(this, name, {
        alarmName: full,
        alarmDescription: meaning,
        alarmRule: renderRule(rule, named),
        ...(topics.length === 0 ? {} : { alarmActions: topics, okActions: topics }),
        ...(quietDuring === undefined
          ? {}
          : {
              actionsSuppressor: {
                alarm: named(quietDuring),
                waitPeriod: SUPPRESSION.wait,
                extensionPeriod: SUPPRESSION.extension,
              },
            }),
        tags: tagsOf(full, props.tags),
      });
      made.set(name, alarm);
    }
  }
}
