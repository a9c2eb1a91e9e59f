import type { Environment, Platform } from "../../config/index.ts";
import { difference, dollars, type Estimate, estimate, type PriceBook } from "../../cost/index.ts";
import type { Clock, Interval } from "../../lib/index.ts";
import { environmentOf, openProject } from "../project.ts";
import { projectBook } from "./prices/book.ts";
import { openUnits } from "./source.ts";

export interface CostObjectivesOptions {
  readonly path?: string;
  /** @default the first that customers depend on */
  readonly environment?: string;
  readonly clock: Clock;
}

/** What one promise costs: the environment against the same without it. */
export interface ObjectivePrice {
  readonly objective: string;
  /** What was taken away to find out. */
  readonly without: string;
  /** US dollars a month. Absent where it could not be told, with why. */
  readonly monthly?: Interval;
  readonly reason?: string;
}

export interface CostObjectivesResult {
  readonly environment: string;
  readonly currency: "USD";
  readonly monthly: Interval;
  readonly objectives: readonly ObjectivePrice[];
  readonly seconds: number;
}

interface Variant {
  readonly objective: string;
  readonly without: string;
  readonly change: (environment: Environment) => Environment;
}

/**
 * What each objective costs, by building the environment again without what serves it. The prices do not add up: a
 * region that is gone takes its standbys along.
 */
export async function costObjectives(options: CostObjectivesOptions): Promise<CostObjectivesResult> {
  const started = options.clock.now();
  const project = await openProject(options.path, options.clock);
  const { platform } = project;
  const named = options.environment ?? platform.environments.find(({ production }) => production)?.name;
  const environment = environmentOf(project, named);
  const book = await projectBook(project.file);
  const whole = estimated(platform, environment, book);
  const objectives = variantsOf(environment).map(({ objective, without, change }): ObjectivePrice => {
    const lesser = change(environment);
    try {
      const { delta } = difference(estimated(platform, lesser, book), whole);
      return { objective, without, monthly: dollars(delta) };
    } catch (error) {
      // A platform that cannot be built without it has no price for it, which is said and not guessed.
      return { objective, without, reason: error instanceof Error ? error.message : String(error) };
    }
  });
  return {
    environment: environment.name,
    currency: "USD",
    monthly: dollars(whole.monthly),
    objectives,
    seconds: (options.clock.now() - started) / 1000,
  };
}

function estimated(platform: Platform, environment: Environment, book: PriceBook): Estimate {
  const lesser: Platform = {
    ...platform,
    environments: platform.environments.map((each) => (each.name === environment.name ? environment : each)),
  };
  const { graph, usage, derived } = openUnits(lesser, [environment]);
  return estimate(graph, { book, usage, derived });
}

function variantsOf(environment: Environment): readonly Variant[] {
  const { regions, stores } = environment;
  const births = new Set(stores.map(({ birth }) => birth));
  const keys = new Set(regions.map(({ keyBirth }) => keyBirth));
  const copies = regions.filter(({ name, home }) => {
    const first = regions.find((each) => each.home === home);
    return first?.name !== name && !births.has(name) && !keys.has(name);
  });
  const pilots = regions.filter(({ cluster }) => cluster === "pilot-light");
  return [
    ...copies.map(
      ({ name, home, role }): Variant => ({
        objective: `${home} stays open without ${regions.find((each) => each.home === home)?.name ?? "its first region"}`,
        without: `${name} (${role})`,
        change: (whole) => withoutRegion(whole, name),
      }),
    ),
    ...(pilots.length === 0
      ? []
      : [
          {
            objective: "a recovery region that takes over within minutes",
            without: `the pilot light in ${pilots.map(({ name }) => name).join(", ")}: data only`,
            change: (whole: Environment) => ({
              ...whole,
              regions: whole.regions.map((region) =>
                region.cluster === "pilot-light" ? { ...region, cluster: "none" as const } : region,
              ),
            }),
          },
        ]),
    {
      objective: "a zone may fail, and data are served on",
      without: "standbys of databases and caches in a second zone",
      change: (whole) => ({ ...whole, stores: whole.stores.map(alone) }),
    },
    {
      objective: "a zone may fail, and what is inside still reaches what is outside",
      without: "NAT gateways and interface endpoints in all zones but one",
      change: (whole) => ({ ...whole, natGateways: "single" }),
    },
    {
      objective: "a zone may fail, and services and single databases go on",
      without: "nodes in every zone and standbys of RDS (size: small)",
      change: (whole) => ({ ...whole, size: "small" }),
    },
    ...(stores.some((store) => "capacity" in store)
      ? [
          {
            objective: "headroom: capacity that serverless databases keep ready",
            without: "more than half a capacity unit at rest",
            change: (whole: Environment) => ({ ...whole, stores: whole.stores.map(atRest) }),
          },
        ]
      : []),
  ];
}

function withoutRegion(environment: Environment, name: string): Environment {
  return {
    ...environment,
    regions: environment.regions.filter((region) => region.name !== name),
    stores: environment.stores.map((store) => ({
      ...store,
      copies: store.copies.filter((copy) => copy !== name),
    })),
  };
}

function atRest<Store extends Environment["stores"][number]>(store: Store): Store {
  if (!("capacity" in store) || store.capacity === undefined) return store;
  return { ...store, capacity: { ...store.capacity, min: 0.5 } };
}

function alone<Store extends Environment["stores"][number]>(store: Store): Store {
  if ("instancesPerRegion" in store) return { ...store, instancesPerRegion: 1 };
  if ("nodesPerRegion" in store) return { ...store, nodesPerRegion: 1 };
  return store;
}
