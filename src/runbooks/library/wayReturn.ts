import type { Runbook, Step } from "../runbook.ts";
import { blackHoles, closingRegions, findTable, openWay } from "./databaseWays.ts";
import { fencedStores } from "./oldWriterFence.ts";
import { askingStep, lookingStep } from "./plainSteps.ts";
import { type DatabaseWays, type RecoverableStore, type RegionScope, stage } from "./scope.ts";

export interface WayReturnOptions {
  /**
   * It is begun by itself, so that it asks a person for what it cannot see: whether the old writers are fenced.
   * @default false: whoever runs it has run the fence before
   */
  readonly apart?: boolean;
}

/**
 * Lets the regions that took over reach the databases of a region that is back again: takes the black holes away that a
 * failover has made, in each region that makes any. After the old writers are fenced, which they kept others from, and
 * before anything moves back, which others must reach. A part of a failback, which can be run alone: also after a failover
 * that made them and came to no promotion.
 */
export function wayReturn(scope: RegionScope, { apart = false }: WayReturnOptions = {}): readonly Runbook[] {
  const { region, account, ways } = scope;
  if (ways === undefined) return [];
  const fences = fencedStores(scope);
  return closingRegions(scope).map((runsIn) => ({
    name: "way-return",
    version: 1,
    title: `Let ${runsIn} reach the databases of ${region} again`,
    when: `${region} is back and its old writers are fenced, or a failover of it made black holes and promoted nothing`,
    runsIn,
    lost: undefined,
    inputs: { returning: region, account },
    stages: [
      ...stage("fences", apart && fences.length > 0 ? [[fencesHold(scope, fences)]] : []),
      {
        id: "ways",
        lanes: [
          [
            findTable(region, ways),
            ...Object.entries(ways.ranges).map(([zone, range]) => openWay(range, zone, runsIn)),
          ],
        ],
      },
    ],
    leansOn: [],
  }));
}

/** It runs in another region than the instances, and calls none but its own. */
export function fencesHold({ region }: RegionScope, fences: readonly RecoverableStore[]): Step {
  const names = fences.map((store) => store.nameIn(region)).join(", ");
  return askingStep({
    id: `fences-hold-${region}`,
    title: `Ask whether nothing writes to what ${region} wrote to before`,
    asks: `Is ${names} in ${region} stopped, or a copy, or was no copy of it promoted? The recovery fence-${region} does it, and must have come to a good end first: customers who are led there would write to an instance that nobody else reads.`,
    budgetSeconds: 1800,
  });
}

/** In a region that made black holes, before something moves to where they keep it from: there must be none left. */
export function waysAreFree(scope: RegionScope, runsIn: string): readonly Step[] {
  const { region, ways } = scope;
  if (ways === undefined || !closingRegions(scope).includes(runsIn)) return [];
  const closed = {
    any: Object.values(ways.ranges).map((range) => ({ fact: "closed", has: range }) as const),
  };
  return [
    findTable(region, ways),
    {
      id: `see-ways-${region}`,
      title: `See that ${runsIn} can reach the databases of ${region}`,
      plane: "control",
      guard: {
        look: blackHoles(),
        rules: [
          {
            when: closed,
            leads: "stop",
            says: `what goes from ${runsIn} to the databases of ${region} is still dropped: run way-return of ${region} here first (the recovery way-${region}), after fence-${region} there`,
          },
        ],
      },
      undo: "nothing to undo: it only looks",
      budgetSeconds: 60,
      retry: "safe",
      timing: "hub/look",
    },
  ];
}

/** No route of a region's table leads nowhere: neither what a failover made, nor one whose other end is gone. */
export function noneLeadsNowhere(region: string, ways: DatabaseWays): readonly Step[] {
  return [
    findTable(region, ways),
    lookingStep({
      id: `review-ways-${region}`,
      title: `See that ${region} drops nothing that goes to another region`,
      look: blackHoles(),
      until: { fact: "closed", absent: true },
      says: "dropped is what goes to {closed}, and nothing should be; way-return of the region whose databases have that range makes it free again",
      budgetSeconds: 30,
      timing: "hub/look",
    }),
  ];
}
