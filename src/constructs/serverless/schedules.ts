import { SchedulerSchedule } from "@cdktn/provider-aws/lib/scheduler-schedule/index.js";
import { SchedulerScheduleGroup } from "@cdktn/provider-aws/lib/scheduler-schedule-group/index.js";
import { Construct } from "constructs";
import { type Naming, roleArn } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { SCHEDULER_ROLE, type ScheduleGroup, scheduleGroupName } from "./names.ts";

/** Something that runs by the clock. */
export interface ScheduledRun {
  /** Name in the configuration of what runs. */
  readonly name: string;
  /** ARN of a function's alias, or of a state machine. */
  readonly targetArn: string;
  /** `cron(…)` or `rate(…)`. */
  readonly at: string;
  /** Time zone of a cron expression. */
  readonly timezone: string;
  /** It runs at some time within so many minutes. 0: on the minute. */
  readonly windowMinutes: number;
  /** `regional`: each region that serves runs it; `single`: one region of several. */
  readonly group: ScheduleGroup;
  /** Whether it runs in this region when it is made. Which region runs it later is no configuration. */
  readonly bornEnabled: boolean;
}

export interface SchedulesProps {
  readonly naming: Naming;
  readonly runs: readonly ScheduledRun[];
  /** ARN of the queue that takes runs that could not be started. */
  readonly undeliveredArn: string;
  readonly tags: OwnerTags;
}

/**
 * What a region runs by the clock. Whether a schedule is enabled is a fact of the day, like which database writes:
 * Terraform makes it in every region and never looks at its state again (`ignore_changes`). A failover enables, with
 * calls to the surviving region only, what the lost one ran: all of the group `single`, and in a region that served
 * nobody all of `regional`. So the groups are what a runbook walks through.
 *
 * EventBridge Scheduler starts a run at least once, so twice is possible on a good day as well.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-group.html, read November 2026.
 */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    const names = new Map(
      [...new Set(props.runs.map(({ group }) => group))].sort().map((group) => {
        const name = scheduleGroupName(props.naming, group);
        const made = new SchedulerScheduleGroup(this, group, { name, tags: tagsOf(name, props.tags) });
        return [group, made.name];
      }),
    );
    for (const run of props.runs) {
      new SchedulerSchedule(this, `run-${run.name}`, {
        name: run.name,
        groupName: names.get(run.group) ?? "default",
        description: `Runs ${run.name}`,
        scheduleExpression: run.at,
        scheduleExpressionTimezone: run.timezone,
        flexibleTimeWindow:
          run.windowMinutes === 0
            ? { mode: "OFF" }
            : { mode: "FLEXIBLE", maximumWindowInMinutes: run.windowMinutes },
        state: run.bornEnabled ? "ENABLED" : "DISABLED",
        target: {
          arn: run.targetArn,
          roleArn: roleArn(props.naming, SCHEDULER_ROLE),
          // An hour late is better than not at all; later than that the next run is near.
          retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
          deadLetterConfig: { arn: props.undeliveredArn },
        },
        lifecycle: { ignoreChanges: ["state"] },
      });
    }
  }
}
