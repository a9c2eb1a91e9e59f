import { lossText } from "../modes/loss.ts";
import type { ModelledEffect, ModelledLoss } from "../simulation/results.ts";
import { dependencyReported } from "../subject/dependencies.ts";
import type { RecoverySubject, SubjectRegion } from "../subject/subject.ts";
import type { Outage, Window } from "./outages.ts";

/** What an outage that happened would have done to one journey, for the customers of the region. */
export interface ReplayedJourney {
  readonly name: string;
  /** Services that it could not do without, as the report calls them. */
  readonly down: readonly string[];
  /** Services without which it goes on, with what was missing. */
  readonly missing: readonly { readonly service: string; readonly what: string }[];
  /** Seconds down without leaving the region. */
  readonly withoutFailover: number;
  /** Seconds down until the region is left: no more than without. Both are modelled. */
  readonly withFailover: { readonly p50: number; readonly p95: number };
  /** Seconds in which something was missing, while it went on. */
  readonly degraded: number;
}

export interface ReplayedOutage {
  readonly outage: string;
  readonly region: string;
  readonly root?: string;
  readonly journeys: readonly ReplayedJourney[];
  /** Services of the report that the region does not lean on. */
  readonly notLeanedOn: readonly string[];
  readonly sources: readonly string[];
}

/** Each outage against each region that it struck and from which customers are served. */
export function replayOutages(
  subject: RecoverySubject,
  losses: readonly ModelledLoss[],
  outages: readonly Outage[],
): readonly ReplayedOutage[] {
  return outages.flatMap((outage) =>
    subject.regions
      .filter(({ name, role }) => role === "active" && outage.regions.includes(name))
      .map((region) => ({
        outage: outage.id,
        region: region.name,
        ...(outage.root === undefined ? {} : { root: outage.root }),
        journeys: subject.journeys.map(({ name }) => replayed(outage, region, losses, name)),
        notLeanedOn: outage.services
          .map(({ service }) => service)
          .filter((service) => !leansOn(region, service)),
        sources: outage.sources,
      })),
  );
}

function leansOn(region: SubjectRegion, service: string): boolean {
  const id = dependencyReported(service)?.id;
  return id !== undefined && region.leansOn.includes(id);
}

/** The outage as if it had struck `region`, whichever it struck. */
export function replayed(
  outage: Outage,
  region: SubjectRegion,
  losses: readonly ModelledLoss[],
  journey: string,
): ReplayedJourney {
  const struck = outage.services.flatMap(({ service, ...window }) => {
    const id = dependencyReported(service)?.id;
    if (id === undefined || !region.leansOn.includes(id)) return [];
    const text = lossText({ kind: "dependency", region: region.name, service: id });
    const effect = losses.find(({ loss }) => loss === text)?.journeys.find(({ name }) => name === journey);
    return effect === undefined ? [] : [{ service, window, effect }];
  });
  const down = struck.filter(({ effect }) => effect.verdict === "recovers" || effect.verdict === "lost");
  const missing = struck.filter(({ effect }) => effect.verdict === "degraded");
  const withoutFailover = covered(down.map(({ window }) => window));
  return {
    name: journey,
    down: down.map(({ service }) => service),
    missing: missing.map(({ service, effect }) => ({ service, what: effect.notes.join("; ") })),
    withoutFailover,
    withFailover: left(down, withoutFailover),
    degraded: covered(missing.map(({ window }) => window)),
  };
}

/**
 * Who leaves when the first service fails is away when the others do, and stays away until all is well. The slowest
 * way to leave is taken of those services that failed first.
 */
function left(
  down: readonly { readonly window: Window; readonly effect: ModelledEffect }[],
  most: number,
): ReplayedJourney["withFailover"] {
  if (down.length === 0) return { p50: 0, p95: 0 };
  const first = Math.min(...down.map(({ window }) => Date.parse(window.from)));
  const leavers = down.filter(
    ({ window, effect: { rto } }) => Date.parse(window.from) === first || rto === undefined,
  );
  const at = (quantile: "p50" | "p95") =>
    Math.min(most, Math.max(...leavers.map(({ effect: { rto } }) => rto?.[quantile].seconds ?? most)));
  return { p50: at("p50"), p95: at("p95") };
}

/** Seconds that lie in any of the windows. */
export function covered(windows: readonly Window[]): number {
  const sorted = windows
    .map(({ from, to }) => [Date.parse(from), Date.parse(to)] as const)
    .toSorted(([a], [b]) => a - b);
  let seconds = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [from, to] of sorted) {
    if (to <= until) continue;
    seconds += (to - Math.max(from, until)) / 1000;
    until = to;
  }
  return seconds;
}
