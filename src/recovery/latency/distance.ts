import { PLACES, ROUND_TRIPS } from "./roundTrips.ts";

/** A part of the world, by the AWS region that is there, and the region that serves it soonest. */
export interface NearestRegion {
  readonly place: string;
  readonly region: string;
  /** Median, milliseconds. */
  readonly roundTripMs: number;
}

/** Who serves each place soonest, the furthest first. Regions that the table lacks are left out. */
export function nearestRegions(serving: readonly string[]): readonly NearestRegion[] {
  const known = serving.filter((region) => region in ROUND_TRIPS);
  return PLACES.flatMap((place): readonly NearestRegion[] => {
    const reached = known.map((region) => ({ place, region, roundTripMs: roundTrip(place, region) }));
    const [nearest] = reached.toSorted((a, b) => a.roundTripMs - b.roundTripMs);
    return nearest === undefined ? [] : [nearest];
  }).sort((a, b) => b.roundTripMs - a.roundTripMs);
}

/** Of those given, the regions that the table does not have: nothing is said of them. */
export function regionsWithoutRoundTrips(serving: readonly string[]): readonly string[] {
  return serving.filter((region) => !(region in ROUND_TRIPS));
}

function roundTrip(from: string, to: string): number {
  const column = (PLACES as readonly string[]).indexOf(to);
  return ROUND_TRIPS[from]?.[column] ?? Number.POSITIVE_INFINITY;
}
