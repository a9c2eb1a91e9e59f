import { type Located, show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { duplicates } from "./duplicates.ts";
import type { Complaint, Rule } from "./rule.ts";

const servicesExist: Rule = {
  code: "config/unknown-service",
  check: (draft) => {
    const known = draft.services.map(({ value }) => value.name);
    // A service with a mistake of form is missing here: then nobody can say that a name is unknown.
    if (known.length < draft.serviceNames.size) return [];
    const named = [
      ...draft.journeys.flatMap(({ where, value }) => list(`${where}.services`, value.services)),
      ...draft.services.flatMap(({ where, value }) => list(`${where}.calls`, value.calls)),
    ];
    return named
      .filter(({ value }) => !known.includes(value))
      .map(({ where, value }): Complaint => {
        const [near] = nearest(value, known);
        return {
          where,
          given: show(value),
          wanted: `one of the services: ${known.join(", ")}`,
          fix:
            near === undefined
              ? "Declare the service, or take it out here."
              : `Change it to ${near}, or declare it.`,
        };
      });
  },
};

const namedOnce: Rule = {
  code: "config/service-twice",
  check: (draft) =>
    [
      ...draft.journeys.map(({ where, value }) => list(`${where}.services`, value.services)),
      ...draft.services.map(({ where, value }) => list(`${where}.calls`, value.calls)),
    ].flatMap((names) =>
      duplicates(names).map(({ where, value, first }) => ({
        where,
        given: show(value),
        wanted: `a service that does not stand at ${first} already`,
        fix: "Remove one of the two.",
      })),
    ),
};

const callsItself: Rule = {
  code: "config/service-calls-itself",
  check: (draft) =>
    draft.services.flatMap(({ where, value }) =>
      list(`${where}.calls`, value.calls)
        .filter((call) => call.value === value.name)
        .map((call) => ({
          where: call.where,
          given: show(call.value),
          wanted: "another service",
          fix: "Remove it.",
        })),
    ),
};

function list(where: string, values: readonly string[]): readonly Located<string>[] {
  return values.map((value, index) => ({ where: `${where}[${index}]`, value }));
}

export const JOURNEY_RULES: readonly Rule[] = [servicesExist, namedOnce, callsItself];
