import { SchedulerSchedule } from "@cdktn/provider-aws/lib/scheduler-schedule/index.js";
import { SchedulerScheduleGroup } from "@cdktn/provider-aws/lib/scheduler-schedule-group/index.js";
import { Construct } from "constructs";
import { type Naming, roleArn } from "../naming.ts";
import { idsOf, roleOf, trustIn } from "../security/role.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { recoveryMachineArn, watchScheduleGroupArn, watchScheduleGroupName } from "./names.ts";

/** Role by which the clock starts watches, and nothing else. */
const CLOCK_ROLE = "recovery-clock";

export interface WatchScheduleRoleProps {
  readonly naming: Naming;
  /** Machines that it starts, `watch-us-east-1`, and the region of each. */
  readonly watches: readonly { readonly name: string; readonly region: string }[];
  readonly tags: OwnerTags;
}

/** Role of the schedules of all regions, for a global stack: IAM's control plane is in us-east-1. */
export class WatchScheduleRole extends Construct {
  constructor(scope: Construct, id: string, { naming, watches, tags }: WatchScheduleRoleProps) {
    super(scope, id);
    const regions = [...new Set(watches.map(({ region }) => region))];
    roleOf(this, {
      naming,
      thing: CLOCK_ROLE,
      ids: idsOf(CLOCK_ROLE),
      description: "Starts the watches over regions, once a minute",
      // By group of schedules: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      trust: trustIn("scheduler.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": naming.account },
        ArnEquals: { "aws:SourceArn": regions.map((region) => watchScheduleGroupArn(naming, region)) },
      }),
      statements: [
        {
          Sid: "Watches",
          Effect: "Allow",
          Action: "states:StartExecution",
          Resource: watches.map(({ name, region }) => recoveryMachineArn(naming, name, region)),
        },
      ],
      tags,
    });
  }
}

export interface WatchSchedulesProps {
  readonly naming: Naming;
  /** Machines in this region, by name. */
  readonly watches: readonly { readonly name: string; readonly arn: string }[];
  /** Seconds between two looks, whole minutes. */
  readonly everySeconds: number;
  /** What each execution begins with. */
  readonly input: object;
  readonly tags: OwnerTags;
}

/**
 * Looks that are begun by the clock. One that could not be begun is not made up for: the next is a minute away.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html (rate-based, a minute at least),
 * recalled.
 */
export class WatchSchedules extends Construct {
  constructor(scope: Construct, id: string, props: WatchSchedulesProps) {
    super(scope, id);
    const { naming, everySeconds, input, tags } = props;
    const minutes = everySeconds / 60;
    if (!Number.isInteger(minutes) || minutes < 1) {
      throw new RangeError(`a schedule runs every whole minutes, not every ${everySeconds} s`);
    }
    const name = watchScheduleGroupName(naming);
    const group = new SchedulerScheduleGroup(this, "group", { name, tags: tagsOf(name, tags) });
    for (const watch of props.watches) {
      new SchedulerSchedule(this, watch.name, {
        name: watch.name,
        groupName: group.name,
        description: `Looks whether the region answers that the recovery ${watch.name} watches`,
        scheduleExpression: `rate(${minutes} ${minutes === 1 ? "minute" : "minutes"})`,
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: watch.arn,
          roleArn: roleArn(naming, CLOCK_ROLE),
          input: JSON.stringify(input),
          retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
        },
      });
    }
  }
}
