import { isProduction } from "../placement.ts";
import type { Rule } from "./rule.ts";

/** Of databases that grow and shrink by themselves, and of their connections. */

const onlyServerless: Rule = {
  code: "config/capacity-without-serverless",
  check: (draft) =>
    draft.stores.flatMap(({ where, value: store }) => {
      if (store.engine !== "aurora-postgresql" || store.capacity === undefined) return [];
      if (store.instanceClass === "serverless") return [];
      return {
        where: `${where}.capacity`,
        given:
          store.instanceClass === undefined
            ? "a capacity, without a class"
            : `a capacity, with ${store.instanceClass}`,
        wanted: 'nothing, or instanceClass: "serverless": other classes have one size',
        fix: `Remove ${where}.capacity, or set ${where}.instanceClass to "serverless".`,
      };
    }),
};

const leastBelowMost: Rule = {
  code: "config/capacity-range",
  check: (draft) =>
    draft.stores.flatMap(({ where, value: store }) => {
      if (store.engine !== "aurora-postgresql") return [];
      const { min, max } = store.capacity ?? {};
      if (min === undefined || max === undefined || min <= max) return [];
      return {
        where: `${where}.capacity`,
        given: `from ${min} to ${max}`,
        wanted: "a min that is no more than the max",
        fix: `Change ${where}.capacity.min or max.`,
      };
    }),
};

/**
 * A paused database takes about 15 seconds to wake, during which its callers wait or fail; members of a global
 * database do not pause at all.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html (recalled)
 */
const awake: Rule = {
  code: "config/database-that-pauses",
  check: (draft, { placements }) =>
    draft.stores.flatMap(({ where, value: store }) => {
      if (store.engine !== "aurora-postgresql" || store.capacity?.min !== 0) return [];
      const spans = placements.some((each) => each.store === store && each.copies.length > 0);
      const production = draft.environments.some(({ value }) => isProduction(value));
      if (!spans && !production) return [];
      return {
        where: `${where}.capacity.min`,
        given: spans ? "0, with copies in other regions" : "0, in a platform with production",
        wanted: "0.5 or more: a database that pauses lets its next customer wait",
        fix: `Remove ${where}.capacity.min.`,
      };
    }),
};

/** RDS Proxy keeps connections, and a database with connections does not pause. Source: as above (recalled). */
const pausesOrPools: Rule = {
  code: "config/proxy-keeps-awake",
  check: (draft) =>
    draft.stores.flatMap(({ where, value: store }) =>
      store.engine !== "aurora-postgresql" || !store.proxy || store.capacity?.min !== 0
        ? []
        : {
            where: `${where}.proxy`,
            given: "true, with a capacity that begins at 0",
            wanted: "one of the two: a proxy keeps connections, and the database never pauses",
            fix: `Remove ${where}.proxy, or set ${where}.capacity.min to 0.5.`,
          },
    ),
};

const pooledForSomebody: Rule = {
  code: "config/proxy-without-function",
  check: (draft) =>
    draft.stores.flatMap(({ where, value: store }) => {
      if (store.engine !== "aurora-postgresql" && store.engine !== "rds-postgresql") return [];
      if (!store.proxy || draft.functions.some(({ value }) => value.stores.includes(store.name))) return [];
      return {
        where: `${where}.proxy`,
        given: `true, and no function uses ${store.name}`,
        wanted:
          "a function that uses the store: services connect by themselves, and a proxy costs by the hour",
        fix: `Remove ${where}.proxy, or add ${store.name} to the stores of a function.`,
      };
    }),
};

export const CAPACITY_RULES: readonly Rule[] = [
  onlyServerless,
  leastBelowMost,
  awake,
  pausesOrPools,
  pooledForSomebody,
];
