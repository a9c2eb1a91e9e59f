import type {
  Environment,
  EnvironmentRegion,
  Platform,
  Schedule,
  ServerlessFunction,
} from "../config/index.ts";
import type { OwnerTags, ScheduledRun } from "../constructs/index.ts";

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
