import { isProduction } from "../placement.ts";
import type { Complaint, Rule } from "./rule.ts";

/** Options that do not go together. Each but the first may be chosen all the same, in writing. */

const publicDatabase: Rule = {
  code: "config/public-database",
  check: (draft) =>
    draft.stores.flatMap(({ where, value: store }) => {
      if (!("publicAccess" in store) || !store.publicAccess) return [];
      return {
        where: `${where}.publicAccess`,
        given: "true",
        wanted: "false: data subnets have no route to the internet, and no exception gives them one",
        fix: `Remove ${where}.publicAccess. Reach the database from a service, or through a session inside the cluster.`,
      };
    }),
};

const sharedCardholderKey: Rule = {
  code: "config/cardholder-shares-key",
  takesExceptions: true,
  check: (draft) =>
    draft.stores.flatMap(({ where, value: store }) => {
      if (store.data !== "cardholder" || store.key !== "home") return [];
      return {
        where: `${where}.key`,
        given: '"home", for cardholder data',
        wanted: '"own": who may use a key that other stores share may read cardholder data',
        fix: `Remove ${where}.key.`,
        of: store.name,
      };
    }),
};

/** A single NAT gateway or a single instance of each store hangs the region on one zone. */
const oneZone: Rule = {
  code: "config/one-zone-in-production",
  takesExceptions: true,
  check: (draft) =>
    draft.environments.flatMap(({ where, value: environment }) => {
      if (!isProduction(environment)) return [];
      const complaint = (key: string, given: string, wanted: string): Complaint => ({
        where: `${where}.${key}`,
        given,
        wanted: `${wanted}, so that production survives the loss of a zone`,
        fix: `Remove ${where}.${key}.`,
        of: environment.name,
      });
      return [
        ...(environment.natGateways === "single"
          ? [complaint("natGateways", '"single", in production', '"per-zone"')]
          : []),
        ...(environment.size === "small"
          ? [complaint("size", '"small", which has one instance of each store, in production', '"standard"')]
          : []),
      ];
    }),
};

const singleInstance: Rule = {
  code: "config/single-instance-in-production",
  takesExceptions: true,
  check: (draft) => {
    if (!draft.environments.some(({ value }) => isProduction(value))) return [];
    return draft.stores.flatMap(({ where, value: store }) => {
      const [key, count] =
        store.engine === "aurora-postgresql"
          ? (["instancesPerRegion", store.instancesPerRegion] as const)
          : store.engine === "redis"
            ? (["nodesPerRegion", store.nodesPerRegion] as const)
            : (["", undefined] as const);
      if (count !== 1) return [];
      return {
        where: `${where}.${key}`,
        given: "1, in a platform with production",
        wanted: "2 or more, in different zones, so that the store survives the loss of one",
        fix: `Remove ${where}.${key}; a small environment takes one by itself.`,
        of: store.name,
      };
    });
  },
};

const unprotected: Rule = {
  code: "config/unprotected-production",
  takesExceptions: true,
  check: (draft) =>
    draft.environments.flatMap(({ where, value: environment }) => {
      if (!isProduction(environment) || environment.protect) return [];
      return {
        where: `${where}.protect`,
        given: "false, in production",
        wanted: "true: AWS then refuses to delete what holds data, whoever asks",
        fix: `Remove ${where}.protect.`,
        of: environment.name,
      };
    }),
};

/**
 * Databases and caches in a region are no use to customers without something that serves. Making a cluster takes
 * longer than an objective of minutes allows: about 15 minutes for the control plane and its first nodes (recalled;
 * the report's prediction of provisioning time has the figures).
 */
const RTO_WITHOUT_CLUSTER_MS = 3_600_000;

const recoveryWithoutCluster: Rule = {
  code: "config/recovery-without-cluster",
  takesExceptions: true,
  check: (draft) => {
    const rto = draft.objectives?.rto;
    if (rto === undefined || rto >= RTO_WITHOUT_CLUSTER_MS) return [];
    return draft.homes.flatMap(({ where, value: home }) => {
      if (home.recovery.length === 0 || home.recoveryCluster !== "none") return [];
      return {
        where: `${where}.recoveryCluster`,
        given: `"none", with an RTO of ${rto / 60_000} minutes`,
        wanted: '"pilot-light": a small cluster that serves within minutes',
        fix: `Remove ${where}.recoveryCluster, or set objectives.rto to an hour or more.`,
        of: home.name,
      };
    });
  },
};

export const CHOICE_RULES: readonly Rule[] = [
  publicDatabase,
  sharedCardholderKey,
  oneZone,
  singleInstance,
  unprotected,
  recoveryWithoutCluster,
];
