import type { Grade } from "../../lib/index.ts";
import { type Loss, type LossKind, lossText } from "../modes/loss.ts";
import type { LossPlan, Verdict } from "../modes/plan.ts";
import { type Quantile, quantile } from "../provisioning/quantiles.ts";
import type { RecoveryTiming } from "../timing/blocks/block.ts";
import type { OriginKind } from "../timing/figure.ts";
import { type SampledEffect, type SampledLoss, type SimulationOptions, simulateLoss } from "./simulate.ts";

/** Of the samples. Seconds. */
export interface RecoverySpread {
  readonly p50: Quantile;
  readonly p95: Quantile;
  readonly p99: Quantile;
}

/** A step, or a store that is behind, by how much of the figure rests on it. */
export interface Carrier {
  /** Id of the step, or of the store for data. */
  readonly of: string;
  readonly timing: string;
  readonly what: string;
  readonly typical: number;
  readonly pessimistic: number;
  readonly origin: OriginKind;
  /** 0 to 1: of the time, for data of the samples. */
  readonly share: number;
}

/** What becomes of a store, a service or a journey. */
export interface ModelledEffect {
  readonly name: string;
  readonly verdict: Verdict;
  readonly notes: readonly string[];
  /** Until it is served again; absent where nothing brings it back. */
  readonly rto?: RecoverySpread;
  /** How much of the latest data is gone; absent where nothing brings it back. */
  readonly rpo?: RecoverySpread;
  /** What the time rests on, heaviest first. */
  readonly carriedBy: readonly Carrier[];
  /** What the loss of data rests on, heaviest first. */
  readonly dataCarriedBy: readonly Carrier[];
  /** Ids of figures from memory that carry at least 1 %, heaviest first: to be confirmed. */
  readonly recalled: readonly string[];
}

export interface ModelledStep {
  readonly id: string;
  readonly title: string;
  readonly plane: string;
  readonly region: string;
  readonly timing: string;
  readonly after: readonly string[];
}

/** What a loss does, how long it takes until all is back, and what rests on memory. */
export interface ModelledLoss {
  readonly loss: string;
  readonly kind: LossKind;
  readonly of: Loss;
  readonly grade: Grade;
  readonly steps: readonly ModelledStep[];
  readonly stores: readonly ModelledEffect[];
  readonly services: readonly ModelledEffect[];
  readonly journeys: readonly ModelledEffect[];
}

/** Lets each loss happen, and says what came of it. */
export function modelLosses(plans: readonly LossPlan[], options: SimulationOptions): readonly ModelledLoss[] {
  return plans.map((plan) => modelled(simulateLoss(plan, options)));
}

function modelled(sampled: SampledLoss): ModelledLoss {
  const { plan } = sampled;
  const timings = new Map(plan.steps.map(({ id, timing }) => [id, timing]));
  const effects = (all: readonly SampledEffect[]) => all.map((each) => effectOf(each, timings));
  return {
    loss: lossText(plan.loss),
    kind: plan.loss.kind,
    of: plan.loss,
    grade: "modelled",
    steps: plan.steps.map(({ id, title, plane, region, timing, after }) => ({
      id,
      title,
      plane,
      region,
      timing: timing.id,
      after,
    })),
    stores: effects(sampled.stores),
    services: effects(sampled.services),
    journeys: effects(sampled.journeys),
  };
}

function effectOf(sampled: SampledEffect, timings: ReadonlyMap<string, RecoveryTiming>): ModelledEffect {
  const { effect, downFor, dataGone } = sampled;
  const behind = new Map(effect.dataLoss.map(({ store, timing }) => [store, timing]));
  const carriedBy = carriers(sampled.carriedBy, timings);
  const dataCarriedBy = carriers(sampled.gapCarriedBy, behind);
  const recalled = [...carriedBy, ...dataCarriedBy]
    .filter(({ origin, share }) => origin === "recalled" && share >= 0.01)
    .map(({ timing }) => timing);
  return {
    name: effect.name,
    verdict: effect.verdict,
    notes: effect.notes,
    ...(downFor === undefined || dataGone === undefined
      ? {}
      : { rto: spread(downFor), rpo: spread(dataGone) }),
    carriedBy,
    dataCarriedBy,
    recalled: [...new Set(recalled)],
  };
}

function carriers(
  shares: ReadonlyMap<string, number>,
  timings: ReadonlyMap<string, RecoveryTiming>,
): readonly Carrier[] {
  return [...shares]
    .flatMap(([of, share]): readonly Carrier[] => {
      const timing = timings.get(of);
      if (timing === undefined || share === 0) return [];
      const { id, what, typical, pessimistic, origin } = timing;
      return [{ of, timing: id, what, typical, pessimistic, origin: origin.kind, share }];
    })
    .sort((a, b) => b.share - a.share || (a.of < b.of ? -1 : 1));
}

const ZERO: Quantile = { seconds: 0, between: [0, 0] };

function spread(seconds: Float64Array): RecoverySpread {
  if (seconds.length === 0) return { p50: ZERO, p95: ZERO, p99: ZERO };
  const sorted = seconds.toSorted();
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), p99: quantile(sorted, 0.99) };
}
