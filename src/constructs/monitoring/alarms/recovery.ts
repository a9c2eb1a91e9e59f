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
