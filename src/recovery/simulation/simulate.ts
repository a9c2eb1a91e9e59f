import { type RandomStreams, seededStreams } from "../../lib/index.ts";
import { lossText } from "../modes/loss.ts";
import type { DataLoss, Effect, LossPlan, RecoveryStep } from "../modes/plan.ts";
import { durationSlices, sliceOf } from "../timing/lognormal.ts";

export interface SimulationOptions {
  /** Times that the loss happens. */
  readonly samples: number;
  /** @default the same for every run, so that equal input gives equal figures */
  readonly random?: RandomStreams;
}

/** One effect of a loss, in every sample. Seconds. */
export interface SampledEffect {
  readonly effect: Effect;
  /** Until it is served again. Empty where it never stopped; undefined where nothing brings it back. */
  readonly downFor: Float64Array | undefined;
  /** Latest data that are gone. Empty where none are; undefined with `downFor`. */
  readonly dataGone: Float64Array | undefined;
  /** Share of the time, over all samples, that lies on each step of the chain that was waited for; by step id. */
  readonly carriedBy: ReadonlyMap<string, number>;
  /** The same for what is lost: share of the samples in which that store had lost most. */
  readonly gapCarriedBy: ReadonlyMap<string, number>;
}

/** A loss that happened again and again. */
export interface SampledLoss {
  readonly plan: LossPlan;
  readonly stores: readonly SampledEffect[];
  readonly services: readonly SampledEffect[];
  readonly journeys: readonly SampledEffect[];
}

/**
 * Lets a loss happen `samples` times. Each step begins at the event for which it waited last and ends after a time
 * drawn anew; something is back with the last of the steps that it needs. Steps never compete: where a runbook does
 * one thing after another, that is written in what its steps wait for. So a slower step makes nothing faster.
 *
 * Each step of each loss draws from a stream of its own name: a change elsewhere does not move its draws.
 */
export function simulateLoss(plan: LossPlan, options: SimulationOptions): SampledLoss {
  const { samples, random = seededStreams("recovery") } = options;
  const history = happen(plan.steps, samples, (step) => random(`${lossText(plan.loss)}\n${step}`));
  const gone = new Map<string, Float64Array>();
  const goneOf = (loss: DataLoss) => {
    const known = gone.get(loss.store);
    if (known !== undefined) return known;
    const drawn = dataGone(loss, samples, random(`${lossText(plan.loss)}\ndata ${loss.store}`));
    gone.set(loss.store, drawn);
    return drawn;
  };
  const sampled = (effect: Effect) => sample(effect, history, samples, goneOf);
  return {
    plan,
    stores: plan.stores.map(sampled),
    services: plan.services.map(sampled),
    journeys: plan.journeys.map(sampled),
  };
}

/** When each step ended in each sample, and which one it had waited for last. */
interface History {
  readonly row: ReadonlyMap<string, number>;
  readonly ids: readonly string[];
  /** By step, then sample. */
  readonly took: readonly Float32Array[];
  readonly end: readonly Float64Array[];
  readonly cause: readonly Int16Array[];
}

function happen(
  steps: readonly RecoveryStep[],
  samples: number,
  random: (step: string) => ReturnType<RandomStreams>,
): History {
  const row = new Map(steps.map(({ id }, index) => [id, index]));
  const took: Float32Array[] = [];
  const end: Float64Array[] = [];
  const cause: Int16Array[] = [];
  steps.forEach(({ id, timing, after }, index) => {
    const slices = durationSlices(timing);
    const source = random(id);
    const drawn = new Float32Array(samples);
    const ended = new Float64Array(samples);
    const waited = new Int16Array(samples).fill(-1);
    const before = after.map((each) => {
      const found = row.get(each);
      if (found === undefined || found >= index)
        throw new RangeError(`${id} waits for ${each}, which is not before it`);
      return found;
    });
    for (let sample = 0; sample < samples; sample++) {
      let begin = 0;
      for (const each of before) {
        const known = end[each]?.[sample] ?? 0;
        if (known < begin) continue;
        begin = known;
        waited[sample] = each;
      }
      const seconds = slices[sliceOf(source.bits())] ?? 0;
      drawn[sample] = seconds;
      ended[sample] = begin + seconds;
    }
    took.push(drawn);
    end.push(ended);
    cause.push(waited);
  });
  return { row, ids: steps.map(({ id }) => id), took, end, cause };
}

function dataGone(loss: DataLoss, samples: number, source: ReturnType<RandomStreams>): Float64Array {
  const slices = durationSlices(loss.timing);
  const gone = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    const behind = slices[sliceOf(source.bits())] ?? 0;
    // A loss does not wait for a backup: it comes at any moment between two.
    const since = loss.kind === "backup" ? (source.bits() / 2 ** 32) * loss.everySeconds : 0;
    gone[sample] = behind + since;
  }
  return gone;
}

function sample(
  effect: Effect,
  history: History,
  samples: number,
  goneOf: (loss: DataLoss) => Float64Array,
): SampledEffect {
  if (effect.verdict === "lost") {
    return {
      effect,
      downFor: undefined,
      dataGone: undefined,
      carriedBy: new Map(),
      gapCarriedBy: new Map(),
    };
  }
  if (effect.needs.length === 0) {
    return { effect, downFor: new Float64Array(0), carriedBy: new Map(), ...gap(effect, samples, goneOf) };
  }
  const needed = effect.needs.flatMap((id) => history.row.get(id) ?? []);
  const downFor = new Float64Array(samples);
  const weights = new Float64Array(history.ids.length);
  for (let at = 0; at < samples; at++) {
    let last = -1;
    for (const step of needed) {
      const ended = history.end[step]?.[at] ?? 0;
      if (last >= 0 && ended <= (downFor[at] ?? 0)) continue;
      downFor[at] = ended;
      last = step;
    }
    for (let step = last; step >= 0; step = history.cause[step]?.[at] ?? -1) {
      weights[step] = (weights[step] ?? 0) + (history.took[step]?.[at] ?? 0);
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const carriedBy = history.ids.flatMap((id, step) => {
    const weight = weights[step] ?? 0;
    return weight > 0 ? [[id, weight / total] as const] : [];
  });
  return { effect, downFor, carriedBy: new Map(carriedBy), ...gap(effect, samples, goneOf) };
}

/** The most that any store lost, and how often it was which. */
function gap(
  { dataLoss }: Effect,
  samples: number,
  goneOf: (loss: DataLoss) => Float64Array,
): Pick<SampledEffect, "dataGone" | "gapCarriedBy"> {
  if (dataLoss.length === 0) return { dataGone: new Float64Array(0), gapCarriedBy: new Map() };
  const dataGone = new Float64Array(samples);
  const most = new Int32Array(samples).fill(-1);
  const times = new Float64Array(dataLoss.length);
  dataLoss.forEach((loss, index) => {
    const gone = goneOf(loss);
    for (let at = 0; at < samples; at++) {
      if ((gone[at] ?? 0) <= (dataGone[at] ?? 0)) continue;
      dataGone[at] = gone[at] ?? 0;
      most[at] = index;
    }
  });
  for (const index of most) if (index >= 0) times[index] = (times[index] ?? 0) + 1;
  return {
    dataGone,
    gapCarriedBy: new Map(dataLoss.map(({ store }, index) => [store, (times[index] ?? 0) / samples])),
  };
}
