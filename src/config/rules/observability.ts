import { show } from "../draft.ts";
import { isJsonFilter } from "../filterPattern.ts";
import { nearest } from "../nearest.ts";
import { duplicates } from "./duplicates.ts";
import type { Complaint, Rule } from "./rule.ts";

/**
 * Services that a journey may name: its error rate is one alarm over two metrics of each, and an alarm takes ten.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, November 2026.
 */
const MET_AT_MOST = 5;

/**
 * X-Ray takes 25 sampling rules in a region, and one is for everything else. Recalled: AWS General Reference,
 * "AWS X-Ray endpoints and quotas".
 */
const TRACED_AT_MOST = 24;

const fewMet: Rule = {
  code: "config/journey-names-many",
  check: (draft) =>
    draft.journeys
      .filter(({ value }) => value.services.length > MET_AT_MOST)
      .map(({ where, value }) => ({
        where: `${where}.services`,
        given: `${value.services.length} services`,
        wanted: `at most ${MET_AT_MOST}: an alarm over a journey takes two of CloudWatch's ten metrics for each`,
        fix: "Name those that a customer meets. What they call belongs to the journey as well.",
      })),
};

const kpiInJourney: Rule = {
  code: "config/kpi-outside-journey",
  check: (draft) =>
    draft.journeys.flatMap(({ where, value: journey }) => {
      const reached = new Set(journey.services);
      for (const each of reached) {
        for (const call of draft.services.find(({ value }) => value.name === each)?.value.calls ?? []) {
          reached.add(call);
        }
      }
      return journey.kpis.flatMap(({ service }, index): Complaint[] => {
        // A name that no service has is no member either.
        if (service === undefined || reached.has(service)) return [];
        const [near] = nearest(service, [...reached]);
        return [
          {
            where: `${where}.kpis[${index}].service`,
            given: show(service),
            wanted: `one of the services of ${journey.name}: ${[...reached].join(", ")}`,
            fix:
              near === undefined
                ? `Take a service of the journey, or let one of them call ${service}.`
                : `Change it to ${near}, or let a service of the journey call ${service}.`,
          },
        ];
      });
    }),
};

const kpiNameOnce: Rule = {
  code: "config/kpi-twice",
  check: (draft) =>
    duplicates(
      draft.journeys.flatMap(({ where, value }) =>
        value.kpis.map(({ name }, index) => ({ where: `${where}.kpis[${index}].name`, value: name })),
      ),
    ).map(({ where, value, first }) => ({
      where,
      given: show(value),
      wanted: `a figure that does not stand at ${first} already`,
      fix: "Give one of the two another name.",
    })),
};

const kpiPatternReadable: Rule = {
  code: "config/kpi-pattern-unreadable",
  check: (draft) =>
    draft.journeys.flatMap(({ where, value }) =>
      value.kpis.flatMap(({ pattern }, index) =>
        isJsonFilter(pattern)
          ? []
          : {
              where: `${where}.kpis[${index}].pattern`,
              given: show(pattern),
              wanted:
                'conditions on fields in braces, such as { ($.event = "payment") && ($.outcome != "ok") }',
              fix: "Write fields as $.field, values in double quotes, and join conditions with && or ||.",
            },
      ),
    ),
};

const visitsNeedHost: Rule = {
  code: "config/nobody-to-visit",
  check: (draft) => {
    // A service with a mistake of form may be the one with the host.
    if (draft.services.length < draft.serviceNames.size) return [];
    if (draft.services.some(({ value }) => value.host !== undefined)) return [];
    return draft.journeys
      .filter(({ value }) => value.visits !== undefined)
      .map(({ where }) => ({
        where: `${where}.visits`,
        given: "no service with a host",
        wanted: "a public host, which canaries ask",
        fix: `Give the service that customers reach a host, or remove ${where}.visits.`,
      }));
  },
};

const browsersNeedPages: Rule = {
  code: "config/no-page-to-measure",
  check: (draft) => {
    if (draft.observability?.browsers === undefined) return [];
    // A service with a mistake of form may be the one with the host.
    if (draft.services.length < draft.serviceNames.size) return [];
    if (draft.services.some(({ value }) => value.host !== undefined)) return [];
    return [
      {
        where: "observability.browsers",
        given: "no service with a host",
        wanted: "a public host, whose pages report from browsers",
        fix: "Give the service that makes the pages a host, or remove observability.browsers.",
      },
    ];
  },
};

const fewTraced: Rule = {
  code: "config/journeys-trace-many",
  check: (draft) => {
    const critical = new Set(
      draft.services.filter(({ value }) => value.critical).map(({ value }) => value.name),
    );
    const traced = new Set(
      draft.journeys.flatMap(({ value }) => value.services).filter((name) => critical.has(name)),
    );
    if (traced.size <= TRACED_AT_MOST) return [];
    return [
      {
        where: "journeys",
        given: `${traced.size} critical services named by journeys`,
        wanted: `at most ${TRACED_AT_MOST}: X-Ray takes 25 sampling rules, one for each and one for the rest`,
        fix: "Name in each journey the services with which it begins. What they call is traced with them.",
      },
    ];
  },
};

export const OBSERVABILITY_RULES: readonly Rule[] = [
  fewMet,
  kpiInJourney,
  kpiNameOnce,
  kpiPatternReadable,
  visitsNeedHost,
  browsersNeedPages,
  fewTraced,
];
