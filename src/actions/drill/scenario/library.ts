import {
  asInScope,
  failback,
  fencedStores,
  oldWriterFence,
  type RecoverableStore,
  type RegionScope,
  type Runbook,
  regionalFailover,
  storeFailover,
  trafficReturn,
  trafficShift,
  type WritersBefore,
  zoneEvacuation,
  zoneReturn,
} from "../../../runbooks/index.ts";
import { trafficScope, zoneScope } from "../../../stacks/index.ts";
import type { DrillSubject } from "../prepare.ts";
import { moveOf } from "../store.ts";
import { regionOfZone } from "../zone.ts";
import { moveWanted } from "./contradictions.ts";
import type { RunEvent } from "./events.ts";

export interface RunSurroundings {
  readonly subject: DrillSubject;
  /** Of one region, with the names where they are there. */
  readonly scopeOf: (region: string) => RegionScope;
  /** Who wrote before anything was lost. */
  readonly before: WritersBefore;
  /** Who writes now, as far as that can be seen. */
  readonly holders: WritersBefore;
  /** Region to the stores that write there now: what a zone is left by. */
  readonly writtenIn: (region: string) => readonly RecoverableStore[];
}

/** The runbooks of the library that an event asks for; none where there is nothing to do. */
export type ScenarioLibrary = (event: RunEvent, surroundings: RunSurroundings) => readonly Runbook[];

export const scenarioLibrary: ScenarioLibrary = (event, { subject, scopeOf, before, holders, writtenIn }) => {
  const { project, environment } = subject;
  switch (event.runbook) {
    case "regional-failover":
      return regionalFailover(scopeOf(event.region));
    case "failback":
      return failback(scopeOf(event.region), before, holders);
    case "old-writer-fence": {
      const scope = scopeOf(event.region);
      const stores = fencedStores(scope);
      return stores.length === 0 ? [] : [oldWriterFence(scope, stores)];
    }
    case "traffic-shift":
    case "traffic-return": {
      const entry = trafficScope(project.platform, environment, event.region);
      if (entry === undefined) return [];
      const scope = { ...entry, ...scopeOf(event.region) };
      return event.runbook === "traffic-shift" ? trafficShift(scope) : trafficReturn(scope);
    }
    case "zone-evacuation":
    case "zone-return": {
      const region = regionOfZone(subject, event.zone);
      const scope = {
        ...zoneScope(project.platform, environment, region, event.zone),
        stores: writtenIn(region),
      };
      return event.runbook === "zone-evacuation" ? zoneEvacuation(scope) : zoneReturn(scope);
    }
    case "store-failover": {
      const { store, from, to } = moveOf(subject, moveWanted(event));
      const now = holders.get(store.id) ?? from;
      const scope = { ...scopeOf(now), ...asInScope([store]) };
      return storeFailover(scope, { store, to, acceptDataLoss: to !== now });
    }
  }
};
