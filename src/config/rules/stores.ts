import type { Draft } from "../draft.ts";
import { show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { type Placement, regionsOf } from "../placement.ts";
import { awsRegion } from "../regions.ts";
import { duplicates } from "./duplicates.ts";
import type { Complaint, Rule } from "./rule.ts";

const partitionHomes: Rule = {
  code: "config/partition-without-home",
  check: (draft) => {
    const homes = draft.homes.map(({ value }) => value.name);
    if (!draft.homesComplete) return [];
    return draft.stores.flatMap(({ where, value }) =>
      Object.keys(value.partitions ?? {})
        .filter((name) => !homes.includes(name))
        .map((name) => ({
          where: `${where}.partitions.${name}`,
          given: show(name),
          wanted: `one of the homes: ${homes.join(", ")}`,
          fix: suggestion(name, homes, "Declare the home, or remove the partition."),
        })),
    );
  },
};

/** Where there is no home there is no network and no provider, so nothing can be kept there. */
const deployedRegions: Rule = {
  code: "config/store-region-without-home",
  check: (draft, { placements }) => {
    const all = allRegions(draft);
    if (!draft.homesComplete) return [];
    return placements.flatMap(({ birth, copies }) =>
      [birth, ...copies]
        .filter(({ value }) => awsRegion(value) !== undefined && !all.includes(value))
        .map(({ where, value }) => ({
          where,
          given: show(value),
          wanted: `a region of one of the homes: ${all.join(", ")}`,
          fix: `Add ${value} to a home first, as recovery if it serves nobody.`,
        })),
    );
  },
};

const distinctCopies: Rule = {
  code: "config/copy-twice",
  check: (_draft, { placements }) =>
    placements.flatMap(({ birth, copies }) =>
      duplicates([birth, ...copies]).map(({ where, value, first }) => ({
        where,
        given: show(value),
        wanted: `a region that does not hold the data already, by ${first}`,
        fix: "Remove it here.",
      })),
    ),
};

const birthPresent: Rule = {
  code: "config/birth-not-in-environment",
  check: (draft, { placements }) =>
    draft.environments.flatMap(({ where, value: environment }) => {
      const regions = environment.regions;
      if (regions === undefined) return [];
      return placements.flatMap(({ id, replicated, birth, copies }): readonly Complaint[] => {
        if (!replicated) return [];
        const stranded = copies.find(({ value }) => regions.includes(value));
        if (regions.includes(birth.value) || stranded === undefined) return [];
        return [
          {
            where: `${where}.regions`,
            given: `${stranded.value}, which holds a copy of ${id}, without ${birth.value}`,
            wanted: `also ${birth.value}, where ${id} is born (${birth.where}): the birth is permanent, whichever region writes`,
            fix: `Add ${birth.value} to ${where}.regions, or move the birth before anything is deployed.`,
          },
        ];
      });
    }),
};

/** Every service runs in every environment, so each environment holds something of each store they use. */
const storesPresent: Rule = {
  code: "config/store-not-in-environment",
  check: (draft, { placements }) => {
    const used = new Set(draft.services.flatMap(({ value }) => value.stores));
    return draft.environments.flatMap(({ where, value: environment }) => {
      const regions = environment.regions;
      if (regions === undefined || !draft.homesComplete) return [];
      const reaches = ({ birth, copies }: Placement) =>
        [birth, ...copies].some(({ value }) => regions.includes(value));
      return draft.stores
        .filter(({ value }) => used.has(value.name))
        .map(({ value }) => placements.filter(({ store }) => store === value))
        .filter((bodies) => bodies.length > 0 && !bodies.some(reaches))
        .flatMap(([body]): readonly Complaint[] =>
          body === undefined
            ? []
            : [
                {
                  where: `${where}.regions`,
                  given: regions.join(", "),
                  wanted: `a region that keeps ${body.store.name}, which a service uses, and ${body.birth.value}, where it is born`,
                  fix: `Add ${body.birth.value} to ${where}.regions.`,
                },
              ],
        );
    });
  },
};

/** Aurora User Guide, "Configuration requirements of an Amazon Aurora global database", read 2026. */
const MOST_SECONDARIES = 5;

const globalDatabaseClass: Rule = {
  code: "config/global-database-class",
  check: (draft, { placements }) =>
    draft.stores.flatMap(({ where, value: store }) => {
      if (store.engine !== "aurora-postgresql") return [];
      const spans = placements.some((placement) => placement.store === store && placement.copies.length > 0);
      const chosen = store.instanceClass;
      if (!spans || chosen === undefined || /^(?:db\.[rx]\d|serverless$)/.test(chosen)) return [];
      return {
        where: `${where}.instanceClass`,
        given: show(chosen),
        wanted: "a memory-optimised class (db.r… or db.x…), as Aurora asks of a global database",
        fix: `Change ${where}.instanceClass to db.r6g.large, or keep no copies.`,
      };
    }),
};

const globalCacheType: Rule = {
  code: "config/global-cache-type",
  check: (draft, { placements }) =>
    draft.stores.flatMap(({ where, value: store }) => {
      if (store.engine !== "redis") return [];
      const spans = placements.some(
        (each) => each.store === store && each.replicated && each.copies.length > 0,
      );
      const chosen = store.nodeType;
      if (!spans || chosen === undefined || GLOBAL_CACHE_TYPES.test(chosen)) return [];
      return {
        where: `${where}.nodeType`,
        given: show(chosen),
        wanted:
          "a type that a Global Datastore takes: of the families m5, m6g, m7g, r5, r6g, r6gd, r7g, c7gn",
        fix: `Change ${where}.nodeType to cache.r7g.large, or make the store regional.`,
      };
    }),
};

const globalCacheNodes: Rule = {
  code: "config/global-cache-nodes",
  check: (draft, { placements }) =>
    draft.stores.flatMap(({ where, value: store }) => {
      if (store.engine !== "redis" || store.nodesPerRegion !== 1) return [];
      if (!placements.some((each) => each.store === store && each.replicated && each.copies.length > 0))
        return [];
      return {
        where: `${where}.nodesPerRegion`,
        given: "1",
        wanted:
          "2 or more: any member of a Global Datastore may become the primary, and that needs a replica",
        fix: `Remove ${where}.nodesPerRegion, or make the store regional.`,
      };
    }),
};

const globalCacheSize: Rule = {
  code: "config/global-cache-size",
  check: (_draft, { placements }) =>
    placements
      .filter(
        ({ store, replicated, copies }) =>
          store.engine === "redis" && replicated && copies.length > MOST_SECONDARY_CACHES,
      )
      .map(({ where, copies }) => ({
        where,
        given: `${copies.length} copies`,
        wanted: `at most ${MOST_SECONDARY_CACHES}, the secondary regions of a Global Datastore`,
        fix: `Write down which regions keep a copy: ${where}.copies.`,
      })),
};

/** ElastiCache User Guide, "Prerequisites and limitations" of Global Datastores, read 2026. */
const MOST_SECONDARY_CACHES = 2;
const GLOBAL_CACHE_TYPES = /^cache\.(?:m5|m6g|m7g|r5|r6g|r6gd|r7g|c7gn)\./;

/** Amazon RDS User Guide, "Working with DB instance read replicas": 15 of one source. */
const MOST_READ_REPLICAS = 15;

const readReplicas: Rule = {
  code: "config/too-many-read-replicas",
  check: (_draft, { placements }) =>
    placements
      .filter(({ store, copies }) => store.engine === "rds-postgresql" && copies.length > MOST_READ_REPLICAS)
      .map(({ where, copies }) => ({
        where,
        given: `${copies.length} copies`,
        wanted: `at most ${MOST_READ_REPLICAS}, the read replicas of one database`,
        fix: `Write down which regions keep a copy: ${where}.copies.`,
      })),
};

const globalDatabaseSize: Rule = {
  code: "config/global-database-size",
  check: (_draft, { placements }) =>
    placements.filter(tooManySecondaries).map(({ where, copies }) => ({
      where,
      given: `${copies.length} copies`,
      wanted: `at most ${MOST_SECONDARIES}, the secondary regions of an Aurora global database`,
      fix: `Write down which regions keep a copy: ${where}.copies.`,
    })),
};

/** Engines whose copies join what is there already, from a stack that regions share. */
const WAITS_FOR_BIRTH: ReadonlySet<string> = new Set(["aurora-postgresql", "rds-postgresql", "redis"]);

/**
 * A secondary of a global database is made after its primary, and the databases of a region share a stack. Where
 * births point both ways, or round a circle, each region's stack would wait for the other's for ever.
 */
const birthsInOrder: Rule = {
  code: "config/births-wait-for-each-other",
  check: (_draft, { placements }) => {
    const later = new Map<string, Set<string>>();
    return placements.flatMap(({ store, id, replicated, birth, copies }): readonly Complaint[] => {
      if (!replicated) return [];
      if (!WAITS_FOR_BIRTH.has(store.engine)) return [];
      const others = copies.map(({ value }) => value).filter((region) => region !== birth.value);
      const earlier = others.find((region) => reachable(later, region).has(birth.value));
      if (earlier !== undefined) {
        return [
          {
            where: birth.where,
            given: `${id} born in ${birth.value} and copied to ${earlier}`,
            wanted: `births in one order over the regions: databases named above have ${earlier} before ${birth.value}`,
            fix: `Let ${id} be born in ${earlier} as well. The birth is not the writer: once it is deployed, a switchover makes ${birth.value} write.`,
          },
        ];
      }
      later.set(birth.value, new Set([...(later.get(birth.value) ?? []), ...others]));
      return [];
    });
  },
};

/** `from`, and every region whose databases must be made after those of `from`. */
function reachable(
  later: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  seen = new Set<string>(),
): ReadonlySet<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const next of later.get(from) ?? []) reachable(later, next, seen);
  return seen;
}

function tooManySecondaries({ store, copies }: Placement): boolean {
  return store.engine === "aurora-postgresql" && copies.length > MOST_SECONDARIES;
}

function allRegions(draft: Draft): readonly string[] {
  return draft.homes.flatMap(({ value }) => regionsOf(value));
}

function suggestion(name: string, known: readonly string[], otherwise: string): string {
  const [near] = nearest(name, known);
  return near === undefined ? otherwise : `Did you mean ${near}? ${otherwise}`;
}

export const STORE_RULES: readonly Rule[] = [
  partitionHomes,
  deployedRegions,
  distinctCopies,
  birthPresent,
  storesPresent,
  globalDatabaseClass,
  globalDatabaseSize,
  globalCacheType,
  globalCacheNodes,
  globalCacheSize,
  readReplicas,
  birthsInOrder,
];
