import type { Runbook, Step } from "../runbook.ts";
import { auroraCaughtUp, switchOverAurora } from "./auroraGlobal.ts";
import { cacheReturn } from "./cacheReturn.ts";
import { letNamesReturn } from "./latch.ts";
import { namesAnswerWith } from "./names.ts";
import { fencedStores, oldWriterFence } from "./oldWriterFence.ts";
import { routeBack } from "./routingControls.ts";
import { anyOther, byRegion, datastoresOf, type RecoverableStore, type RegionScope, stage } from "./scope.ts";
import { fencesHold, wayReturn, waysAreFree } from "./wayReturn.ts";

/** Where each store's writer stood before the loss, as it was seen then: what a failback restores. */
export type WritersBefore = ReadonlyMap<string, string>;

export interface FailbackOptions {
  /**
   * Each of its runbooks is begun by itself, so that the last asks a person for what it cannot see of the first.
   * @default false: whoever runs one has run those before it
   */
  readonly apart?: boolean;
}

/**
 * Gives a region that is back its work again: the writers that it had before the loss, without losing a write. `holders`
 * are the regions that write now, as seen before the run; AWS takes a switchover in the region of the present writer, so
 * there is a runbook for each of them. A store of which no region is known to write stops the run. RDS instances are not
 * given back: `instancesToRebuild` says what is left to do for them, and why. Primaries of caches are moved by a
 * runbook in the region that is back. Before anything else those that another
 * region took over are stopped, by a runbook in the region that is back, and then the ways to its databases are made free
 * again, where they were closed; after everything else, in the region that keeps the names away, they may lead to it again.
 */
export function failback(
  scope: RegionScope,
  before: WritersBefore,
  holders: WritersBefore,
  { apart = false }: FailbackOptions = {},
): readonly [Runbook, ...Runbook[]] {
  const returning = scope.stores.filter(
    (store) => store.engine === "aurora-postgresql" && before.get(store.id) === scope.region,
  );
  const holderOf = (store: RecoverableStore) => {
    const holder = holders.get(store.id);
    return holder !== undefined && store.regions.includes(holder) ? holder : undefined;
  };
  const took = (store: RecoverableStore) =>
    before.get(store.id) === scope.region && holders.get(store.id) !== scope.region;
  const fences = fencedStores(scope).filter(took);
  const first = fences.length === 0 ? [] : [oldWriterFence(scope, fences)];
  const fallback = returning.flatMap((store) => holderOf(store) ?? [])[0] ?? anyOther(scope);
  const grouped = byRegion(returning.map((store) => [store, holderOf(store) ?? fallback] as const));
  const last = scope.latch?.region ?? [...grouped.keys()][0] ?? fallback;
  const inRegion = (runsIn: string, more: Runbook["stages"]): Runbook => ({
    name: "failback",
    version: 4,
    title: `Give ${scope.region} its work back, from ${runsIn}`,
    when: `${scope.region} is back and has been well for as long as you want to see it well`,
    runsIn,
    lost: undefined,
    inputs: { returning: scope.region, account: scope.account },
    stages: [
      ...stage("ways", apart ? [waysAreFree(scope, runsIn)] : []),
      ...stage(
        "stores",
        (grouped.get(runsIn) ?? []).map((store) =>
          holderOf(store) === undefined
            ? [withoutWriter(scope, store)]
            : [auroraCaughtUp(scope, store), switchOverAurora(scope, store)],
        ),
      ),
      ...more,
    ],
    leansOn: [],
  });
  const others = [...grouped.keys()].filter((region) => region !== last);
  const caches = datastoresOf(scope).filter(({ id }) => before.get(id) === scope.region);
  const [head, ...tail] = [
    ...first,
    ...(apart ? [] : wayReturn(scope)),
    ...others.map((region) => inRegion(region, [])),
    ...(caches.length === 0 ? [] : [cacheReturn(scope, caches)]),
  ];
  const end = inRegion(last, [
    ...stage("fences", apart && fences.length > 0 ? [[fencesHold(scope, fences)]] : []),
    ...namesReturn(scope),
  ]);
  if (head === undefined) return [end];
  return end.stages.length === 0 ? [head, ...tail] : [head, ...tail, end];
}

/** Only when the stores are right: what was kept away until then is let come back, and seen to come. */
function namesReturn(scope: RegionScope): Runbook["stages"] {
  const { region, latch, routing } = scope;
  return [
    ...stage("latch", latch === undefined ? [] : [[letNamesReturn(region, latch)]]),
    ...stage("routing", routing === undefined ? [] : [[routeBack(region, routing)]]),
    ...stage(
      "names",
      namesAnswerWith(scope).map((step) => [step]),
    ),
  ];
}

/** AWS moves a writer by a call in the writer's region: without one there is nobody to ask. */
function withoutWriter(scope: RegionScope, store: RecoverableStore): Step {
  return {
    id: `return-${store.id}`,
    title: `Give ${scope.region} the writer of ${store.id}`,
    plane: "control",
    guard: {
      rules: [],
      otherwise: { leads: "stop", says: `no region was seen to write to ${store.name}: fail it over first` },
    },
    undo: "nothing to undo: nothing is called",
    budgetSeconds: 0,
    retry: "safe",
    timing: "none",
  };
}
