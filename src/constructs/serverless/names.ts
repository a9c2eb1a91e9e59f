import { type Naming, nameOf, roleArn } from "../naming.ts";

/** The alias that everything calls: a release moves it, and moves it back. */
export const LIVE = "live";

/** Runs of schedules: by region for itself, or by one region for several. A group of schedules for each. */
export type ScheduleGroup = "regional" | "single";

/** Name in Lambda, the same in every region; its metrics have it as dimension. */
export function functionName(naming: Naming, name: string): string {
  return nameOf(naming, name);
}

/** The alias `live` of a function, known before it exists. */
export function liveArn(naming: Naming, name: string, region: string): string {
  return `${functionArn(naming, name, region)}:${LIVE}`;
}

/** A function itself, whatever version or alias of it is called. */
export function functionArn(naming: Naming, name: string, region: string): string {
  return `arn:aws:lambda:${region}:${naming.account}:function:${functionName(naming, name)}`;
}

export function functionLogName({ platform, environment }: Naming, name: string): string {
  return `/trireme/${platform}/${environment}/functions/${name}`;
}

export function functionRoleThing(name: string): string {
  return `function-${name}`;
}

/** Role of a function, in every region. Known before it exists. */
export function functionRoleArn(naming: Naming, name: string): string {
  return roleArn(naming, functionRoleThing(name));
}

/** A region's state machine, known before it exists; its metrics have it as dimension. */
export function stateMachineArn(naming: Naming, name: string, region: string): string {
  return `arn:aws:states:${region}:${naming.account}:stateMachine:${nameOf(naming, name)}`;
}

/** CloudWatch Logs lets services write without a policy of its own to groups that begin so. */
export function stateMachineLogName(naming: Naming, name: string): string {
  return `/aws/vendedlogs/states/${nameOf(naming, name)}`;
}

export function stateMachineRoleThing(name: string): string {
  return `workflow-${name}`;
}

export function stateMachineRoleArn(naming: Naming, name: string): string {
  return roleArn(naming, stateMachineRoleThing(name));
}

/** Role with which EventBridge Scheduler starts what is scheduled. */
export const SCHEDULER_ROLE = "scheduler";

export function scheduleGroupName(naming: Naming, group: ScheduleGroup): string {
  return nameOf(naming, group);
}

export function scheduleGroupArn(naming: Naming, group: ScheduleGroup, region: string): string {
  return `arn:aws:scheduler:${region}:${naming.account}:schedule-group/${scheduleGroupName(naming, group)}`;
}

/** Queue of what could not be delivered or failed to the end, one in each region. */
export function undeliveredName(naming: Naming): string {
  return nameOf(naming, "undelivered");
}

export function undeliveredArn(naming: Naming, region: string): string {
  return `arn:aws:sqs:${region}:${naming.account}:${undeliveredName(naming)}`;
}

export function eventRuleArn(naming: Naming, name: string, region: string): string {
  return `arn:aws:events:${region}:${naming.account}:rule/${nameOf(naming, name)}`;
}
