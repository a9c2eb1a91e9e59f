import type { Draft, Located } from "../draft.ts";
import { show } from "../draft.ts";
import { duplicates } from "./duplicates.ts";
import type { Complaint, Rule } from "./rule.ts";

/** Names are written in lists rather than as keys, so that a name given twice is seen and not overwritten. */
const uniqueNames: Rule = {
  code: "config/name-taken",
  check: (draft) =>
    [draft.environments, draft.stores, draft.services].flatMap((section) =>
      duplicates(named(section)).map(({ where, value, first }) => ({
        where: `${where}.name`,
        given: show(value),
        wanted: `a name that ${first} does not have`,
        fix: `Rename ${where} or remove it.`,
      })),
    ),
};

const uniqueIds: Rule = {
  code: "config/store-id-taken",
  check: (_draft, { placements }) => {
    // Two stores of one name are reported as that, not once more for each of their partitions.
    const names = new Set<string>();
    const first = placements.filter(({ store, partition }) => {
      const key = `${store.name} ${partition ?? ""}`;
      return !names.has(key) && names.add(key);
    });
    return duplicates(first.map(({ where, id }) => ({ where, value: id }))).map(
      ({ where, value, first }) => ({
        where,
        given: value,
        wanted: `an id that ${first} does not have; a partition's id is its store's name, a hyphen and its home`,
        fix: "Rename one of the two stores.",
      }),
    );
  },
};

/**
 * Longest names that AWS takes for what is named after a platform, an environment and a thing.
 * Sources: Elastic Load Balancing API CreateLoadBalancer and CreateTargetGroup (32), Amazon S3 "Bucket naming
 * rules" (63), Amazon RDS API CreateDBCluster (63), IAM "quotas" (role name 64), Amazon ElastiCache API
 * CreateReplicationGroup (40) and CreateCacheCluster (50).
 */
const LIMITS = {
  loadBalancer: 32,
  bucket: 63,
  databaseCluster: 63,
  role: 64,
  redis: 40,
  memcached: 50,
} as const;

interface DerivedName {
  readonly kind: string;
  readonly where: string;
  readonly text: string;
  readonly limit: number;
}

const lengths: Rule = {
  code: "config/derived-name-too-long",
  check: (draft, { placements }) =>
    derivedNames(draft, placements)
      .filter(({ text, limit }) => text.length > limit)
      .map(
        ({ kind, where, text, limit }): Complaint => ({
          where,
          given: `${text} (${text.length} characters)`,
          wanted: `at most ${limit} characters, which is what AWS takes as the name of ${kind}`,
          fix: `Shorten the name of the platform, the environment or ${where} by ${text.length - limit} in all.`,
        }),
      ),
};

function derivedNames(draft: Draft, placements: Parameters<Rule["check"]>[1]["placements"]): DerivedName[] {
  const platform = draft.name;
  if (platform === undefined) return [];
  return draft.environments.flatMap(({ value: environment }) => {
    const stem = `${platform}-${environment.name}`;
    const balancers = draft.services.map(({ where, value }) => ({
      kind: "a load balancer or target group",
      where,
      text: `${stem}-${value.name}`,
      limit: LIMITS.loadBalancer,
    }));
    const roles = (kind: string, section: readonly Located<{ readonly name: string }>[]) =>
      section.map(({ where, value }) => ({
        kind: "a role",
        where,
        text: `${stem}-${kind}-${value.name}`,
        limit: LIMITS.role,
      }));
    return [
      ...balancers,
      ...roles("function", draft.functions),
      ...roles("workflow", draft.workflows),
      ...placements.flatMap((placement) => namesOfStore(stem, environment, placement)),
    ];
  });
}

function namesOfStore(
  stem: string,
  environment: Draft["environments"][number]["value"],
  { where, id, store, birth, copies }: Parameters<Rule["check"]>[1]["placements"][number],
): DerivedName[] {
  const name = `${stem}-${id}`;
  const role = { kind: "a role", where, text: `${name}-replication`, limit: LIMITS.role };
  if (store.engine === "aurora-postgresql") {
    // An instance is named after its cluster and its number.
    return [role, { kind: "a database instance", where, text: `${name}-15`, limit: LIMITS.databaseCluster }];
  }
  if (store.engine === "rds-postgresql") {
    return [role, { kind: "a database instance", where, text: name, limit: LIMITS.databaseCluster }];
  }
  // Its users are named after it, the longest of them `application`; members of a global cache after their regions.
  if (store.engine === "redis") {
    return [{ kind: "a user of Redis", where, text: `${name}-application`, limit: LIMITS.redis }];
  }
  if (store.engine === "memcached") {
    return [{ kind: "a Memcached cluster", where, text: name, limit: LIMITS.memcached }];
  }
  if (store.engine !== "s3") return [role];
  const regions = [birth, ...copies].map(({ value }) => value);
  const longest = regions.reduce((one, other) => (other.length > one.length ? other : one), "");
  const text = `${name}-${longest}-${environment.account}`;
  return [role, { kind: "a bucket", where, text, limit: LIMITS.bucket }];
}

/** Two environments may share an account, so what is named after both parts must not read the same. */
const ambiguousNames: Rule = {
  code: "config/derived-name-taken",
  check: (draft, { placements }) => {
    const things = (names: readonly string[]): readonly Located<string>[] =>
      draft.environments.flatMap(({ where, value: environment }) =>
        names.map((name) => ({ where, value: `${environment.account} ${environment.name}-${name}` })),
      );
    const services = new Set(draft.services.map(({ value }) => value.name));
    const stores = new Set(placements.map(({ id }) => id));
    const environments = new Set(draft.environments.map(({ value }) => value.name));
    // A name given twice makes every derived name twice, and is reported on its own.
    if (environments.size < draft.environments.length) return [];
    return [services, stores].flatMap((names) =>
      duplicates(things([...names])).map(({ where, value, first }) => ({
        where: `${where}.name`,
        given: `${draft.name ?? ""}-${value.slice(value.indexOf(" ") + 1)}`,
        wanted: `names in the account that ${first} does not make as well`,
        fix: `Rename ${where}, or give it an account of its own.`,
      })),
    );
  },
};

function named(section: readonly Located<{ readonly name: string }>[]): readonly Located<string>[] {
  return section.map(({ where, value }) => ({ where, value: value.name }));
}

export const NAME_RULES: readonly Rule[] = [uniqueNames, uniqueIds, lengths, ambiguousNames];
