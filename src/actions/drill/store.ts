import { type PlacedInstance, placedInstance, writerOfCluster } from "../../aws/index.ts";
import type { Host } from "../../host/index.ts";
import {
  failback,
  instancesToRebuild,
  isCache,
  type Recoverable,
  type RegionScope,
  storeFailover,
} from "../../runbooks/index.ts";
import type { LostPart } from "../../sandbox/index.ts";
import { primaryNodeOf } from "../recovery/cachePrimary.ts";
import { keeps } from "../recovery/keptCaches.ts";
import { regionScope } from "../recovery/scope.ts";
import { subjectOf } from "../recovery/subject.ts";
import { type Machine, thisMachine } from "../workbench/machine.ts";
import { noteNotDone } from "./held/draft.ts";
import { holdDrill } from "./held/hold.ts";
import type { Place } from "./held/place.ts";
import { makes, smallestSet } from "./held/smallest.ts";
import type { DrillResult } from "./keep.ts";
import {
  type DrillOptions,
  type DrillSubject,
  drillSubject,
  effectsOf,
  refusedDrill,
  scopeOf,
} from "./prepare.ts";

export interface DrillStoreOptions extends DrillOptions {
  /** By its id, or by its name where there is one of it: `orders-us`, `inventory`. */
  readonly store: string;
  /** Region that is to write. @default the writer's own where the store has another instance there, else the next copy */
  readonly to?: string;
}

/**
 * Loses the instance that writes to a store, its region being well, while customers write; lets the library's
 * store-failover bring it back, and gives the writer back where another region took over. Afterwards Terraform must have
 * nothing to do: who writes today stands nowhere in the configuration.
 *
 * @throws InputError for a store that has no writer which could be lost, or nobody to take over
 */
export async function drillStore(
  options: DrillStoreOptions,
  host: Host,
  machine: Machine = thisMachine,
): Promise<DrillResult> {
  const subject = await drillSubject(options);
  const move = moveOf(subject, options);
  const { store, from } = move;
  const stacks = smallestSet(subject.all, makes(STORES_WITH_WRITER, store.regions));
  const { services } = effectsOf(subject, { kind: "writer", store: store.id, region: from });
  return holdDrill(
    { ...options, prepared: { ...subject, stacks }, kind: "store", lost: store.id, modelled: services },
    host,
    machine,
    (place) => loseWriter(place, { ...move, scope: scopeOf(subject, from, [store]) }),
  );
}

export interface Move {
  readonly store: Recoverable;
  /** Region whose instance writes. */
  readonly from: string;
  readonly to: string;
}

/** What makes a store of which one instance or node takes the writes. */
export const STORES_WITH_WRITER = [
  "aws_rds_cluster",
  "aws_db_instance",
  "aws_elasticache_replication_group",
] as const;

/** The part that is lost with whatever writes to the store in a region; undefined when nothing does. */
export async function writerPart(
  observer: Place["observer"],
  store: Recoverable,
  region: string,
): Promise<LostPart | undefined> {
  const instance = await writerInstance(observer, store, region);
  return instance === undefined ? undefined : lostPart(store, region, instance);
}

async function loseWriter(place: Place, { store, from, to, scope }: Move & { readonly scope: RegionScope }) {
  const stores = [store];
  const before = await place.writers("afterApply", stores);
  const instance = await writerInstance(place.observer, store, from);
  if (instance === undefined) throw new RangeError(`nothing writes to ${store.id} in ${from}`);
  await place.customersOf(scope);
  await place.beginLoss();
  await place.losePart(lostPart(store, from, instance));
  await place.writers("afterLoss", stores);
  const stays = to === from;
  const runbooks = storeFailover(scope, { store, to, acceptDataLoss: !stays });
  const { identifier } = instance;
  const result = await place.recover(
    "failover",
    `${identifier}, which writes to ${store.id}, is lost; ${from} is up. ${stays ? "Another instance of it takes over" : `Failing over to ${to}`}`,
    runbooks,
  );
  await place.seeRecovered(runbooks[0].lost);
  await place.writers("afterFailover", stores);
  await place.plan("planAfterFailover", "Planning with the writer elsewhere: nothing may be left to do");
  await place.restore();
  const holders = await place.writers("afterReturn", stores);
  if (result.completed && !stays) {
    await place.recover(
      "failback",
      `Giving ${from} the writer of ${store.id} again`,
      failback(scope, before, holders),
    );
    for (const { detail, byHand } of await instancesToRebuild(scope, place.observer)) {
      noteNotDone(place.draft, {
        code: "drill-left-to-people",
        what: `making ${store.id} one store again`,
        why: detail,
        fix: byHand.join(" "),
      });
    }
  }
  await place.writers("afterFailback", stores);
  await place.endCustomers();
  await place.plan("planAfterFailback", "Planning a last time: nothing may be left to do");
}

function lostPart(store: Recoverable, region: string, { identifier, zone }: PlacedInstance) {
  // A Multi-AZ instance keeps its name when its standby takes over; members of a cluster have names of their own.
  const standing = !isCache(store) && store.engine === "rds-postgresql" && zone !== undefined ? { zone } : {};
  return { kind: "instance", region, identifier, ...standing } as const;
}

function writerInstance(
  observer: Place["observer"],
  store: Recoverable,
  region: string,
): Promise<PlacedInstance | undefined> {
  const clients = observer.in(region);
  if (isCache(store)) return primaryNodeOf(store, clients);
  return store.engine === "aurora-postgresql"
    ? writerOfCluster(clients, store.nameIn(region))
    : placedInstance(clients, store.nameIn(region));
}

/** Every store of an environment, its Redis among them. */
function storesOf({ project, environment }: DrillSubject): readonly Recoverable[] {
  const [first] = environment.regions;
  const { stores, caches } = regionScope(project.platform, environment, first?.name ?? "");
  return [...stores, ...caches];
}

function hasOneWriter({ environment }: DrillSubject, store: Recoverable): boolean {
  if (isCache(store)) return keeps(environment, store.id);
  return store.engine === "aurora-postgresql" || store.engine === "rds-postgresql";
}

/** @throws InputError for a store that there is not, and for one that has no writer which could be lost */
export function storeWithWriter(subject: DrillSubject, given: string): Recoverable {
  const { environment } = subject;
  const stores = storesOf(subject);
  const single = stores.filter((store) => hasOneWriter(subject, store));
  const nameOf = (id: string) => environment.stores.find((each) => each.id === id)?.store;
  const byName = stores.filter(({ id }) => nameOf(id) === given);
  const store = stores.find(({ id }) => id === given) ?? (byName.length === 1 ? byName[0] : undefined);
  const found = single.find(({ id }) => id === store?.id);
  if (found !== undefined) return found;
  const why = store === undefined ? "" : `: ${whyNoWriter(store)}`;
  throw refusedDrill(subject, {
    code: "option/no-writer",
    where: "store",
    given,
    wanted: `a store with one writer, ${single.map(({ id }) => id).join(", ") || "of which there is none"}${why}`,
    fix: fixFor(store),
  });
}

function whyNoWriter(store: Recoverable): string {
  return isCache(store)
    ? `each region has a ${store.id} of its own, which keeps nothing that could be counted`
    : `every copy of ${store.id} takes writes, so that no writer can be lost`;
}

function fixFor(store: Recoverable | undefined): string {
  if (store === undefined) return "Name one of them by its id.";
  return isCache(store)
    ? "Drill the zone that its primary stands in: trireme drill zone."
    : "Drill what it is kept in: trireme drill region.";
}

/** Who is lost and who takes over, from the configuration: of a sandbox that was applied anew, the region of birth writes. */
export function moveOf(
  subject: DrillSubject,
  { store: given, to }: Pick<DrillStoreOptions, "store" | "to">,
): Move {
  const store = storeWithWriter(subject, given);
  const [from = ""] = store.regions;
  const hasStandby = standbyOf(subject, store.id);
  const next = to ?? (hasStandby ? from : store.regions[1]);
  if (next !== undefined && store.regions.includes(next) && (next !== from || hasStandby)) {
    return { store, from, to: next };
  }
  throw refusedDrill(subject, {
    code: "option/nobody-takes-over",
    where: to === undefined ? "store" : "--to",
    given: to ?? given,
    wanted: `a region with another instance of ${store.id}: ${[...(hasStandby ? [from] : []), ...store.regions.slice(1)].join(", ") || "there is none"}`,
    fix: "Give the store a second instance or a copy, or name a region that has one.",
  });
}

function standbyOf({ project, environment, graph }: DrillSubject, id: string): boolean {
  const { stores } = subjectOf(project.platform, environment, graph);
  return stores.some((store) => store.id === id && store.standby);
}
