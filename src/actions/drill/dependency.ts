import type { Host } from "../../host/index.ts";
import { DEPENDENCIES, type Dependency } from "../../recovery/index.ts";
import { isCache, type Recoverable } from "../../runbooks/index.ts";
import type { LostPart } from "../../sandbox/index.ts";
import { keeps } from "../recovery/keptCaches.ts";
import { regionScope } from "../recovery/scope.ts";
import { subjectOf } from "../recovery/subject.ts";
import { type Machine, thisMachine } from "../workbench/machine.ts";
import { noteNotDone } from "./held/draft.ts";
import { holdDrill } from "./held/hold.ts";
import type { Place } from "./held/place.ts";
import { makes, smallestSet } from "./held/smallest.ts";
import type { DrillResult } from "./keep.ts";
import {
  type DrillOptions,
  type DrillSubject,
  drillSubject,
  effectsOf,
  refusedDrill,
  scopeOf,
} from "./prepare.ts";

export interface DrillDependencyOptions extends DrillOptions {
  /** Service of AWS by its id: `dynamodb`, `kms`. */
  readonly dependency: string;
  /** Region in which it is gone. @default the environment's first */
  readonly region?: string;
}

/** As requests to AWS are signed; none for what has no API of its own. */
const APIS: Readonly<Record<string, string>> = {
  dynamodb: "dynamodb",
  elasticache: "elasticache",
  rds: "rds",
  s3: "s3",
  kms: "kms",
  balancers: "elasticloadbalancing",
  "network-balancers": "elasticloadbalancing",
  cognito: "cognito-idp",
};

/** Seconds for which it is away: what a resolver keeps and what customers try again are over by then. */
const AWAY_SECONDS = 300;

/**
 * Takes a service of AWS away in one region while customers use what leans on it, and gives it back: what they see there and
 * elsewhere, beside which journeys survive by the model. Nothing is recovered: to leave the region is the drill of traffic.
 *
 * @throws InputError for what the region does not lean on, or goes on without
 */
export async function drillDependency(
  options: DrillDependencyOptions,
  host: Host,
  machine: Machine = thisMachine,
): Promise<DrillResult> {
  const subject = await drillSubject(options);
  const lost = lostDependency(subject, options);
  const { region, dependency } = lost;
  const { services, journeys } = effectsOf(subject, { kind: "dependency", region, service: dependency.id });
  const prepared = { ...subject, stacks: smallestSet(subject.all, needs(lost)) };
  const held = {
    prepared,
    kind: "dependency",
    lost: `${region} ${dependency.id}`,
    modelled: services,
  } as const;
  return holdDrill({ ...options, ...held }, host, machine, async (place) => {
    place.draft.journeys = Object.fromEntries(
      journeys.map(({ name, verdict, notes }) => [name, { verdict, notes }]),
    );
    await loseDependency(place, subject, lost);
    const verdicts = new Map(services.map(({ name, verdict }) => [name, verdict]));
    compareWithModel(place, verdicts);
  });
}

export interface LostDependency {
  readonly dependency: Dependency;
  readonly region: string;
  /** Stores that are kept in it and have a copy in the region. */
  readonly stores: readonly Recoverable[];
  /** Nobody enters the region without it. */
  readonly entry: boolean;
}

/** Which stacks make what leans on it. */
export function needs({ dependency, region, stores }: LostDependency) {
  const places = [...new Set([region, ...stores.flatMap(({ regions }) => regions)])];
  const types = dependency.types.map((type) => type.split("/")[0] ?? type);
  const isThere = makes(types, places);
  // Buckets are in every stack of a region; those of stores are in its data stack.
  return dependency.id === "s3"
    ? (stack: Parameters<typeof isThere>[0]) => isThere(stack) && stack.id.endsWith("/data")
    : isThere;
}

async function loseDependency(place: Place, subject: DrillSubject, lost: LostDependency): Promise<void> {
  const { region, stores, entry } = lost;
  const scope = scopeOf(subject, region, stores);
  await place.writers("afterApply", stores);
  if (entry) await place.customersOfServices(subject.project.platform.services, scope.clientRegions);
  else await place.customersOf(scope);
  await place.beginLoss();
  await place.losePart(dependencyPart(lost));
  await place.sandbox.advanceClock(AWAY_SECONDS);
  await place.restore();
  await place.endCustomers();
  await place.plan("planAfterFailback", "Planning with it back: nothing may be left to do");
  noteNotDone(place.draft, {
    code: "drill-names",
    what: `leading customers away from ${region}`,
    why: "its names are not part of what this drill is held on: those who are near it wait until it is back",
    fix: `See trireme runbook show traffic-shift --region ${region}, and drill the region.`,
  });
}

/** What the sandbox takes away. */
export function dependencyPart({ dependency, region, stores, entry }: LostDependency): LostPart {
  const api = APIS[dependency.id];
  return {
    kind: "service",
    region,
    service: dependency.id,
    ...(api === undefined ? {} : { api }),
    engines: stores.map(engineOf).filter((engine, at, all) => all.indexOf(engine) === at),
    entry,
  };
}

function engineOf(store: Recoverable) {
  return isCache(store) ? "redis" : store.engine;
}

/** Where the model says that nobody notices, nobody may have noticed. */
function compareWithModel({ draft }: Place, verdicts: ReadonlyMap<string, string>): void {
  for (const [service, seconds] of Object.entries(draft.took.untilServed)) {
    const verdict = verdicts.get(service);
    if (seconds === 0 || (verdict !== "untouched" && verdict !== "degraded")) continue;
    noteNotDone(draft, {
      code: "model-disagrees",
      what: `serving ${service} without ${draft.lost}`,
      why: `the model says ${verdict}, and customers were not served`,
      fix: "See what the service uses in the region: trireme recovery modes.",
    });
  }
}

/** @throws InputError for what the region does not lean on, or goes on without */
export function lostDependency(
  subject: DrillSubject,
  { dependency: given, region: wanted }: Pick<DrillDependencyOptions, "dependency" | "region">,
): LostDependency {
  const { project, environment, graph } = subject;
  const { regions } = subjectOf(project.platform, environment, graph);
  const region = wanted === undefined ? regions[0] : regions.find(({ name }) => name === wanted);
  if (region === undefined) {
    throw refusedDrill(subject, {
      code: "option/unknown-region",
      where: "--region",
      given: wanted ?? "nothing",
      wanted: `one of ${regions.map(({ name }) => name).join(", ")}`,
      fix: `Name a region of ${environment.name}.`,
    });
  }
  const { name } = region;
  const { stores, caches } = regionScope(project.platform, environment, name);
  // Nobody is counted as not served by a cache that may be empty at any moment.
  const written = [...stores, ...caches.filter(({ id }) => keeps(environment, id))];
  const able = DEPENDENCIES.filter(({ id }) => region.leansOn.includes(id)).flatMap((dependency) => {
    const kept = written.filter(
      (store) => store.regions.includes(name) && dependency.engines?.includes(engineOf(store)) === true,
    );
    const entry = dependency.weight === "hard";
    return entry || kept.length > 0 ? [{ dependency, region: name, stores: kept, entry }] : [];
  });
  const found = able.find(({ dependency }) => dependency.id === given);
  if (found !== undefined) return found;
  const known = DEPENDENCIES.find(({ id }) => id === given);
  const without =
    known?.missing === undefined ? "" : `: what runs goes on without ${known.name} (${known.missing})`;
  throw refusedDrill(subject, {
    code: "option/unknown-dependency",
    where: "dependency",
    given,
    wanted: `what customers in ${name} stop without, ${able.map(({ dependency }) => dependency.id).join(", ")}${without}`,
    fix: "Name one of them; what the others do is in trireme recovery modes.",
  });
}
