import type { ResourceGraph } from "../../graph/index.ts";
import { type RandomStreams, seededStreams } from "../../lib/index.ts";
import { COLLECTED } from "../timing/figure.ts";
import { UNTIMED } from "../timing/table.ts";
import { Criticality } from "./criticality.ts";
import { criticalPath, type Link } from "./criticalPath.ts";
import { itemOf } from "./item.ts";
import { LEFT_OUT } from "./leftOut.ts";
import { leversOf } from "./levers.ts";
import type { PathStep, ProvisioningPrediction } from "./prediction.ts";
import { nearestSample, type Spread, spreadOf, tenths } from "./quantiles.ts";
import { Simulation } from "./simulate.ts";
import { waitsOf } from "./waits.ts";
import { type OrderedStack, type StackWork, workOf } from "./work.ts";

export interface PredictionOptions {
  readonly environment: string;
  /** All resources of the environment; those of stacks that are not in `stacks` are left out. */
  readonly graph: ResourceGraph;
  readonly stacks: readonly OrderedStack[];
  /** Until when it must stand, in seconds. */
  readonly objectiveSeconds: number;
  /** @default 500: what is given as the 95th percentile lies between the 93rd and the 97th, and a check stays quick */
  readonly samples?: number;
  /** @default 10, Terraform's own, which a deployment to AWS leaves as it is */
  readonly resourcesAtOnce?: number;
  /** @default 12: what a runner with 16 GB has room for, at 0.65 GB each */
  readonly stacksAtOnce?: number;
  /** @default the same for every run, so that equal input gives an equal prediction */
  readonly random?: RandomStreams;
}

/**
 * How long it takes until a whole environment stands that does not exist yet: a simulation of the rollout with
 * durations drawn from the table of timings. Median and 95th percentile are those of the whole, not sums.
 *
 * @throws TriremeError `recovery/stack-cycle`, `recovery/resource-cycle`
 */
export function predictProvisioning(options: PredictionOptions): ProvisioningPrediction {
  const {
    samples = 500,
    resourcesAtOnce = 10,
    stacksAtOnce = 12,
    random = seededStreams("provisioning"),
  } = options;
  const work = workOf(options.graph, options.stacks);
  const simulation = new Simulation(work, { samples, resourcesAtOnce, stacksAtOnce, random });
  const times = new Times(work, samples);
  const criticality = new Criticality(work);
  for (let number = 0; number < samples; number++) {
    const sample = simulation.sample(number);
    times.add(number, sample.makespan, sample.stacks);
    criticality.add(criticalPath(work, sample), sample.makespan);
  }
  const total = spreadOf(times.makespans);
  const pathAt = (seconds: number) =>
    criticalPath(work, simulation.sample(nearestSample(times.makespans, seconds))).map(stepOf);
  return {
    environment: options.environment,
    grade: "modelled",
    total,
    objective: judged(times.makespans, total, options.objectiveSeconds),
    paths: { p50: pathAt(total.p50.seconds), p95: pathAt(total.p95.seconds) },
    critical: criticality.mostOften(15),
    levers: leversOf(simulation, criticality, times.makespans),
    waits: waitsOf(work, times.takes, times.makespans, stacksAtOnce),
    regions: times.regions(),
    stacks: times.stacks(),
    recalled: criticality.recalled(0.01),
    untimed: untimed(work),
    assumed: {
      samples,
      resources: work.reduce((sum, { tasks }) => sum + tasks.length, 0),
      resourcesAtOnce,
      stacksAtOnce,
      collected: COLLECTED,
    },
    leftOut: LEFT_OUT,
  };
}

function stepOf(link: Link): PathStep {
  const { begin, seconds, waitedForPlace } = link;
  return { ...itemOf(link), begin: tenths(begin), seconds: tenths(seconds), waitedForPlace };
}

function judged(makespans: Float64Array, { p50, p95 }: Spread, seconds: number) {
  const kept = makespans.filter((makespan) => makespan <= seconds).length / makespans.length;
  return { seconds, kept, metAtP50: p50.seconds <= seconds, metAtP95: p95.seconds <= seconds };
}

function untimed(work: readonly StackWork[]): ProvisioningPrediction["untimed"] {
  const types = work.flatMap(({ tasks }) =>
    tasks.filter(({ figure }) => figure === UNTIMED).map(({ resource }) => resource.type),
  );
  return [...Map.groupBy(types, (type) => type)]
    .map(([type, all]) => ({ type, count: all.length }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** Begin and end of every stack in every sample. */
class Times {
  readonly makespans: Float64Array;
  readonly #work: readonly StackWork[];
  readonly takes: readonly Float64Array[];
  readonly #done: readonly Float64Array[];

  constructor(work: readonly StackWork[], samples: number) {
    this.#work = work;
    this.makespans = new Float64Array(samples);
    this.takes = work.map(() => new Float64Array(samples));
    this.#done = work.map(() => new Float64Array(samples));
  }

  add(number: number, makespan: number, { begin, end }: { begin: Float64Array; end: Float64Array }): void {
    this.makespans[number] = makespan;
    for (let stack = 0; stack < end.length; stack++) {
      const done = end[stack] as number;
      (this.#done[stack] as Float64Array)[number] = done;
      (this.takes[stack] as Float64Array)[number] = done - (begin[stack] as number);
    }
  }

  stacks(): ProvisioningPrediction["stacks"] {
    return this.#work.map(({ id }, index) => ({
      stack: id,
      takes: spreadOf(this.takes[index] as Float64Array),
      done: spreadOf(this.#done[index] as Float64Array),
    }));
  }

  regions(): ProvisioningPrediction["regions"] {
    const indices = Map.groupBy(this.#work.keys(), (index) => this.#work[index]?.region);
    return [...indices].flatMap(([region, of]) => {
      if (region === undefined) return [];
      const latest = this.makespans.map((_, number) =>
        Math.max(...of.map((index) => this.#done[index]?.[number] ?? 0)),
      );
      return [{ region, done: spreadOf(latest) }];
    });
  }
}
