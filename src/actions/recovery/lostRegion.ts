import type { Environment, Objectives, Platform } from "../../config/index.ts";
import type { ResourceGraph } from "../../graph/index.ts";
import {
  failureModes,
  type Loss,
  type ModelledEffect,
  modelLosses,
  type RecoverySpread,
  type RecoverySubject,
} from "../../recovery/index.ts";
import { subjectOf } from "./subject.ts";

/** Seconds by quantile, against an objective, with the figures from memory that carry them. */
export interface ModelledTime {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly objectiveSeconds: number;
  /** Ids of timings: see `src/recovery/timing/blocks`. */
  readonly recalled: readonly string[];
}

export interface ModelledService {
  readonly name: string;
  readonly critical: boolean;
  readonly verdict: ModelledEffect["verdict"];
  /** What is missing, or why there is no way back. */
  readonly notes: readonly string[];
  /** Until it is served again; absent where nothing brings it back. */
  readonly rto?: ModelledTime;
  /** Latest data that are gone; absent with `rto`. */
  readonly rpo?: ModelledTime;
}

/** What the loss of one region means on AWS, by the model, beside what a rehearsal of it took. */
export interface ModelledRegionLoss {
  readonly lost: string;
  readonly grade: "modelled";
  readonly samples: number;
  /** Another region's watch starts the failover, taken as let to by the recovery switch. @default a person does */
  readonly startedBy?: "watch";
  /** In the order of the configuration. */
  readonly services: readonly ModelledService[];
}

/** Lets a region be lost `samples` times. Nothing of it rests on what a sandbox took. */
export function modelledLossOf(
  platform: Platform,
  environment: Environment,
  graph: ResourceGraph,
  lost: string,
  samples = 10_000,
): ModelledRegionLoss {
  const subject = subjectOf(platform, environment, graph);
  const loss = { kind: "region", region: lost } as const;
  const { services } = modelledEffects(platform, subject, loss, samples);
  const isWatched = subject.regions.some(({ name, watched }) => name === lost && watched !== undefined);
  return { lost, grade: "modelled", samples, ...(isWatched ? { startedBy: "watch" } : {}), services };
}

/** What any loss does to services and journeys, `samples` times over. */
export function modelledEffects(
  platform: Platform,
  subject: RecoverySubject,
  loss: Loss,
  samples = 10_000,
): { readonly services: readonly ModelledService[]; readonly journeys: readonly ModelledEffect[] } {
  const modelled = modelLosses(failureModes(subject, [loss]), { samples });
  return {
    journeys: modelled.flatMap(({ journeys }) => journeys),
    services: modelled
      .flatMap(({ services }) => services)
      .map((effect) => {
        const { rtoSeconds, rpoSeconds } = strictest(platform, effect.name);
        const recalledOf = (carriers: ModelledEffect["carriedBy"]) =>
          effect.recalled.filter((id) => carriers.some(({ timing }) => timing === id));
        return {
          name: effect.name,
          critical: subject.services.find(({ name }) => name === effect.name)?.critical ?? false,
          verdict: effect.verdict,
          notes: effect.notes,
          ...(effect.rto === undefined
            ? {}
            : { rto: timeOf(effect.rto, rtoSeconds, recalledOf(effect.carriedBy)) }),
          ...(effect.rpo === undefined
            ? {}
            : { rpo: timeOf(effect.rpo, rpoSeconds, recalledOf(effect.dataCarriedBy)) }),
        };
      }),
  };
}

function timeOf(
  { p50, p95, p99 }: RecoverySpread,
  objectiveSeconds: number,
  recalled: readonly string[],
): ModelledTime {
  return { p50: p50.seconds, p95: p95.seconds, p99: p99.seconds, objectiveSeconds, recalled };
}

/** Of the journeys that a service is part of, or the platform's own. */
function strictest(
  { objectives, journeys }: Platform,
  service: string,
): Pick<Objectives, "rtoSeconds" | "rpoSeconds"> {
  const own = journeys.filter(({ services }) => services.includes(service)).map((each) => each.objectives);
  const all = own.length === 0 ? [objectives] : own;
  return {
    rtoSeconds: Math.min(...all.map(({ rtoSeconds }) => rtoSeconds)),
    rpoSeconds: Math.min(...all.map(({ rpoSeconds }) => rpoSeconds)),
  };
}
