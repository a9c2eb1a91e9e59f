import type { Runbook, Step } from "../runbook.ts";
import { failOverAurora } from "./auroraGlobal.ts";
import { cutOff, promoteInstance, tellOfPromotion } from "./databaseInstances.ts";
import { failOverCache } from "./globalDatastore.ts";
import { keepNamesAway } from "./latch.ts";
import { namesAnswerWithout } from "./names.ts";
import { routeAway } from "./routingControls.ts";
import {
  anyOther,
  byRegion,
  cacheSuccessors,
  type RecoverableStore,
  type RegionScope,
  stage,
  successors,
} from "./scope.ts";
import { bucketAnswers, tableServes } from "./tables.ts";

/**
 * What brings the platform back after `scope.region` is gone: a runbook for each region that takes something over,
 * almost always one. The first also sees to the public names.
 */
export function regionalFailover(scope: RegionScope): readonly [Runbook, ...Runbook[]] {
  const grouped = byRegion([
    ...[...successors(scope)].map(([store, to]) => [takeOver(scope, store, to), to] as const),
    ...[...cacheSuccessors(scope)].map(([cache, to]) => [failOverCache(scope, cache, to), to] as const),
  ]);
  const [leader = anyOther(scope), ...others] = grouped.keys();
  const inRegion = (runsIn: string, more: Runbook["stages"]): Runbook => ({
    name: "regional-failover",
    version: 5,
    title: `Go on without ${scope.region}, from ${runsIn}`,
    when: `${scope.region} is gone, or so ill that the shop is better off without it`,
    runsIn,
    lost: scope.region,
    inputs: { lost: scope.region, account: scope.account },
    stages: [
      // Beside the stores and not before them: what keeps names away from a region that is gone is never waited for.
      ...stage("stores", [
        ...(scope.latch?.region === runsIn ? [keepNamesAway(scope.region, scope.latch)] : []),
        ...(scope.routing?.region === runsIn ? [[routeAway(scope.region, scope.routing)]] : []),
        ...(grouped.get(runsIn) ?? []),
      ]),
      ...more,
    ],
    leansOn: [],
  });
  const names = stage(
    "names",
    namesAnswerWithout(scope).map((step) => [step]),
  );
  return [inRegion(leader, names), ...others.map((region) => inRegion(region, []))];
}

/** What makes `successor` serve a store of which `scope.region` is lost. */
function takeOver(scope: RegionScope, store: RecoverableStore, successor: string): readonly Step[] {
  switch (store.engine) {
    case "aurora-postgresql":
      return [failOverAurora(scope, store, successor)];
    case "rds-postgresql":
      return promoteInstance(scope, store, successor, [
        ...cutOff(scope, store, successor),
        ...tellOfPromotion(scope, store, successor),
      ]);
    case "dynamodb":
      return [tableServes(store, successor)];
    case "s3":
      return [bucketAnswers(store, successor)];
  }
}
