import type { Environment, PlacedStore, Platform } from "../../config/index.ts";
import { type ResourceGraph, valueAt } from "../../graph/index.ts";
import {
  graphFacts,
  type RecoverySubject,
  type SubjectRegion,
  type SubjectStore,
} from "../../recovery/index.ts";
import { WATCH, watchName } from "../../runbooks/index.ts";
import { standInOf } from "../../stacks/index.ts";
import { promotionsOf, routesCut } from "./promotions.ts";

/** A day: the shortest of the backup plan's schedules, `stacks/backups.ts`. */
const BACKUP_SECONDS = 86_400;

/**
 * An environment of ours as far as a recovery goes: journeys, services and stores from the configuration; names,
 * nodes, keys and what each region leans on from the stacks that are made of it.
 */
export function subjectOf(
  platform: Platform,
  environment: Environment,
  graph: ResourceGraph,
): RecoverySubject {
  const facts = graphFacts(graph);
  const regions = environment.regions.map((region): SubjectRegion => {
    const standIn = standInOf(environment, region)?.name;
    return {
      name: region.name,
      home: region.home,
      role: region.role,
      compute: region.cluster,
      zones: region.zones.length,
      ...(standIn === undefined ? {} : { standIn }),
      ...(isWatched(graph, region.name) ? { watched: WATCH } : {}),
      ...(facts.regions.get(region.name) ?? { leansOn: [], ownKey: false }),
    };
  });
  return {
    name: environment.name,
    production: environment.production,
    regions,
    stores: environment.stores.map((store) => ({
      ...storeOf(environment, store),
      ...(store.engine === "rds-postgresql" ? { routesCut: routesCut(platform, environment, store) } : {}),
    })),
    services: platform.services.map(({ name, stores, calls, critical }) => ({
      name,
      stores,
      calls,
      critical,
    })),
    journeys: platform.journeys.map(({ name, services, objectives }) => ({ name, services, objectives })),
    names: facts.names,
    promotions: promotionsOf(platform, environment),
    unseen: [
      ...facts.unseen,
      "which region writes today: the region of birth is taken for it",
      "whether the services' health paths look at what they lean on: taken as not",
      ...(environment.automaticFailover
        ? ["what the recovery switches say: taken as on, without which a failover waits for a person"]
        : []),
    ],
  };
}

/** Whether another region has a clock that starts a watch over this one. */
function isWatched(graph: ResourceGraph, region: string): boolean {
  return graph.byType("aws_scheduler_schedule").some((schedule) => {
    const name = valueAt(schedule.values, "name");
    return schedule.region !== region && name.kind === "known" && name.value === watchName(region);
  });
}

function storeOf(environment: Environment, store: PlacedStore): SubjectStore {
  const copiedTo = backupTarget(environment, store.birth);
  return {
    id: store.id,
    store: store.store,
    engine: store.engine,
    ...(store.partition === undefined ? {} : { home: store.partition }),
    writes: writesOf(store),
    regions: [store.birth, ...store.copies],
    standby: hasStandby(environment, store),
    disposable: !store.replicated,
    ...(store.backup
      ? { backup: { everySeconds: BACKUP_SECONDS, ...(copiedTo === undefined ? {} : { copiedTo }) } }
      : {}),
  };
}

function writesOf({ engine, replicated }: PlacedStore): SubjectStore["writes"] {
  if (!replicated) return "own";
  return engine === "dynamodb" || engine === "s3" ? "every" : "one";
}

/** A second instance in another zone; tables and buckets have their own. */
export function hasStandby({ size }: Environment, store: PlacedStore): boolean {
  switch (store.engine) {
    case "aurora-postgresql":
      return store.instancesPerRegion > 1;
    case "redis":
    case "memcached":
      return store.nodesPerRegion > 1;
    case "rds-postgresql":
      return size === "standard";
    case "dynamodb":
    case "s3":
      return true;
  }
}

/** As the backup plan has it: the next region of the home. */
function backupTarget({ regions }: Environment, region: string): string | undefined {
  const here = regions.find(({ name }) => name === region);
  const home = regions.filter((each) => each.home === here?.home);
  const next = here && home[(home.indexOf(here) + 1) % home.length];
  return next === here ? undefined : next?.name;
}
