import type { Rule } from "./rule.ts";

/** Of failovers that begin without a person. */

/**
 * A region watches another by the names of their failover pair, which Route 53's health checks lead to the one or the
 * other: without a pair nobody can tell a region that is gone from one that only cannot be reached from here.
 */
const watchedByPairs: Rule = {
  code: "config/automatic-failover-unwatched",
  check: (draft) =>
    draft.environments.flatMap(({ where, value: environment }) => {
      if (!environment.automaticFailover) return [];
      const complaint = (given: string, wanted: string, fix: string) => [
        { where: `${where}.automaticFailover`, given, wanted, fix: `Remove it, or ${fix}.` },
      ];
      if (draft.edge?.accelerator === true) {
        return complaint(
          "true, with edge.accelerator",
          "names that Route 53 moves: those of an accelerator do not tell what its own health checks see",
          "remove edge.accelerator",
        );
      }
      const { regions: wanted } = environment;
      const pairs = draft.homes.some(
        ({ value: { regions, recovery } }) =>
          [...regions, ...recovery].filter((region) => wanted === undefined || wanted.includes(region))
            .length > 1,
      );
      if (pairs || !draft.homesComplete) return [];
      return complaint(
        "true, where no home has two regions",
        "a home with a region that takes over from another",
        `give a home another region in ${where}.regions`,
      );
    }),
};

/** Clusters that an account may have: https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.quotas.html, read November 2026. */
const CLUSTERS_IN_ACCOUNT = 2;

/** A routing control chooses between regions: of one there is nothing to choose. */
const controlsBetweenRegions: Rule = {
  code: "config/routing-controls-without-choice",
  check: (draft) =>
    draft.environments.flatMap(({ where, value: { routingControls, regions: wanted } }) => {
      if (!routingControls || !draft.homesComplete) return [];
      const all = draft.homes.flatMap(({ value: { regions, recovery } }) => [...regions, ...recovery]);
      const own = all.filter((region) => wanted === undefined || wanted.includes(region));
      if (own.length > 1) return [];
      return [
        {
          where: `${where}.routingControls`,
          given: `true, with ${own.length === 1 ? `the one region ${own[0]}` : "no region"}`,
          wanted:
            "two regions or more that customers can be sent to: some 1,825 USD a month would buy nothing",
          fix: `Remove it, or give the environment another region in ${where}.regions.`,
        },
      ];
    }),
};

const clustersInAccount: Rule = {
  code: "config/routing-control-clusters",
  check: (draft) => {
    const having = draft.environments.filter(({ value }) => value.routingControls);
    return [...Map.groupBy(having, ({ value }) => value.account)].flatMap(([account, same]) =>
      same.slice(CLUSTERS_IN_ACCOUNT).map(({ where }) => ({
        where: `${where}.routingControls`,
        given: `true, the cluster number ${same.findIndex((each) => each.where === where) + 1} of account ${account}`,
        wanted: `at most ${CLUSTERS_IN_ACCOUNT} environments of an account with a cluster, which is its quota`,
        fix: "Remove it, or move the environment to an account of its own.",
      })),
    );
  },
};

export const FAILOVER_RULES: readonly Rule[] = [watchedByPairs, controlsBetweenRegions, clustersInAccount];
