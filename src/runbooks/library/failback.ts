import type { Runbook, Step } from "../runbook.ts";
import { auroraCaughtUp, switchOverAurora } from "./auroraGlobal.ts";
import { namesAnswerWith } from "./names.ts";
import { anyOther, byRegion, type RecoverableStore, type RegionScope, stage } from "./scope.ts";

/** Where each store's writer stood before the loss, as it was seen then: what a failback restores. */
export type WritersBefore = ReadonlyMap<string, string>;

/**
 * Gives a region that is back its work again: the writers that it had before the loss, without losing a write. `holders`
 * are the regions that write now, as seen before the run; AWS takes a switchover in the region of the present writer, so
 * there is a runbook for each of them. A store of which no region is known to write stops the run. RDS instances are not
 * given back: `instancesToRebuild` says what is left to do for them, and why.
 */
export function failback(
  scope: RegionScope,
  before: WritersBefore,
  holders: WritersBefore,
): readonly [Runbook, ...Runbook[]] {
  const returning = scope.stores.filter(
    (store) => store.engine === "aurora-postgresql" && before.get(store.id) === scope.region,
  );
  const holderOf = (store: RecoverableStore) => {
    const holder = holders.get(store.id);
    return holder !== undefined && store.regions.includes(holder) ? holder : undefined;
  };
  const fallback = returning.flatMap((store) => holderOf(store) ?? [])[0] ?? anyOther(scope);
  const grouped = byRegion(returning.map((store) => [store, holderOf(store) ?? fallback] as const));
  const [leader = fallback, ...others] = grouped.keys();
  const inRegion = (runsIn: string, more: Runbook["stages"]): Runbook => ({
    name: "failback",
    version: 1,
    title: `Give ${scope.region} its work back, from ${runsIn}`,
    when: `${scope.region} is back and has been well for as long as you want to see it well`,
    runsIn,
    lost: undefined,
    inputs: { returning: scope.region, account: scope.account },
    stages: [
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
  const names = stage(
    "names",
    namesAnswerWith(scope).map((step) => [step]),
  );
  return [inRegion(leader, names), ...others.map((region) => inRegion(region, []))];
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
