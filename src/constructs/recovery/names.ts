import { type Naming, nameOf, roleArn } from "../naming.ts";
import { stateMachineArn } from "../serverless/names.ts";

/**
 * Begins the name of each machine that recovers something, and of nothing else, so that people can be let start those
 * and no others.
 */
export const RECOVERY = "recovery";

/** Name of the machine of a runbook as `StateMachine` takes it: `recovery-leave-us-east-1`. */
export function recoveryMachineThing(name: string): string {
  return `${RECOVERY}-${name}`;
}

/** `<platform>-<environment>-recovery-leave-us-east-1`, known before it exists. */
export function recoveryMachineArn(naming: Naming, name: string, region: string): string {
  return stateMachineArn(naming, recoveryMachineThing(name), region);
}

/** Role of that machine, named after what it is for alone: a role's name has 64 characters at most. */
export function recoveryRoleArn(naming: Naming, name: string): string {
  return roleArn(naming, name);
}

/** Parameter that says in each region whether recoveries may act there. */
export function recoverySwitchName({ platform, environment }: Naming): string {
  return `/${platform}/${environment}/recovery`;
}

/** That parameter in a region, known before it exists. */
export function recoverySwitchArn(naming: Naming, region: string): string {
  return `arn:aws:ssm:${region}:${naming.account}:parameter${recoverySwitchName(naming)}`;
}

/** Connection by which machines ask the public names. */
export function recoveryConnectionName(naming: Naming): string {
  return nameOf(naming, RECOVERY);
}

/** Namespace of the metrics by which recoveries tell Route 53 something. */
export function recoveryNamespace(naming: Naming): string {
  return `${naming.platform}-${naming.environment}/${RECOVERY}`;
}

/** Alarm that keeps the public names away from a region, as `AlarmDefinition` takes it; it is in another region. */
export function keptAwayAlarm(region: string): string {
  return `kept-away-${region}`;
}

/** Its full name. */
export function keptAwayAlarmName(naming: Naming, region: string): string {
  return nameOf(naming, keptAwayAlarm(region));
}

/** Group of the schedules by which a region watches others. */
export function watchScheduleGroupName(naming: Naming): string {
  return nameOf(naming, "recovery-watches");
}

/** That group in a region, known before it exists. */
export function watchScheduleGroupArn(naming: Naming, region: string): string {
  return `arn:aws:scheduler:${region}:${naming.account}:schedule-group/${watchScheduleGroupName(naming)}`;
}

/** Table in which the recovery that runs in a region has written itself down. */
export function recoveryLockName(naming: Naming): string {
  return nameOf(naming, "recovery-lock");
}

/** That table in a region, known before it exists. */
export function recoveryLockArn(naming: Naming, region: string): string {
  return `arn:aws:dynamodb:${region}:${naming.account}:table/${recoveryLockName(naming)}`;
}
