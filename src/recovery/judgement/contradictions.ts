import { nearestRegions, regionsWithoutRoundTrips } from "../latency/distance.ts";
import type { SubjectRegion } from "../subject/subject.ts";
import { type Judged, listed, type RecoveryFinding, spokenTime } from "./finding.ts";

/** Stores that nothing brings back after the loss of a region. */
export function noWayBack({ subject, losses, homesReported }: Judged): readonly RecoveryFinding[] {
  return subject.stores.flatMap(({ id, home }): readonly RecoveryFinding[] => {
    if (home !== undefined && homesReported.includes(home)) return [];
    const lost = losses
      .filter(({ kind }) => kind === "region" || kind === "zone" || kind === "writer")
      .flatMap(({ loss, stores }) => {
        const effect = stores.find(({ name, verdict }) => name === id && verdict === "lost");
        return effect === undefined ? [] : [{ loss, effect }];
      });
    const [first] = lost;
    if (first === undefined) return [];
    return [
      {
        code: "recovery/no-way-back",
        severity: "error",
        where: `stores.${id}`,
        text: `Nothing brings ${id} back after the loss of ${listed(lost.map(({ loss }) => loss))}: ${first.effect.notes.join("; ")}.`,
        fix: `Give ${id} a copy in another region of its home, or backups that are copied to one.`,
      },
    ];
  });
}

/** Until a lost region is left by names alone, against the time in which all must be back. */
export function detectionAgainstRto({ subject }: Judged): readonly RecoveryFinding[] {
  const { movedBy, intervalSeconds, failureThreshold, ttlSeconds } = subject.names;
  const [strictest] = subject.journeys.toSorted((a, b) => a.objectives.rtoSeconds - b.objectives.rtoSeconds);
  if (strictest === undefined || movedBy === "accelerator") return [];
  const limit = strictest.objectives.rtoSeconds;
  const seen = movedBy === "health" ? intervalSeconds * failureThreshold : 0;
  const seconds = seen + ttlSeconds;
  if (seconds <= limit / 2) return [];
  const parts =
    movedBy === "health"
      ? `${failureThreshold} failed checks every ${intervalSeconds} s and a TTL of ${ttlSeconds} s`
      : `a TTL of ${ttlSeconds} s`;
  return [
    {
      code: "recovery/detection-against-rto",
      severity: seconds >= limit ? "error" : "warning",
      where: `journeys.${strictest.name}`,
      text: `${parts} take ${spokenTime(seconds)} before customers of a lost region arrive elsewhere, where the rto of ${strictest.name} is ${spokenTime(limit)}.`,
      fix: "Check every 10 s, keep names for 60 s, set edge.accelerator: true, or raise the rto.",
    },
  ];
}

/** Whether who takes over may grow to the load that it inherits, by the nodes that are declared. */
export function survivorCapacity({ subject }: Judged): readonly RecoveryFinding[] {
  const spike = Math.max(0, ...subject.journeys.map(({ objectives }) => objectives.spikeFactor));
  if (spike === 0) return [];
  const serving = subject.regions.filter(({ role, compute }) => role === "active" && compute !== "none");
  return serving.flatMap((lost): readonly RecoveryFinding[] => {
    const survivor = subject.regions.find(({ name }) => name === lost.standIn);
    const usual = lost.nodes?.least;
    const most = survivor?.nodes?.most;
    if (survivor === undefined || usual === undefined || most === undefined) return [];
    const own = survivor.role === "active" ? (survivor.nodes?.least ?? 0) : 0;
    const wanted = (usual + own) * spike;
    if (most >= wanted) return [];
    return [capacityFinding(lost, survivor, { usual: usual + own, most, wanted, spike })];
  });
}

function capacityFinding(
  lost: SubjectRegion,
  survivor: SubjectRegion,
  of: { readonly usual: number; readonly most: number; readonly wanted: number; readonly spike: number },
): RecoveryFinding {
  const { usual, most, wanted, spike } = of;
  return {
    code: "recovery/survivor-capacity",
    severity: most < usual ? "error" : "warning",
    where: `regions.${survivor.name}`,
    text: `When ${lost.name} is lost, ${survivor.name} carries the load of both: ${usual} nodes on a usual day, ${wanted} at ${spike} times that, where it may have ${most} at most. That is what is declared, not what was measured: a region's least nodes are taken for its usual load.`,
    fix: `Let ${survivor.name} have up to ${wanted} nodes, add a region to the home, or say that a spike and a lost region together are not promised: objectives.spike ${Math.floor(most / usual)}.`,
  };
}

/** Share of the time that a customer may wait which one round trip may take up. The rest is for work. */
const ROUND_TRIP_SHARE = 2 / 3;

/** How long a customer should wait, against the speed of light and the cables there are. */
export function latencyAgainstDistance({ subject }: Judged): readonly RecoveryFinding[] {
  const serving = subject.regions
    .filter(({ role, compute }) => role === "active" && compute !== "none")
    .map(({ name }) => name);
  const nearest = nearestRegions(serving);
  const unknown = regionsWithoutRoundTrips(serving);
  return subject.journeys.flatMap(({ name, objectives }): readonly RecoveryFinding[] => {
    const far = nearest.filter(({ roundTripMs }) => roundTripMs > objectives.latencyMs * ROUND_TRIP_SHARE);
    if (far.length === 0) return [];
    const places = far.map(
      ({ place, region, roundTripMs }) => `${place} (${Math.round(roundTripMs)} ms to ${region})`,
    );
    const beyond = far.some(({ roundTripMs }) => roundTripMs > objectives.latencyMs);
    return [
      {
        code: "recovery/latency-against-distance",
        severity: beyond ? "error" : "warning",
        where: `journeys.${name}`,
        text: `One round trip to the nearest region that serves takes most of the ${objectives.latencyMs} ms of ${name} for customers near ${listed(places, 5)} (medians of 2022, cloudping.co). What is not kept at the edge must make it.${unknown.length === 0 ? "" : ` Not looked at: ${unknown.join(", ")}, which the table lacks.`}`,
        fix: `Say for whom the latency is promised, set ${name}'s latency to ${Math.ceil((far[0]?.roundTripMs ?? 0) / ROUND_TRIP_SHARE / 50) * 50}ms, or add a region near them to a home.`,
      },
    ];
  });
}

/** What the statistics of AWS's failures leave of the time that was promised. */
export function availabilityAgainstObjective({ availability }: Judged): readonly RecoveryFinding[] {
  return availability.flatMap(({ journey, region, objectivePercent, withFailover }) => {
    const [low, high] = withFailover;
    if (high >= objectivePercent) return [];
    return [
      {
        code: "recovery/availability",
        severity: "warning" as const,
        where: `journeys.${journey}`,
        text: `For customers of ${region}, ${journey} answers between ${low.toFixed(3)} and ${high.toFixed(3)} per cent of the time as far as AWS's own failures go (modelled; rates partly recalled), where ${objectivePercent} is promised.`,
        fix: "Shorten what the recovery of the region waits for (trireme recovery modes), or promise less.",
      },
    ];
  });
}
