import type { RehearsalResult } from "../actions/index.ts";

/** What customers met and what was found of their data: a line for each service and store that something happened to. */
export function customersLines({
  customers,
  lost,
}: Pick<RehearsalResult, "customers" | "lost">): readonly string[] {
  if (customers === undefined) return [];
  const services = customers.services
    .filter(({ unservedSeconds, servedBefore }) => unservedSeconds > 0 || !servedBefore)
    .map(
      ({ service, unservedSeconds, servedAgain, servedBefore }) =>
        `  customers   ${service}: ${servedBefore ? `${servedAgain ? "served again" : `NOT served before ${lost} was back,`} ${unservedSeconds.toFixed(0)} s after the loss (modelled)` : "NOT served before the loss either"}`,
    );
  const stores = customers.stores.flatMap(({ store, afterFailover, atEnd, fences }) => {
    const late = afterFailover?.late.writes ?? 0;
    const parts = [
      ...(atEnd.lost.writes > 0
        ? [`${atEnd.lost.writes} lost, of the last ${atEnd.lost.seconds.toFixed(1)} s`]
        : []),
      ...(late > 0 ? [`${late} in ${lost} alone until it was back`] : []),
      ...(atEnd.diverged.writes > 0 ? [`${atEnd.diverged.writes} on the old writer's side only`] : []),
      ...(fences.some(({ at }) => at === undefined) ? ["the old writer is NOT fenced"] : []),
    ];
    if (parts.length === 0) return [];
    return [
      `  data        ${store}: of ${atEnd.lookedFor} acknowledged writes ${parts.join("; ")} (modelled)`,
    ];
  });
  const apart = Object.entries(customers.notCounted ?? {}).map(
    ([store, why]) => `  data        ${store}: not counted, ${why}`,
  );
  return [...services, ...stores, ...apart];
}
