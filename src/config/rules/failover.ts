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

export const FAILOVER_RULES: readonly Rule[] = [watchedByPairs];
