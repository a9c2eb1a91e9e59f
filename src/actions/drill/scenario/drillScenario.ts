import type { Host } from "../../../host/index.ts";
import { InputError } from "../../../lib/index.ts";
import { isCache, type Recoverable } from "../../../runbooks/index.ts";
import { keeps } from "../../recovery/keptCaches.ts";
import { regionScope } from "../../recovery/scope.ts";
import { type Machine, thisMachine } from "../../workbench/machine.ts";
import { lostDependency, needs } from "../dependency.ts";
import { noteNotDone } from "../held/draft.ts";
import { holdDrill } from "../held/hold.ts";
import { makes, smallestSet } from "../held/smallest.ts";
import type { DrillResult } from "../keep.ts";
import { type DrillOptions, type DrillSubject, drillSubject } from "../prepare.ts";
import { moveOf, STORES_WITH_WRITER, storeWithWriter } from "../store.ts";
import { regionOfZone } from "../zone.ts";
import { moveWanted, scenarioProblems } from "./contradictions.ts";
import { isRun, type Scenario } from "./events.ts";
import type { ScenarioLibrary } from "./library.ts";
import { playScenario } from "./play.ts";
import { readScenario } from "./read.ts";

export interface DrillScenarioOptions extends DrillOptions {
  /** File of the scenario, YAML or JSON. */
  readonly scenario: string;
  /** Runbooks in place of the shipped ones. @default the library's */
  readonly library?: ScenarioLibrary;
}

/**
 * Plays a combination of losses and recoveries from a file, under simulated customers, and keeps what it came to.
 *
 * @throws InputError for a file that is no scenario, names that the environment has not, and events that contradict each
 * other; nothing has been started then
 */
export async function drillScenario(
  { scenario: file, library, ...options }: DrillScenarioOptions,
  host: Host,
  machine: Machine = thisMachine,
): Promise<DrillResult> {
  const read = await readScenario(file);
  const { scenario } = read;
  const environment = options.environment ?? scenario.environment;
  const subject = await drillSubject({ ...options, ...(environment === undefined ? {} : { environment }) });
  const problems = scenarioProblems(read, subject);
  if (problems.length > 0) throw new InputError(file, problems);
  const whole = takesRegions(scenario);
  const held = whole ? everything(subject) : partsOf(scenario, subject);
  return holdDrill(
    {
      ...options,
      prepared: { ...subject, stacks: held.stacks },
      kind: "scenario",
      lost: scenario.name,
      modelled: [],
    },
    host,
    machine,
    async (place) => {
      noteNotDone(place.draft, {
        code: "drill-model",
        what: "modelled times of recovery",
        why: "the model loses one thing at a time",
        fix: "See trireme recovery modes for each of them.",
      });
      await playScenario(place, {
        subject,
        scenario,
        stores: held.stores,
        names: whole,
        ...(library === undefined ? {} : { library }),
      });
    },
  );
}

/** What a scenario is held on. */
interface Held {
  readonly stacks: DrillSubject["all"];
  /** Caches that keep what is written to them among them. */
  readonly stores: readonly Recoverable[];
}

/** Names lead between regions, and what keeps them away stands in all of them. What takes no part at all is held on all. */
function takesRegions({ events }: Scenario): boolean {
  const ofRegions: ReadonlySet<string> = new Set(["region-lost", "partition", "region-degrades"]);
  return (
    events.some((event) => ofRegions.has(event.kind) || (isRun(event) && "region" in event)) ||
    events.every(({ kind }) => kind === "throttle" || kind === "latency")
  );
}

function everything({ all, project, environment }: DrillSubject): Held {
  const [first] = environment.regions;
  const { stores, caches } = regionScope(project.platform, environment, first?.name ?? "");
  const kept = caches.filter(({ id }) => keeps(environment, id));
  return { stacks: all, stores: [...stores, ...kept] };
}

/** Of a scenario that leaves every region up: what makes the things that it takes. */
function partsOf({ events }: Scenario, subject: DrillSubject): Held {
  const { stores } = everything(subject);
  const wanted: ReturnType<typeof makes>[] = [];
  const regions = new Map<Recoverable, Set<string>>();
  const hold = (store: Recoverable, places: readonly string[]) => {
    const found = stores.find(({ id }) => id === store.id) ?? store;
    regions.set(found, new Set([...(regions.get(found) ?? []), ...places]));
  };
  for (const event of events) {
    if (event.kind === "writer-lost" || (isRun(event) && "store" in event)) {
      const store = isRun(event)
        ? moveOf(subject, moveWanted(event)).store
        : storeWithWriter(subject, event.store);
      wanted.push(makes(STORES_WITH_WRITER, store.regions));
      hold(store, store.regions);
    } else if (event.kind === "dependency-fails") {
      const lost = lostDependency(subject, event);
      wanted.push(needs(lost));
      for (const store of lost.stores) hold(store, store.regions);
    } else if ("zone" in event) {
      const region = regionOfZone(subject, event.zone);
      wanted.push(makes(ZONAL, [region]));
      for (const store of stores)
        if (standsInZone(store) && store.regions[0] === region) hold(store, [region]);
    }
  }
  return {
    stacks: smallestSet(subject.all, (stack) => wanted.some((isWanted) => isWanted(stack))),
    stores: [...regions].map(([store, held]) => ({
      ...store,
      regions: store.regions.filter((region) => held.has(region)),
    })),
  };
}

function standsInZone(store: Recoverable): boolean {
  return isCache(store) || (store.engine !== "dynamodb" && store.engine !== "s3");
}

/** Types of which something stands in one zone, and those by which it is left. */
const ZONAL = [
  "aws_rds_cluster",
  "aws_db_instance",
  "aws_elasticache_replication_group",
  "aws_lb",
  "aws_eks_cluster",
];
