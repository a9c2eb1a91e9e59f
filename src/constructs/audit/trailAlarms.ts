import { CloudwatchLogMetricFilter } from "@cdktn/provider-aws/lib/cloudwatch-log-metric-filter/index.js";
import { Construct } from "constructs";
import type { AlarmDefinition } from "../monitoring/alarms/alarm.ts";
import { RegionAlarms } from "../monitoring/regionAlarms.ts";
import type { Naming } from "../naming.ts";
import type { OwnerTags } from "../tags.ts";
import { TRAIL_PATTERNS, type TrailPattern } from "./trailPatterns.ts";

export interface TrailAlarmsProps {
  readonly naming: Naming;
  /** Home region of the trail, whose log group and topics are used. */
  readonly region: string;
  /** Log group of the trail: `ManagementTrail.logGroup`. */
  readonly logGroup: string;
  /** What people are told of. @default TRAIL_PATTERNS */
  readonly patterns?: readonly TrailPattern[];
  readonly tags: OwnerTags;
}

/**
 * Tells people what they should know of what was done to AWS, of all regions in one place, about five minutes after it
 * happened: so long CloudTrail takes. A filter and an alarm for each, since a filter counts one thing.
 */
export class TrailAlarms extends Construct {
  constructor(scope: Construct, id: string, props: TrailAlarmsProps) {
    super(scope, id);
    const { naming, region, tags } = props;
    const namespace = `Trireme/${naming.platform}/${naming.environment}/Audit`;
    const patterns = props.patterns ?? TRAIL_PATTERNS;
    for (const { name, pattern } of patterns) {
      new CloudwatchLogMetricFilter(this, name, {
        name,
        logGroupName: props.logGroup,
        pattern,
        metricTransformation: { name, namespace, value: "1" },
      });
    }
    const alarms = patterns.map(
      ({ name, severity, meaning, from }): AlarmDefinition => ({
        name: `audit-${name}`,
        severity,
        meaning,
        watch: { namespace, name, statistic: "Sum", dimensions: {} },
        sounds: "at-least",
        threshold: from ?? 1,
        unit: "events",
        periodSeconds: 300,
        periods: 1,
        // Counted only when it happens.
        silence: "fine",
      }),
    );
    new RegionAlarms(this, "alarms", { naming, region, watched: [{ title: "Audit", alarms }], tags });
  }
}
