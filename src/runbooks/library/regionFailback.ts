import type { Step } from "../step.ts";
import { describeGlobalDatabase, switchOverTo } from "./auroraGlobal.ts";
import { namesAnswerWith } from "./names.ts";
import type { RecoverableStore, RegionScope } from "./scope.ts";

/** Where each store's writer stood before the loss, as it was seen then: what a failback restores. */
export type WritersBefore = ReadonlyMap<string, string>;

/**
 * Gives a region that is back its work again: the writers that it had before the loss, without losing
 * a write. `holders` are the regions that write now, as seen before the run; AWS takes a switchover
 * in the region of the present writer. A store of which no region is known to write stops the run.
 * RDS instances are not given back: `instancesToRebuild` says what is left to do for them, and why.
 */
export function regionFailback(
  scope: RegionScope,
  before: WritersBefore,
  holders: WritersBefore,
): readonly Step[] {
  const returning = scope.stores.filter(
    (store) => store.engine === "aurora-postgresql" && before.get(store.id) === scope.region,
  );
  return [
    ...returning.flatMap((store) => {
      const holder = holders.get(store.id);
      return holder !== undefined && store.regions.includes(holder)
        ? [caughtUp(scope, store, holder), switchBack(scope, store, holder)]
        : [withoutWriter(scope, store)];
    }),
    namesAnswerWith(scope),
  ];
}

/** AWS moves a writer by a call in the writer's region: without one there is nobody to ask. */
function withoutWriter(scope: RegionScope, store: RecoverableStore): Step {
  const detail = `no region was seen to write to ${store.name}: fail it over first`;
  return {
    id: `return-${store.id}`,
    title: `Give ${scope.region} the writer of ${store.id} back`,
    plane: "control",
    region: scope.region,
    actions: [],
    budgetSeconds: 0,
    guard: async () => ({ kind: "stop", detail }),
    confirm: async () => ({ ok: false, detail }),
  };
}

function caughtUp(scope: RegionScope, store: RecoverableStore, holder: string): Step {
  const clients = scope.clients.in(holder);
  return {
    id: `catch-up-${store.id}`,
    title: `Wait until ${scope.region} has caught up with ${store.id}`,
    plane: "control",
    region: holder,
    actions: ["rds:DescribeGlobalClusters"],
    budgetSeconds: 3600,
    guard: async () => {
      const { members, writerRegion } = await describeGlobalDatabase(clients, store.name);
      if (writerRegion === scope.region) return { kind: "satisfied", detail: "the writer is there already" };
      return members.has(scope.region)
        ? { kind: "proceed" }
        : { kind: "stop", detail: `${scope.region} is no member of ${store.name}: rebuild it first` };
    },
    confirm: async () => {
      const { members } = await describeGlobalDatabase(clients, store.name);
      const member = members.get(scope.region);
      if (member === undefined) return { ok: false, detail: `${scope.region} is no member of ${store.name}` };
      return { ok: member.synchronised, detail: member.synchronised ? "synchronised" : "still catching up" };
    },
  };
}

function switchBack(scope: RegionScope, store: RecoverableStore, holder: string): Step {
  const clients = scope.clients.in(holder);
  const describe = () => describeGlobalDatabase(clients, store.name);
  return {
    id: `return-${store.id}`,
    title: `Give ${scope.region} the writer of ${store.id} back`,
    plane: "control",
    region: holder,
    actions: ["rds:DescribeGlobalClusters", "rds:SwitchoverGlobalCluster"],
    budgetSeconds: 900,
    guard: async () => {
      const { writerRegion, members, status } = await describe();
      if (writerRegion === scope.region) return { kind: "satisfied", detail: "the writer is back already" };
      const member = members.get(scope.region);
      if (member === undefined) {
        return { kind: "stop", detail: `${scope.region} is no member of ${store.name}: rebuild it first` };
      }
      if (!member.synchronised) {
        return {
          kind: "stop",
          detail: `${scope.region} has not caught up yet; a switchover would wait or lose`,
        };
      }
      if (status !== "available")
        return { kind: "stop", detail: `${store.name} is ${status}, not available` };
      return { kind: "proceed" };
    },
    act: async () => {
      const target = (await describe()).members.get(scope.region);
      if (target === undefined) throw new Error(`${scope.region} left ${store.name} during the switchover`);
      await switchOverTo(clients, store.name, target.arn);
    },
    confirm: async () => {
      const { writerRegion, status } = await describe();
      return {
        ok: writerRegion === scope.region && status === "available",
        detail: `writer ${writerRegion ?? "none"}, ${status}`,
      };
    },
  };
}
