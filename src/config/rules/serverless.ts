import type { Draft, Located } from "../draft.ts";
import { show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { regionsOf } from "../placement.ts";
import { duplicates } from "./duplicates.ts";
import { listed } from "./messagingNames.ts";
import type { Complaint, Rule } from "./rule.ts";

/** Services, functions, APIs and workflows become roles, logs and a cost tag of one namespace. */
const oneNamespace: Rule = {
  code: "config/component-name-taken",
  check: (draft) => {
    // A name given to two services is reported as that.
    const first = new Map(draft.services.map((each) => [each.value.name, each]));
    const all: readonly Located<{ readonly name: string }>[] = [
      ...first.values(),
      ...draft.functions,
      ...draft.apis,
      ...draft.workflows,
    ];
    return duplicates(all.map(({ where, value }) => ({ where, value: value.name }))).map((twice) => ({
      where: `${twice.where}.name`,
      given: show(twice.value),
      wanted: `a name that ${twice.first} does not have: services, functions, APIs and workflows share roles and a tag of costs by name`,
      fix: `Rename ${twice.where}.`,
    }));
  },
};

const functionsExist: Rule = {
  code: "config/unknown-function",
  check: (draft) => {
    const known = [...draft.functionNames];
    const named = draft.apis.flatMap(({ where, value: api }) => [
      ...(api.authoriser === "iam" ? [] : [{ where: `${where}.authoriser`, value: api.authoriser }]),
      ...api.routes.map((route, index) => ({
        where: `${where}.routes[${index}].function`,
        value: route.function,
      })),
    ]);
    return [...named, ...listed(draft).functions]
      .filter(({ value }) => !known.includes(value))
      .map(({ where, value }) => unknownFunction(where, value, draft));
  },
};

/** What to say of a function that is not declared. */
export function unknownFunction(where: string, value: string, draft: Draft): Complaint {
  const known = [...draft.functionNames];
  const service = draft.serviceNames.has(value);
  const [near] = nearest(value, known);
  return {
    where,
    given: service ? `${show(value)}, which is a service` : show(value),
    wanted:
      known.length === 0 ? "a function, and none is declared" : `one of the functions: ${known.join(", ")}`,
    fix:
      near === undefined
        ? service
          ? "Name a function. A service is reached by its host, through the load balancer."
          : "Declare the function under functions."
        : `Change it to ${near}, or declare the function.`,
  };
}

/**
 * API Gateway waits for a function for 29 seconds and then answers 504, while the function runs on.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
const INTEGRATION_SECONDS = 29;

const answersInTime: Rule = {
  code: "config/function-slower-than-api",
  check: (draft) => {
    const callers = new Map(
      draft.apis.flatMap(({ value: api }) =>
        [api.authoriser, ...api.routes.map((route) => route.function)].map(
          (name) => [name, api.name] as const,
        ),
      ),
    );
    return draft.functions.flatMap(({ where, value }) => {
      const api = callers.get(value.name);
      if (api === undefined || value.timeout <= INTEGRATION_SECONDS * 1000) return [];
      return {
        where: `${where}.timeout`,
        given: `${value.timeout / 1000} seconds, behind the API ${api}`,
        wanted: `at most ${INTEGRATION_SECONDS} seconds, which is as long as an API waits`,
        fix: `Set ${where}.timeout to "${INTEGRATION_SECONDS}s" or less, or answer at once and work on in a workflow.`,
      };
    });
  },
};

const FIFTEEN_MINUTES = 900_000;

const functionTimeout: Rule = {
  code: "config/function-timeout",
  check: (draft) =>
    draft.functions.flatMap(({ where, value }) =>
      value.timeout <= FIFTEEN_MINUTES && value.timeout % 1000 === 0
        ? []
        : {
            where: `${where}.timeout`,
            given: `${value.timeout / 1000} seconds`,
            wanted: "whole seconds, at most 15 minutes: Lambda ends a run then",
            fix: "Shorten it, cut the work into steps of a workflow, or make it a service.",
          },
    ),
};

const routesOnce: Rule = {
  code: "config/route-taken",
  check: (draft) =>
    draft.apis.flatMap(({ where, value: api }) => {
      const places = api.routes.map((route, index) => ({
        where: `${where}.routes[${index}]`,
        // Two names for what stands in the same place would be two children of one path, which API Gateway refuses.
        value: `${route.method} ${route.path.replaceAll(/\{[^}]*\}/g, "{}")}`,
      }));
      return duplicates(places).map((twice) => ({
        where: twice.where,
        given: show(twice.value),
        wanted: `a method and path that do not stand at ${twice.first} already`,
        fix: "Remove one of the two, or give it another path.",
      }));
    }),
};

const bodiesWhereTheyBelong: Rule = {
  code: "config/body-not-read",
  check: (draft) =>
    draft.apis.flatMap(({ where, value: api }) =>
      api.routes.flatMap((route, index) =>
        route.body === undefined || (route.method !== "GET" && route.method !== "DELETE")
          ? []
          : {
              where: `${where}.routes[${index}].body`,
              given: `a body for ${route.method}`,
              wanted: "nothing: what a GET or DELETE carries, proxies may drop",
              fix: `Remove it, use query parameters, or make the method POST.`,
            },
      ),
    ),
};

/** Of an account's 1,000 at a time in a region, Lambda keeps 100 for functions that reserve none (quota as made in advance). */
const RESERVABLE = 900;

const concurrencyFits: Rule = {
  code: "config/concurrency-over-quota",
  check: (draft) => {
    const byAccount = Map.groupBy(draft.environments, ({ value }) => value.account);
    const sharing = Math.max(1, ...[...byAccount.values()].map(({ length }) => length));
    let sum = 0;
    return draft.functions.flatMap(({ where, value }) => {
      const before = sum;
      sum += (value.concurrency ?? 0) * sharing;
      if (sum <= RESERVABLE || before > RESERVABLE) return [];
      return {
        where: `${where}.concurrency`,
        given: `${value.concurrency}, which makes ${sum} in all for an account and region`,
        wanted: `at most ${RESERVABLE} in all: an account has 1000 runs at a time, and 100 stay for the others`,
        fix: "Reserve less: a reservation is also the most that a function may run at a time.",
      };
    });
  },
};

/** API Gateway keeps one role for logs in an account and region: two environments would take it from each other. */
const loggingOfOneEnvironment: Rule = {
  code: "config/apis-share-account",
  check: (draft) => {
    if (draft.apis.length === 0) return [];
    const all = draft.homes.flatMap(({ value }) => regionsOf(value));
    const places = draft.environments.flatMap(({ where, value }) =>
      (value.regions ?? all).map((region) => ({ where, value: `${value.account} in ${region}` })),
    );
    const later = new Map(duplicates(places).map((twice) => [twice.where, twice]));
    return [...later.values()].map(({ where, value, first }) => ({
      where: `${where}.account`,
      given: `${value}, as ${first}`,
      wanted:
        "an account, or regions, of its own: API Gateway has one role for logs in an account and region",
      fix: `Give ${where} another account, or take the APIs out.`,
    }));
  },
};

export const SERVERLESS_RULES: readonly Rule[] = [
  oneNamespace,
  functionsExist,
  functionTimeout,
  answersInTime,
  routesOnce,
  bodiesWhereTheyBelong,
  concurrencyFits,
  loggingOfOneEnvironment,
];
