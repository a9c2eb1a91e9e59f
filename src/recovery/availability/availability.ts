import { lossText } from "../modes/loss.ts";
import { OBSERVED_YEARS, OUTAGES } from "../outages/outages.ts";
import { replayed } from "../outages/replay.ts";
import type { ModelledEffect, ModelledLoss } from "../simulation/results.ts";
import { type RecoverySubject, type SubjectRegion, storesUnder } from "../subject/subject.ts";
import { poissonInterval } from "./poisson.ts";

const YEAR_SECONDS = 365.25 * 86_400;

/** How often something happens in a year: between which two, and by whose word. */
export interface Rate {
  readonly of: string;
  readonly perYear: readonly [number, number];
  readonly kind: "counted" | "recalled";
  readonly note: string;
}

/**
 * From memory: nobody publishes them. A zone in trouble once in two to twenty years; an instance that fails once in
 * five to fifty.
 */
const ZONE_RATE = [0.05, 0.5] as const;
const INSTANCE_RATE = [0.02, 0.2] as const;

/** Per cent of a year in which a journey answers the customers of a region, as far as AWS's own failures go. */
export interface ModelledAvailability {
  readonly journey: string;
  readonly region: string;
  readonly objectivePercent: number;
  /** Between which two it lies, leaving regions that fail and staying in them. */
  readonly withFailover: readonly [number, number];
  readonly withoutFailover: readonly [number, number];
  readonly rates: readonly Rate[];
  readonly recalled: boolean;
}

/** For each journey and each region from which customers are served. */
export function availabilityOf(
  subject: RecoverySubject,
  losses: readonly ModelledLoss[],
): readonly ModelledAvailability[] {
  const active = subject.regions.filter(({ role }) => role === "active");
  return subject.journeys.flatMap((journey) =>
    active.map((region) => {
      const parts = [
        regionPart(region, losses, journey.name),
        zonePart(region, losses, journey.name),
        ...instanceParts(subject, region, losses, journey),
      ];
      const percent = (pick: (part: Part) => readonly [number, number]) => {
        const sum = (end: 0 | 1) => parts.reduce((total, part) => total + pick(part)[end], 0);
        return [asPercent(sum(1)), asPercent(sum(0))] as const;
      };
      return {
        journey: journey.name,
        region: region.name,
        objectivePercent: journey.objectives.availabilityPercent,
        withFailover: percent(({ left }) => left),
        withoutFailover: percent(({ stayed }) => stayed),
        rates: parts.map(({ rate }) => rate),
        recalled: parts.some(({ rate }) => rate.kind === "recalled"),
      };
    }),
  );
}

function asPercent(seconds: number): number {
  return Math.max(0, 100 * (1 - seconds / YEAR_SECONDS));
}

/** Seconds down in a year, at least and at most. */
interface Part {
  readonly rate: Rate;
  readonly left: readonly [number, number];
  readonly stayed: readonly [number, number];
}

/** Outages of the list in that region, each as long as those of the whole list are for this journey, on average. */
function regionPart(region: SubjectRegion, losses: readonly ModelledLoss[], journey: string): Part {
  const years = OBSERVED_YEARS.last - OBSERVED_YEARS.first + 1;
  const count = OUTAGES.filter(({ regions }) => regions.includes(region.name)).length;
  const [least, most] = poissonInterval(count).map((mean) => mean / years) as [number, number];
  const all = OUTAGES.map((outage) => replayed(outage, region, losses, journey));
  const mean = (seconds: readonly number[]) => seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
  const stayed = mean(all.map(({ withoutFailover }) => withoutFailover));
  const soon = mean(all.map(({ withFailover }) => withFailover.p50));
  const late = mean(all.map(({ withFailover }) => withFailover.p95));
  return {
    rate: {
      of: `outages of ${region.name}`,
      perYear: [least, most],
      kind: "counted",
      note: `${count} large ones in ${years} years, ${OBSERVED_YEARS.first} to ${OBSERVED_YEARS.last}; 95 % interval of Garwood`,
    },
    left: [least * soon, most * late],
    stayed: [least * stayed, most * stayed],
  };
}

function zonePart(region: SubjectRegion, losses: readonly ModelledLoss[], journey: string): Part {
  const effect = effectOf(losses, lossText({ kind: "zone", region: region.name }), journey);
  return brief(`zones of ${region.name}`, ZONE_RATE, effect);
}

function instanceParts(
  subject: RecoverySubject,
  region: SubjectRegion,
  losses: readonly ModelledLoss[],
  { name, services }: RecoverySubject["journeys"][number],
): readonly Part[] {
  return storesUnder(subject, services)
    .filter(({ home, writes }) => writes === "one" && (home === undefined || home === region.home))
    .map(({ id, regions: [first = ""] }) => {
      const text = lossText({ kind: "writer", store: id, region: first });
      return brief(`writer of ${id}`, INSTANCE_RATE, effectOf(losses, text, name));
    });
}

/** What nothing brings back lasts a day until people have made it anew: recalled, like the rates. */
const NO_WAY_BACK_SECONDS = 86_400;

function brief(of: string, perYear: readonly [number, number], effect: ModelledEffect | undefined): Part {
  const at = (quantile: "p50" | "p95") =>
    effect === undefined ? 0 : (effect.rto?.[quantile].seconds ?? NO_WAY_BACK_SECONDS);
  const seconds = [perYear[0] * at("p50"), perYear[1] * at("p95")] as const;
  return {
    rate: { of, perYear, kind: "recalled", note: "general knowledge" },
    // Standbys inside the region take over with and without a failover of the region.
    left: seconds,
    stayed: seconds,
  };
}

function effectOf(
  losses: readonly ModelledLoss[],
  text: string,
  journey: string,
): ModelledEffect | undefined {
  return losses.find(({ loss }) => loss === text)?.journeys.find(({ name }) => name === journey);
}
