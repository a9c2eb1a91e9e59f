import type { Environment, Platform } from "../config/index.ts";
import {
  entryName,
  keptAwayAlarmName,
  type Naming,
  nameOf,
  originName,
  type RecoveryGrant,
  recoveryMachineArn,
  recoveryMachineThing,
  type WatchedResource,
  WatchScheduleRole,
  WatchSchedules,
  watchAlarms,
} from "../constructs/index.ts";
import { HTTP_METHOD, type RegionWatch, WATCH, watchMachine, watchName } from "../runbooks/index.ts";
import { type EnvironmentContext, type EnvironmentStack, namingOf } from "./environmentStack.ts";
import { healthPath, standInOf } from "./facts.ts";
import { runbookNames } from "./recoveryScope.ts";
import { recoveryStateMachine } from "./recoveryStateMachine.ts";
import type { RegionContext } from "./regionStack.ts";

/** A machine that watches a region and starts another which leaves it. */
export interface RecoveryWatchMachine {
  /** `watch-us-east-1` */
  readonly name: string;
  readonly watch: RegionWatch;
}

/** Machines that leave a region, each in the region that takes something over: `leave-us-east-1`. */
export interface LeavingMachine {
  readonly name: string;
  readonly region: string;
  readonly runsIn: string;
}

/**
 * Watches over the regions that serve, where an environment is left to fail over by itself: one beside each machine that
 * leaves a region. Over regions that have a stand-in only, since the names of the pair tell whether one is gone.
 */
export function recoveryWatches(
  platform: Platform,
  environment: Environment,
  leaving: readonly LeavingMachine[],
): readonly RecoveryWatchMachine[] {
  if (!environment.automaticFailover) return [];
  const naming = namingOf(platform, environment);
  const path = healthPath({ platform, environment });
  const url = (name: string) => `https://${name}${path}`;
  return leaving
    .filter(({ region }) => isWatched(environment, region))
    .map(({ name, region, runsIn }) => ({
      name: watchName(region),
      watch: {
        region,
        runsIn,
        origin: url(originName(region, environment.domain)),
        entry: url(entryName(region, environment.domain)),
        alarm: keptAwayAlarmName(naming, region),
        machine: {
          name: nameOf(naming, recoveryMachineThing(name)),
          arn: recoveryMachineArn(naming, name, runsIn),
        },
      },
    }));
}

function isWatched(environment: Environment, name: string): boolean {
  const region = environment.regions.find((each) => each.name === name);
  return region?.role === "active" && standInOf(environment, region) !== undefined;
}

/** What the watches may call. Those of one region are of one name, whichever region they are in, and share a role. */
export function watchGrants(
  { platform, environment }: EnvironmentContext,
  watches: readonly RecoveryWatchMachine[],
): readonly RecoveryGrant[] {
  const { account } = namingOf(platform, environment);
  return [...Map.groupBy(watches, ({ name }) => name)].map(([name, same]) => {
    const machines = same.map(({ watch }) => watch.machine.arn);
    return {
      name,
      regions: same.map(({ watch }) => watch.runsIn),
      permissions: [
        {
          action: "cloudwatch:DescribeAlarms",
          resources: same.map(
            ({ watch }) => `arn:aws:cloudwatch:${watch.runsIn}:${account}:alarm:${watch.alarm}`,
          ),
        },
        { action: "states:ListExecutions", resources: machines },
        { action: "states:StartExecution", resources: machines },
      ],
      acts: true,
      tells: ["critical"],
      urls: [...new Set(same.flatMap(({ watch }) => [watch.origin, watch.entry]))].sort(),
      httpMethod: HTTP_METHOD,
    };
  });
}

/** Role of their clock, for the global stack. */
export function watchClock(stack: EnvironmentStack, watches: readonly RecoveryWatchMachine[]): void {
  if (watches.length === 0) return;
  new WatchScheduleRole(stack, "recovery-clock", {
    naming: stack.naming,
    watches: watches.map(({ name, watch }) => ({ name, region: watch.runsIn })),
    tags: stack.tags,
  });
}

/** Watches of this region, and what starts them. */
export function watches(
  stack: EnvironmentStack,
  context: RegionContext,
  here: readonly RecoveryWatchMachine[],
  connectionArn: string,
): void {
  const { platform, environment, region } = context;
  const { naming, tags } = stack;
  if (here.length === 0) return;
  const names = { ...runbookNames(platform, environment, region.name), connectionArn };
  const machines = here.map(({ name, watch }) => {
    const { arn } = recoveryStateMachine(stack, context, name, watchMachine(watch, names));
    return { name, arn };
  });
  new WatchSchedules(stack, "recovery-watches", {
    naming,
    watches: machines,
    everySeconds: WATCH.everySeconds,
    input: { looks: { count: 0 } },
    tags,
  });
}

/** Alarms over the watches of this region: what they see and may not act on, and whether they look at all. */
export function watchedWatches(
  naming: Naming,
  here: readonly RecoveryWatchMachine[],
): readonly WatchedResource[] {
  return watchAlarms(
    here.map(({ name, watch }) => ({
      name,
      region: watch.region,
      stateMachineArn: recoveryMachineArn(naming, name, watch.runsIn),
    })),
  );
}
