import type {
  Environment,
  EnvironmentRegion,
  Platform,
  Schedule,
  ServerlessFunction,
} from "../config/index.ts";
import {
  functionName,
  type Naming,
  nameOf,
  type OwnerTags,
  type ScheduledRun,
  serverlessAlarms,
  stateMachineArn,
  undeliveredRunsName,
  type WatchedResource,
} from "../constructs/index.ts";

/** Engines that have an address in the VPC and none outside. */
const INSIDE = new Set(["aurora-postgresql", "rds-postgresql", "redis", "memcached"]);

/** Whether a function needs to be inside the VPC. */
export function isInside({ stores }: Environment, { stores: used }: ServerlessFunction): boolean {
  return stores.some(({ store, engine }) => used.includes(store) && INSIDE.has(engine));
}

/** Whether nobody waits for the function's answer. */
export function isUnattended({ events, hears, schedule }: ServerlessFunction): boolean {
  return events !== undefined || hears.length > 0 || schedule !== undefined;
}

/** Whether anything is delivered that may not arrive. */
export function hasDeliveries({ serverless }: Platform): boolean {
  return (
    serverless.functions.some(isUnattended) ||
    serverless.workflows.some(({ schedule }) => schedule !== undefined)
  );
}

/** Name of this region's queue of runs that were not delivered or failed to the end; undefined where nothing runs. */
export function undeliveredRuns(
  naming: Naming,
  { platform, region }: { readonly platform: Platform; readonly region: EnvironmentRegion },
): string | undefined {
  return region.cluster === "none" || !hasDeliveries(platform) ? undefined : undeliveredRunsName(naming);
}

/** Alarms over what runs in this region without machines. */
export function watchedServerless(
  naming: Naming,
  { platform, region }: { readonly platform: Platform; readonly region: EnvironmentRegion },
): readonly WatchedResource[] {
  if (region.cluster === "none") return [];
  const { functions, apis, workflows } = platform.serverless;
  const timeouts = new Map(functions.map(({ name, timeoutSeconds }) => [name, timeoutSeconds]));
  return serverlessAlarms({
    functions: functions.map(({ name }) => ({ name, functionName: functionName(naming, name) })),
    apis: apis.map(({ name, routes }) => ({
      name,
      apiName: nameOf(naming, name),
      availabilityPercent: platform.objectives.availabilityPercent,
      timeoutSeconds: Math.max(...routes.map((route) => timeouts.get(route.function) ?? 0)),
    })),
    workflows: workflows.map(({ name }) => ({
      name,
      stateMachineArn: stateMachineArn(naming, name, region.name),
    })),
  });
}

/** Names of functions that events of AWS services start: an event rule is called after each. */
export function eventDriven({ serverless }: Platform): readonly string[] {
  return serverless.functions.filter(({ events }) => events !== undefined).map(({ name }) => name);
}

/** Kinds of events of our own that start functions. */
export function heardKinds({ serverless }: Platform): readonly string[] {
  return [...new Set(serverless.functions.flatMap(({ hears }) => hears))].sort();
}

/** Whether a schedule runs in this region when it is made, and with which others it is kept. */
export function scheduleIn(
  environment: Environment,
  region: EnvironmentRegion,
  schedule: Schedule,
): Pick<ScheduledRun, "group" | "bornEnabled"> {
  switch (schedule.runs) {
    case "every-region":
      return { group: "regional", bornEnabled: region.role === "active" };
    case "each-home":
      return { group: "single", bornEnabled: region.name === region.keyBirth };
    case "once": {
      const names = environment.regions.map(({ name }) => name);
      const [first] = names;
      const birth = schedule.birth !== undefined && names.includes(schedule.birth) ? schedule.birth : first;
      return { group: "single", bornEnabled: region.name === birth };
    }
  }
}

export function ownerTags(each: { name: string; owner: string; costCentre: string }): OwnerTags {
  return { service: each.name, owner: each.owner, costCentre: each.costCentre };
}
