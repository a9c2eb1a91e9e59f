import type { AlarmDefinition, WatchedResource } from "./alarm.ts";
import { together } from "./together.ts";

/** A machine that recovers something. */
export interface RecoveryWatch {
  /** `leave-us-east-1` */
  readonly name: string;
  readonly stateMachineArn: string;
}

/** What an execution may come to instead of its end, and what to do about it. */
const BAD_ENDS = [
  [
    "stopped",
    "ExecutionsFailed",
    "A recovery came to a bad end, and what it had not done yet is not done: its error names the step, its cause why. Mend that and start the machine again: what is done is seen and left alone.",
  ],
  [
    "timed-out",
    "ExecutionsTimedOut",
    "A recovery waited too long: look at the state that it waits in, and at questions without an answer.",
  ],
  [
    "aborted",
    "ExecutionsAborted",
    "Somebody stopped a recovery in the middle: find out how far it came before anything else is started.",
  ],
] as const;

/**
 * Recoveries that do not end well. Nothing is sent while none runs, so silence is fine.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html, recalled.
 */
export function recoveryAlarms(machines: readonly RecoveryWatch[]): readonly WatchedResource[] {
  const alarms = together("recoveries", machines.flatMap(limits));
  return alarms.length === 0 ? [] : [{ title: "Recoveries", alarms }];
}

/** A machine that watches a region, and starts another that leaves it. */
export interface RegionWatchAlarms extends RecoveryWatch {
  /** Region that it watches. */
  readonly region: string;
}

/**
 * Watches that saw a region gone and might not act, and watches that do not look: the first may be the beginning of the
 * worst hour, and the second must not look like peace.
 */
export function watchAlarms(watches: readonly RegionWatchAlarms[]): readonly WatchedResource[] {
  const alarms = watches.flatMap(({ name, region, stateMachineArn }): AlarmDefinition[] => {
    const dimensions = { StateMachineArn: stateMachineArn };
    const common = { unit: "executions", periodSeconds: 60 } as const;
    return [
      {
        name: `${name}-undecided`,
        severity: "critical",
        meaning: `From here ${region} does not answer, and nothing was started: the last execution of the watch says whether the switch held it back, whether the regions are only apart, or whether it could not ask. A person decides.`,
        watch: { namespace: "AWS/States", name: "ExecutionsFailed", statistic: "Sum", dimensions },
        sounds: "above",
        threshold: 0,
        periods: 1,
        silence: "fine",
        ...common,
      },
      {
        name: `${name}-asleep`,
        severity: "warning",
        meaning: `Nobody watches ${region} from here: the schedule or the machine of the watch does not run, and a failover would wait for a person.`,
        watch: { namespace: "AWS/States", name: "ExecutionsStarted", statistic: "Sum", dimensions },
        sounds: "below",
        threshold: 1,
        periods: 10,
        silence: "fault",
        ...common,
      },
    ];
  });
  return alarms.length === 0 ? [] : [{ title: "Watches over other regions", alarms }];
}

/** A rule that tells a region that it is left, or begins what it does then. */
export interface LeavingWatch {
  /** Full name of the rule. */
  readonly rule: string;
  /** The region that is left. */
  readonly left: string;
  /** Machine of that region. */
  readonly machine: string;
}

/**
 * Regions that were left and never heard of it, or heard and began nothing. EventBridge counts what it has given up, after a
 * day or at once where it was refused.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html (FailedInvocations), recalled.
 */
export function leavingAlarms(rules: readonly LeavingWatch[]): readonly WatchedResource[] {
  const alarms = rules.map(
    ({ rule, left, machine }): AlarmDefinition => ({
      name: `left-${left}-untold`,
      severity: "critical",
      meaning: `${left} was left by a failover, and EventBridge could not begin its recovery ${machine}: start it by hand there, and see which databases of RDS in ${left} have taken writes since.`,
      watch: {
        namespace: "AWS/Events",
        name: "FailedInvocations",
        statistic: "Sum",
        dimensions: { RuleName: rule },
      },
      sounds: "above",
      threshold: 0,
      unit: "events",
      periodSeconds: 60,
      periods: 1,
      silence: "fine",
    }),
  );
  return alarms.length === 0
    ? []
    : [{ title: "Regions that were left", alarms: together("left-untold", alarms) }];
}

/** A region that a failover may leave, and that names are then kept away from. */
export interface KeptAwayWatch {
  readonly region: string;
  /** Name of the alarm, after those of platform and environment: Route 53 finds it by its full name. */
  readonly alarm: string;
  readonly namespace: string;
  readonly metric: string;
}

/**
 * Regions that a recovery in this one keeps the names away from. Route 53 follows the metric of such an alarm, of plain
 * resolution and with a plain statistic, which is all that it takes. Of the values of one minute the one that keeps away
 * counts. Silence changes nothing: one value holds until there is another.
 * Source: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AlarmIdentifier.html, read November 2026.
 */
export function keptAwayAlarms(regions: readonly KeptAwayWatch[]): readonly WatchedResource[] {
  const alarms = regions.map(
    ({ region, alarm, namespace, metric }): AlarmDefinition => ({
      name: alarm,
      severity: "warning",
      meaning: `A recovery keeps the public names away from ${region}, healthy or not, until somebody has seen that its stores are right. The recoveries fence-${region} and return-${region} do that and let them come back.`,
      watch: { namespace, name: metric, statistic: "Maximum", dimensions: { Region: region } },
      sounds: "at-least",
      threshold: 1,
      unit: "1 is kept away",
      periodSeconds: 60,
      periods: 1,
      silence: "as-before",
    }),
  );
  return alarms.length === 0 ? [] : [{ title: "Regions that names are kept away from", alarms }];
}

function limits({ name, stateMachineArn }: RecoveryWatch): readonly AlarmDefinition[] {
  return BAD_ENDS.map(([what, metric, meaning]) => ({
    name: `recovery-${name}-${what}`,
    severity: "critical",
    meaning,
    watch: {
      namespace: "AWS/States",
      name: metric,
      statistic: "Sum",
      dimensions: { StateMachineArn: stateMachineArn },
    },
    sounds: "above",
    threshold: 0,
    unit: "executions",
    periodSeconds: 60,
    periods: 1,
    silence: "fine",
  }));
}
