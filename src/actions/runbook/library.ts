import type { InputProblem } from "../../lib/index.ts";
import {
  cacheReturn,
  datastoresOf,
  failback,
  fencedStores,
  oldWriterFence,
  oldWriterShut,
  postRecoveryReview,
  type RecoverableCache,
  type RecoverableStore,
  type Runbook,
  regionalFailover,
  storeFailover,
  storeMoveProblem,
  trafficReturn,
  trafficShift,
  wayReturn,
  zoneEvacuation,
  zoneReturn,
} from "../../runbooks/index.ts";
import { trafficScope, zoneScope } from "../../stacks/index.ts";
import { regionScope } from "../recovery/scope.ts";
import { type About, storeNamed } from "./about.ts";
import type { RunbookParameters } from "./parameters.ts";
import { restoreChoices, restoreOfStore } from "./restoring.ts";

export interface LibraryEntry {
  readonly name: string;
  readonly purpose: string;
  /** Options that it takes beside the region; those in brackets may be left away. */
  readonly takes: string;
  readonly make: (about: About) => readonly Runbook[] | InputProblem;
  /** Parameters that make sense for a region: what a check goes through. */
  readonly choices: (about: About) => readonly RunbookParameters[];
}

const NO_CHOICE = () => [{}];

/** Everything that the library has, by name. */
export const LIBRARY: readonly LibraryEntry[] = [
  {
    name: "regional-failover",
    purpose: "go on without a region that is gone",
    takes: "",
    make: (about) => oneRegion(about) ?? regionalFailover(scopeOf(about)),
    choices: NO_CHOICE,
  },
  {
    name: "failback",
    purpose: "give a region that is back its work again, without losing a write",
    takes: "",
    make: (about) =>
      oneRegion(about) ?? failback(scopeOf(about), about.writers.before, about.writers.holders),
    choices: NO_CHOICE,
  },
  {
    name: "old-writer-fence",
    purpose:
      "stop the databases of a region that is back whose copies were promoted: the first of a failback, or alone",
    takes: "",
    make: (about) => {
      const scope = scopeOf(about);
      const stores = fencedStores(scope);
      return (
        oneRegion(about) ?? (stores.length === 0 ? nothingToFence(about) : [oldWriterFence(scope, stores)])
      );
    },
    choices: NO_CHOICE,
  },
  {
    name: "old-writer-shut",
    purpose:
      "end writing at once in a region whose databases are being promoted elsewhere: begun by the failover, or by hand where that could not tell it",
    takes: "",
    make: (about) => {
      const scope = scopeOf(about);
      return (
        oneRegion(about) ??
        (scope.shutter === undefined
          ? nothingToFence(about)
          : [oldWriterShut(scope, scope.shutter, fencedStores(scope))])
      );
    },
    choices: NO_CHOICE,
  },
  {
    name: "cache-return",
    purpose:
      "give a region that is back the writes of its Global Datastores again: a part of a failback, or alone",
    takes: "",
    make: (about) => {
      const scope = scopeOf(about);
      const caches = datastoresOf(scope);
      return (
        oneRegion(about) ??
        (caches.length === 0 ? noDatastore(about) : [cacheReturn(scope, caches, { apart: true })])
      );
    },
    choices: NO_CHOICE,
  },
  {
    name: "way-return",
    purpose:
      "let the regions that took over reach the databases of a region that is back: a part of a failback, or alone",
    takes: "",
    make: (about) => {
      const runbooks = wayReturn(scopeOf(about), { apart: true });
      return oneRegion(about) ?? (runbooks.length === 0 ? noWayClosed(about) : runbooks);
    },
    choices: NO_CHOICE,
  },
  {
    name: "store-failover",
    purpose: "have another instance or another region write to one store, its region being up",
    takes: "--store <id> [--to <region>] [--accept-data-loss]",
    make: moveOfStore,
    choices: (about) =>
      movable(about).flatMap(({ id, regions }) => [
        { store: id },
        ...regions
          .filter((each) => each !== about.region)
          .flatMap((to) => [
            { store: id, to },
            { store: id, to, acceptDataLoss: true },
          ]),
      ]),
  },
  {
    name: "traffic-shift",
    purpose: "take a region out of DNS while it serves, by its health checks or its routing control",
    takes: "",
    make: (about) => traffic(about, trafficShift),
    choices: NO_CHOICE,
  },
  {
    name: "traffic-return",
    purpose: "let a region into DNS again",
    takes: "",
    make: (about) => traffic(about, trafficReturn),
    choices: NO_CHOICE,
  },
  {
    name: "zone-evacuation",
    purpose: "leave a zone: requests, pods and whatever writes there",
    takes: "--zone <zone>",
    make: (about) => zone(about, zoneEvacuation),
    choices: zones,
  },
  {
    name: "zone-return",
    purpose: "use a zone again",
    takes: "--zone <zone>",
    make: (about) => zone(about, zoneReturn),
    choices: zones,
  },
  {
    name: "restore",
    purpose:
      "make a store anew from its own history or from a backup, beside what is there, and ask before anybody uses it",
    takes: "--store <id> [--from log|backup] [--before <moment>] [--point <arn>] [--as <name>]",
    make: restoreOfStore,
    choices: restoreChoices,
  },
  {
    name: "post-recovery-review",
    purpose: "see that copies follow and protections are on again, and ask what no API tells",
    takes: "",
    make: (about) => postRecoveryReview(scopeOf(about)),
    choices: NO_CHOICE,
  },
];

function scopeOf({ platform, environment, region }: About) {
  return regionScope(platform, environment, region);
}

function oneRegion({ environment }: About): InputProblem | undefined {
  if (environment.regions.length > 1) return undefined;
  return {
    code: "option/one-region",
    where: "--env",
    given: environment.name,
    wanted: "an environment with more regions than one",
    fix: `${environment.name} has nowhere to go: restore it elsewhere from its backups, or name another environment.`,
  };
}

function nothingToFence({ region }: About): InputProblem {
  return {
    code: "option/nothing-to-fence",
    where: "--region",
    given: region,
    wanted: "a region with an RDS instance that has a copy in another",
    fix: `Nothing of ${region} is promoted for good: Aurora and tables fence by themselves.`,
  };
}

function noDatastore({ region }: About): InputProblem {
  return {
    code: "option/no-datastore",
    where: "--region",
    given: region,
    wanted: "a region with a Redis that has a copy in another",
    fix: `Caches of ${region} belong to it alone: none of them has writes to be given back.`,
  };
}

function noWayClosed({ region }: About): InputProblem {
  return {
    code: "option/no-way-closed",
    where: "--region",
    given: region,
    wanted: "a region with an RDS database that has a copy in another region of its home",
    fix: `A failover of ${region} closes no way to its databases: none has to be made free again.`,
  };
}

function movable(about: About): readonly (RecoverableStore | RecoverableCache)[] {
  const { stores, caches } = scopeOf(about);
  return [...stores, ...caches].filter(({ regions }) => regions.includes(about.region));
}

function moveOfStore(about: About): readonly Runbook[] | InputProblem {
  const { region, parameters } = about;
  const { to = region, acceptDataLoss = false } = parameters;
  const store = storeNamed(about, movable(about));
  if ("where" in store) return store;
  const scope = scopeOf(about);
  const move = { store, to, acceptDataLoss };
  const problem = storeMoveProblem(scope, move);
  if (problem === undefined) return storeFailover(scope, move);
  return {
    code: "option/store-cannot-move",
    where: store.regions.includes(to) ? "--accept-data-loss" : "--to",
    given: to,
    wanted: `a move of which nothing is lost unseen: ${problem.says}`,
    fix: problem.fix,
  };
}

function traffic(
  { platform, environment, region }: About,
  make: typeof trafficShift,
): readonly Runbook[] | InputProblem {
  const scope = trafficScope(platform, environment, region);
  if (scope !== undefined) return make(scope);
  return {
    code: "option/region-without-entry",
    where: "--region",
    given: region,
    wanted: "a region with a cluster, which customers enter",
    fix: `No name leads to ${region}: there is no traffic to move.`,
  };
}

function zones({ environment, region }: About): readonly RunbookParameters[] {
  const known = environment.regions.find(({ name }) => name === region)?.zones ?? [];
  return known.map((each) => ({ zone: each }));
}

function zone(about: About, make: typeof zoneEvacuation): readonly Runbook[] | InputProblem {
  const { platform, environment, region, parameters } = about;
  const known = zones(about).flatMap(({ zone: each }) => each ?? []);
  const given = parameters.zone;
  if (given !== undefined && known.includes(given))
    return make(zoneScope(platform, environment, region, given));
  return {
    code: "option/unknown-zone",
    where: "--zone",
    given: given ?? "nothing",
    wanted: `one of ${known.join(", ")}`,
    fix: `Name a zone of ${region}.`,
  };
}
