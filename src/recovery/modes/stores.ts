import type { StoreEngine, SubjectStore } from "../subject/subject.ts";
import type { RecoveryTiming } from "../timing/blocks/block.ts";
import { DATA } from "../timing/blocks/index.ts";
import { type Effect, UNTOUCHED } from "./plan.ts";
import type { Steps } from "./steps.ts";

/** Engines that span the zones of a region by themselves. */
function spansZones(engine: StoreEngine): boolean {
  return engine === "dynamodb" || engine === "s3";
}

/** How a store comes back for those who are served from `servedFrom`, after `lost` has none of it any more. */
export interface StoreLoss {
  readonly lost: string;
  /** Region from which customers are served after it; undefined: from nowhere. */
  readonly servedFrom: string | undefined;
  /** Somebody has started the runbook. */
  readonly decision: () => string;
  /** Stores that are asked for what a cache does not have. */
  readonly behind: (cache: SubjectStore) => readonly SubjectStore[];
}

export function storeWithoutRegion(store: SubjectStore, { lost, ...rest }: StoreLoss, steps: Steps): Effect {
  const name = store.id;
  if (!store.regions.includes(lost)) return { name, ...UNTOUCHED };
  const left = store.regions.filter((region) => region !== lost);
  if (store.writes === "own") return ownOf(store, rest.servedFrom, lost, rest.behind(store));
  if (store.writes === "every") {
    if (rest.servedFrom !== undefined && left.includes(rest.servedFrom)) {
      return { name, ...UNTOUCHED, dataLoss: lagOf(store) };
    }
    return left.length > 0
      ? none(name, `${name} has no copy in ${rest.servedFrom ?? "any region that serves"}`)
      : fromBackup(store, lost, rest.decision, steps);
  }
  if (store.regions[0] !== lost) return { name, ...UNTOUCHED, notes: [`one copy of ${name} less`] };
  const target = left.find((region) => region === rest.servedFrom) ?? left[0];
  if (target === undefined) return fromBackup(store, lost, rest.decision, steps);
  return {
    name,
    verdict: "recovers",
    needs: [steps.promoted(store, target, steps.cutOff(store, target, rest.decision()))],
    notes: [],
    dataLoss: lagOf(store),
  };
}

function none(name: string, note: string): Effect {
  return { name, verdict: "lost", needs: [], notes: [note], dataLoss: [] };
}

/** A cache of a region's own: those who are moved find an empty one. */
function ownOf(
  store: SubjectStore,
  servedFrom: string | undefined,
  lost: string,
  behind: readonly SubjectStore[],
): Effect {
  if (servedFrom === undefined || !store.regions.includes(servedFrom)) {
    return none(store.id, `there is no ${store.id} in ${servedFrom ?? "any region that serves"}`);
  }
  const asked = behind.filter(({ regions }) => regions.includes(servedFrom)).map(({ id }) => id);
  const notes = [
    `what ${store.id} of ${lost} held is gone, as configured`,
    ...(asked.length === 0
      ? []
      : [
          `whoever is moved finds nothing of theirs in ${store.id} of ${servedFrom}: until it is filled, ${asked.join(", ")} behind it may be asked more often, which is not reckoned with`,
        ]),
  ];
  return { name: store.id, verdict: "degraded", needs: [], notes, dataLoss: [] };
}

function fromBackup(store: SubjectStore, lost: string, decision: () => string, steps: Steps): Effect {
  const { id, backup } = store;
  const target = backup?.copiedTo;
  if (backup === undefined || target === undefined || target === lost) {
    return none(id, `nothing of ${id} is outside ${lost}: neither a copy nor a backup`);
  }
  return {
    name: id,
    verdict: "recovers",
    needs: [steps.restored(store, target, decision())],
    notes: [`${id} comes back from a backup only, by hand`],
    dataLoss: [{ store: id, kind: "backup", everySeconds: backup.everySeconds, timing: DATA.BACKUP_COPY }],
  };
}

const LAGS: Readonly<Record<StoreEngine, RecoveryTiming>> = {
  "aurora-postgresql": DATA.AURORA_LAG,
  "rds-postgresql": DATA.RDS_LAG,
  dynamodb: DATA.TABLE_LAG,
  redis: DATA.CACHE_LAG,
  memcached: DATA.CACHE_LAG,
  s3: DATA.OBJECT_LAG,
};

function lagOf(store: SubjectStore): Effect["dataLoss"] {
  return store.disposable ? [] : [{ store: store.id, kind: "lag", timing: LAGS[store.engine] }];
}

/** Databases have another instance's writes in one volume or synchronously; Redis answers before its replicas have them. */
function lagInRegion({ id, engine, disposable }: SubjectStore): Effect["dataLoss"] {
  return engine === "redis" && !disposable ? [{ store: id, kind: "lag", timing: DATA.CACHE_NODE_LAG }] : [];
}

/** An instance less, the one that writes if any does: alone, or with the zone that it is in. */
export interface InstanceLoss {
  readonly region: string;
  readonly of: "instance" | "zone";
  /** Somebody has started the runbook. */
  readonly decision: () => string;
}

export function storeWithoutInstance(
  store: SubjectStore,
  { region, of, decision }: InstanceLoss,
  steps: Steps,
): Effect {
  const name = store.id;
  if (!store.regions.includes(region) || spansZones(store.engine)) return { name, ...UNTOUCHED };
  if (store.disposable && store.engine === "memcached") {
    return { name, ...UNTOUCHED, verdict: "degraded", notes: [`a part of ${name} in ${region} is empty`] };
  }
  const writesHere = store.writes === "own" || store.regions[0] === region;
  if (!writesHere) {
    return store.standby
      ? { name, ...UNTOUCHED }
      : { name, ...UNTOUCHED, notes: [`no copy of ${name} in ${region} meanwhile`] };
  }
  if (store.standby) {
    const needs = [steps.takenOver(store, region)];
    return { name, verdict: "recovers", needs, notes: [], dataLoss: lagInRegion(store) };
  }
  if (of === "instance" && store.engine === "redis" && store.disposable)
    return replaced(store, region, steps);
  const [target] = store.regions.filter((other) => other !== region);
  if (store.writes === "own" || target === undefined) {
    return none(name, `${name} has one instance in ${region}, and nothing takes over`);
  }
  return {
    name,
    verdict: "recovers",
    needs: [steps.promoted(store, target, decision())],
    notes: [`${name} has one instance in ${region}: only another region takes over`],
    dataLoss: lagOf(store),
  };
}

/** ElastiCache puts a new node in the place of one that fails, and nothing into it. */
function replaced(store: SubjectStore, region: string, steps: Steps): Effect {
  return {
    name: store.id,
    verdict: "recovers",
    needs: [steps.replaced(store, region)],
    notes: [`${store.id} in ${region} has one node: its successor begins empty, as configured`],
    dataLoss: [],
  };
}
