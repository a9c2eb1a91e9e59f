import type { Runbook, Step } from "../runbook.ts";
import { failOverAurora, switchOverAurora } from "./auroraGlobal.ts";
import { changePrimaryNode } from "./caches.ts";
import { promoteInstance } from "./databaseInstances.ts";
import { moveCache } from "./globalDatastore.ts";
import { askingStep } from "./plainSteps.ts";
import { isCache, type Recoverable, type RecoverableStore, type RegionScope } from "./scope.ts";
import { bucketAnswers, copiesServe } from "./tables.ts";
import { changeToStandby, changeWriter } from "./writers.ts";

/** Which store is to be written to elsewhere, and what that may cost. */
export interface StoreMove {
  readonly store: Recoverable;
  /** Region that is to write. The one that writes now: another instance of it takes over. */
  readonly to: string;
  /** What has not been copied may be lost: for a writer that no longer answers. @default false */
  readonly acceptDataLoss?: boolean;
}

/**
 * Moves the writer of one store whose region, `scope.region`, is up. In the region: another instance. To another region:
 * a switchover that loses nothing, or with `acceptDataLoss` a failover that does not ask the old writer.
 *
 * @throws RangeError when the region does not hold the store, or a move cannot be had without losing something: the verb
 * asks `storeMoveProblem` first
 */
export function storeFailover(scope: RegionScope, move: StoreMove): readonly [Runbook] {
  const problem = storeMoveProblem(scope, move);
  if (problem !== undefined) throw new RangeError(problem.says);
  const { store, to, acceptDataLoss = false } = move;
  // AWS takes a switchover in the region of the present writer, a failover in that of the next.
  const planned = isAurora(store) && !acceptDataLoss && to !== scope.region;
  return [
    {
      name: "store-failover",
      version: 3,
      title: `Write to ${store.id} ${to === scope.region ? `by another instance of ${to}` : `in ${to}`}`,
      when: `the writer of ${store.id} is ill, or must make room, and ${scope.region} is up`,
      runsIn: planned ? scope.region : to,
      // What may lose data must go through without the old writer's region: it may be next.
      lost: acceptDataLoss && to !== scope.region ? scope.region : undefined,
      inputs: { store: store.id, from: scope.region, to, account: scope.account },
      stages: [{ id: "store", lanes: [stepsOf(scope, move)] }],
      leansOn: [],
    },
  ];
}

/** Why a move cannot be made as it was asked for, and what could. */
export function storeMoveProblem(
  { region }: Pick<RegionScope, "region">,
  { store, to, acceptDataLoss = false }: StoreMove,
): { readonly says: string; readonly fix: string } | undefined {
  const missing = [region, to].find((each) => !store.regions.includes(each));
  if (missing !== undefined) {
    return { says: `${missing} does not hold ${store.id}`, fix: `Name one of ${store.regions.join(", ")}.` };
  }
  if (to === region || acceptDataLoss) return undefined;
  const fix = "Say that losing what is not copied yet is accepted: --accept-data-loss.";
  if (isCache(store))
    return store.replicated
      ? { says: `a failover of ${store.id} does not wait until ${to} has everything`, fix }
      : {
          says: `${store.id} of ${to} is another cache: nothing of ${region} is in it`,
          fix: `Leave --to away: another node of ${region} takes over.`,
        };
  if (store.engine === "rds-postgresql")
    return { says: `a promotion of ${store.id} parts ${to} from its source for good`, fix };
  return undefined;
}

function stepsOf(scope: RegionScope, { store, to, acceptDataLoss = false }: StoreMove): readonly Step[] {
  const stays = to === scope.region;
  if (isCache(store)) return stays ? [changePrimaryNode(store, to)] : moveCache(store, to);
  switch (store.engine) {
    case "aurora-postgresql":
      if (stays) return [changeWriter(store, to)];
      return acceptDataLoss
        ? [failOverAurora(scope, store, to)]
        : [switchOverAurora({ ...scope, region: to }, store, `promote-${store.id}`)];
    case "rds-postgresql":
      return stays
        ? [changeToStandby(store, to)]
        : [oldWriterIsFenced(scope, store), ...promoteInstance(scope, store, to)];
    case "dynamodb":
      return [copiesServe(store, to)];
    case "s3":
      return [bucketAnswers(store, to)];
  }
}

/** Its region is up, so the old instance goes on taking writes that nobody will ever bring together again. */
function oldWriterIsFenced(scope: RegionScope, store: RecoverableStore): Step {
  const old = store.nameIn(scope.region);
  return askingStep({
    id: `fence-${store.id}`,
    title: `Ask whether ${old} is fenced`,
    asks: `Does ${old} in ${scope.region} take no more writes, and is the lag of its copy 0? Stop its services, or take its security group away, first: after a promotion both take writes, and what only the old one has is lost. ReplicaLag in CloudWatch tells the lag.`,
    budgetSeconds: 1800,
  });
}

function isAurora(store: Recoverable): boolean {
  return !isCache(store) && store.engine === "aurora-postgresql";
}
