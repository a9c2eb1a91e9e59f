import { DEPENDENCIES } from "../subject/dependencies.ts";
import {
  type RecoverySubject,
  type SubjectRegion,
  type SubjectStore,
  storesUnder,
} from "../subject/subject.ts";
import { type Loss, lossesOf } from "./loss.ts";
import { type Effect, type LossPlan, together, UNTOUCHED } from "./plan.ts";
import { Steps } from "./steps.ts";
import { storeWithoutInstance, storeWithoutRegion } from "./stores.ts";

/** What each loss does to a platform, and what brings it back. */
export function failureModes(
  subject: RecoverySubject,
  losses: readonly Loss[] = lossesOf(subject),
): readonly LossPlan[] {
  return losses.map((loss) => planOf(subject, loss));
}

/** What happens to those who are served by a region, as far as the region itself goes, and to each store for them. */
interface Outcome {
  readonly way: (region: SubjectRegion, uses: readonly SubjectStore[]) => Effect;
  readonly store: (store: SubjectStore, region: SubjectRegion) => Effect;
}

function planOf(subject: RecoverySubject, loss: Loss): LossPlan {
  const steps = new Steps(subject);
  const outcome = outcomeOf(subject, loss, steps);
  const active = subject.regions.filter(({ role }) => role === "active");
  const concerns = (store: SubjectStore, region: SubjectRegion) =>
    store.home === undefined || store.home === region.home;
  const effectOn = (name: string, services: readonly string[]): Effect => {
    const stores = storesUnder(subject, services);
    const effects = active.flatMap((region) => {
      const uses = stores.filter((store) => concerns(store, region));
      return [outcome.way(region, uses), ...uses.map((store) => outcome.store(store, region))];
    });
    return together(name, effects);
  };
  const stores = subject.stores.map((store) =>
    together(
      store.id,
      active.filter((region) => concerns(store, region)).map((region) => outcome.store(store, region)),
    ),
  );
  const services = subject.services.map(({ name }) => effectOn(name, [name]));
  const journeys = subject.journeys.map((journey) => effectOn(journey.name, journey.services));
  return { loss, steps: steps.list(), stores, services, journeys };
}

function outcomeOf(subject: RecoverySubject, loss: Loss, steps: Steps): Outcome {
  switch (loss.kind) {
    case "region":
      return leaving(subject, steps, { region: loss.region, seenBy: "health", isDown: () => true });
    case "key-region":
      return leaving(subject, steps, {
        region: loss.region,
        seenBy: "people",
        isDown: () => true,
        needsOwnKey: true,
      });
    case "zone":
      return withoutZone(subject, steps, loss.region);
    case "writer":
      return {
        way: () => ({ name: loss.region, ...UNTOUCHED }),
        store: (store, region) =>
          store.id === loss.store && isUsed(store, loss.region, region)
            ? storeWithoutInstance(
                store,
                { region: loss.region, of: "instance", decision: decision(steps, loss.region) },
                steps,
              )
            : { name: store.id, ...UNTOUCHED },
      };
    case "dependency":
      return withoutDependency(subject, steps, loss.region, loss.service);
    case "partition":
      return apart(subject, steps, loss.region, loss.from);
    case "dns-control-plane":
      return everywhere(
        subject.names.movedBy === "nothing"
          ? {
              verdict: "degraded",
              note: "no health check moves a name, and no record can be changed: no region can be left",
            }
          : { verdict: "untouched", note: "no record can be changed; what health checks move needs none" },
      );
    case "iam-control-plane":
      return everywhere({
        verdict: "untouched",
        note: "no role or policy can be changed; those that are there are read in every region",
      });
  }
}

function everywhere({ verdict, note }: { verdict: Effect["verdict"]; note: string }): Outcome {
  return {
    way: ({ name }) => ({ name, ...UNTOUCHED, verdict, notes: [note] }),
    store: ({ id }) => ({ name: id, ...UNTOUCHED }),
  };
}

function decision(steps: Steps, region: string): () => string {
  return () => steps.decided(region, []);
}

interface Leaving {
  readonly region: string;
  /** Whether health checks see it, or people must. */
  readonly seenBy: "health" | "people";
  /** Stores that cannot be used in the region any more. */
  readonly isDown: (store: SubjectStore) => boolean;
  /** Whether only those must leave who use a store that is down. @default false: everybody */
  readonly usersOnly?: boolean;
  /** Whether who takes over must decrypt by a key of its own. @default false */
  readonly needsOwnKey?: boolean;
}

/** A region's customers go elsewhere, and what it wrote is written elsewhere. */
function leaving(subject: RecoverySubject, steps: Steps, props: Leaving): Outcome {
  const { region: lost, isDown } = props;
  const named = new Map(subject.regions.map((region) => [region.name, region]));
  const left = named.get(lost);
  const successor = successorOf(subject, left);
  const isServing = left?.role === "active" && left.compute !== "none";
  const seen = () => (props.seenBy === "people" ? [steps.closed(lost)] : []);
  const runbook = () => {
    if (props.seenBy === "people") return steps.noticed(lost);
    if (left?.watched !== undefined) return steps.begunByWatch(lost, left);
    return steps.decided(lost, [steps.detected(lost, [])]);
  };
  const way: Outcome["way"] = (region, uses) => {
    if (region.name !== lost || !isServing) return { name: region.name, ...UNTOUCHED };
    if (props.usersOnly === true && !uses.some((store) => isDown(store) && store.regions.includes(lost))) {
      return { name: region.name, ...UNTOUCHED };
    }
    if (successor === undefined) return lostWay(lost, `no other region serves the customers of ${lost}`);
    if (props.needsOwnKey === true && !successor.ownKey) {
      return lostWay(lost, `${successor.name} has no key of its own: it decrypts nothing without ${lost}`);
    }
    const arrival = steps.moved(lost, seen());
    return {
      name: region.name,
      verdict: "recovers",
      needs: [arrival, steps.carries(successor, arrival, runbook)],
      notes: [],
      dataLoss: [],
    };
  };
  const behind = (cache: SubjectStore) => storesBehind(subject, cache);
  const store: Outcome["store"] = (each, region) => {
    if (!isDown(each)) return { name: each.id, ...UNTOUCHED };
    if (region.name !== lost) {
      // Who is served elsewhere has a copy or a cache nearby; only the writer is missing.
      if (each.writes !== "one") return { name: each.id, ...UNTOUCHED };
      return storeWithoutRegion(each, { lost, servedFrom: region.name, decision: runbook, behind }, steps);
    }
    // Who is not served from the region uses any copy that there is.
    const elsewhere = each.regions.find((other) => other !== lost);
    const servedFrom = isServing ? successor?.name : elsewhere;
    return storeWithoutRegion(each, { lost, servedFrom, decision: runbook, behind }, steps);
  };
  return { way, store };
}

/** What the services that use a cache keep for good, themselves and in what they call. */
function storesBehind(subject: RecoverySubject, cache: SubjectStore): readonly SubjectStore[] {
  const users = subject.services.filter(({ stores }) => stores.includes(cache.store)).map(({ name }) => name);
  return storesUnder(subject, users).filter(({ disposable }) => !disposable);
}

function lostWay(name: string, note: string): Effect {
  return { name, verdict: "lost", needs: [], notes: [note], dataLoss: [] };
}

/** Who takes a region's customers: its stand-in, or without one whoever else serves, in whatever home. */
function successorOf(
  { regions }: RecoverySubject,
  lost: SubjectRegion | undefined,
): SubjectRegion | undefined {
  const others = regions.filter((region) => region !== lost);
  return (
    others.find(({ name }) => name === lost?.standIn) ??
    others.find(({ role, compute }) => role === "active" && compute !== "none")
  );
}

/** A cache of a region's own is used by those whom the region serves, and by nobody else. */
function isUsed(store: SubjectStore, at: string, by: SubjectRegion): boolean {
  return store.writes !== "own" || by.name === at;
}

function withoutZone(subject: RecoverySubject, steps: Steps, name: string): Outcome {
  const lost = subject.regions.find((region) => region.name === name);
  if (lost !== undefined && lost.zones < 2) {
    return leaving(subject, steps, { region: name, seenBy: "health", isDown: () => true });
  }
  return {
    way: (region) => {
      if (region.name !== name) return { name: region.name, ...UNTOUCHED };
      return {
        name,
        verdict: "recovers",
        needs: [steps.zoneLeft(name)],
        notes: [`${name} serves with ${region.zones - 1} of ${region.zones} zones until new nodes are there`],
        dataLoss: [],
      };
    },
    store: (store, region) =>
      isUsed(store, name, region)
        ? storeWithoutInstance(store, { region: name, of: "zone", decision: decision(steps, name) }, steps)
        : { name: store.id, ...UNTOUCHED },
  };
}

/** Dependencies that the region's way in itself is made of: health checks see them fail. */
const SEEN_BY_HEALTH = ["balancers", "network-balancers", "internet"];

function withoutDependency(subject: RecoverySubject, steps: Steps, region: string, service: string): Outcome {
  const dependency = DEPENDENCIES.find(({ id }) => id === service);
  const seenBy = SEEN_BY_HEALTH.includes(service) ? "health" : "people";
  if (dependency?.weight === "hard") {
    // Without keys no store can be read; without a way in they are all there.
    const isDown = () => service === "kms";
    return leaving(subject, steps, { region, seenBy, isDown, needsOwnKey: service === "kms" });
  }
  if (dependency?.weight === "by-store") {
    const isDown = ({ engine }: SubjectStore) => dependency.engines?.includes(engine) ?? false;
    return leaving(subject, steps, { region, seenBy, isDown, usersOnly: true });
  }
  const missing = dependency?.missing ?? `what ${service} does is missing`;
  return {
    way: ({ name }) =>
      name === region
        ? { name, ...UNTOUCHED, verdict: "degraded", notes: [missing] }
        : { name, ...UNTOUCHED },
    store: ({ id }) => ({ name: id, ...UNTOUCHED }),
  };
}

/**
 * Two regions of a home that cannot reach each other. Health checks see both, so nothing moves by itself; whoever is
 * served where the writer is not must be moved to it, and no copy may be promoted while the old writer is alive.
 */
function apart(subject: RecoverySubject, steps: Steps, one: string, other: string): Outcome {
  const cutOff = (store: SubjectStore, region: string) => {
    const writer = store.regions[0];
    const isBetween = writer === one ? region === other : writer === other && region === one;
    return store.writes === "one" && isBetween;
  };
  const between = (store: SubjectStore) => store.regions.includes(one) && store.regions.includes(other);
  return {
    way: (region, uses) => {
      if (!uses.some((store) => cutOff(store, region.name))) return { name: region.name, ...UNTOUCHED };
      const writers = new Set(
        uses.filter((store) => cutOff(store, region.name)).map(({ regions }) => regions[0]),
      );
      const target = subject.regions.find(({ name }) => writers.has(name));
      if (target === undefined) {
        return lostWay(region.name, `nothing moves the customers of ${region.name} to where the writer is`);
      }
      const arrival = steps.moved(region.name, [steps.closed(region.name)]);
      return {
        name: region.name,
        verdict: "recovers",
        needs: [arrival, steps.carries(target, arrival, () => steps.noticed(region.name))],
        notes: ["reads of the copies go on; nothing is promoted, so no write is lost"],
        dataLoss: [],
      };
    },
    store: (store) => {
      const name = store.id;
      if (!between(store) || store.writes === "own") return { name, ...UNTOUCHED };
      return store.writes === "every"
        ? {
            name,
            ...UNTOUCHED,
            verdict: "degraded",
            notes: [
              `both sides write ${name}; of two changes to one thing the later wins, the other is gone`,
            ],
          }
        : { name, ...UNTOUCHED, verdict: "degraded", notes: [`copies of ${name} fall behind meanwhile`] };
    },
  };
}
