import type { Environment, PlacedStore, Platform } from "../../config/index.ts";
import type { RecoverySubject } from "../../recovery/index.ts";
import { type Runbook, regionalFailover, stepsOf } from "../../runbooks/index.ts";
import { regionScope } from "./scope.ts";

/** Whether the library's failover promotes stores at once, whichever region is lost, as its stages and lanes say. */
export function promotionsOf(platform: Platform, environment: Environment): RecoverySubject["promotions"] {
  const runbooks = environment.regions.flatMap(({ name }) =>
    regionalFailover(regionScope(platform, environment, name)),
  );
  return runbooks.some(isInOrder) ? "one-by-one" : "at-once";
}

/** How many routes the library's failover closes before it promotes a store of which the region of birth is lost. */
export function routesCut(
  platform: Platform,
  environment: Environment,
  { id, birth }: Pick<PlacedStore, "id" | "birth">,
): number {
  const zones = environment.regions.find(({ name }) => name === birth)?.zones ?? [];
  const cuts = new Set(zones.map((zone) => `cut-${id}-${zone}`));
  return regionalFailover(regionScope(platform, environment, birth))
    .flatMap(stepsOf)
    .filter(({ step }) => cuts.has(step.id)).length;
}

/** Two promotions in one lane, or in two stages, wait for each other. */
function isInOrder({ stages }: Runbook): boolean {
  const lanes = stages.map((stage) =>
    stage.lanes.map((lane) => lane.filter(({ id }) => id.startsWith("promote-")).length),
  );
  const promoting = lanes.filter((counts) => counts.some((count) => count > 0));
  return promoting.length > 1 || promoting.flat().some((count) => count > 1);
}
