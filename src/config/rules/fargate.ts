import { type Draft, type Located, show } from "../draft.ts";
import type { ServiceSettings } from "../schema.ts";
import type { Complaint, Rule } from "./rule.ts";

/** Of services whose pods run on Fargate. */

/**
 * Fargate profiles of a cluster, which AWS raises on request.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html, read November 2026.
 */
const PROFILES = 10;

function onFargate({ services }: Draft): readonly Located<ServiceSettings>[] {
  return services.filter(({ value }) => value.runsOn === "fargate");
}

/**
 * Pod identity does not reach Fargate, and the older way to a role needs an OIDC provider for each cluster, in IAM,
 * which no region's recovery may wait for.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html (restrictions), read November 2026.
 */
const nothingThatNeedsARole: Rule = {
  code: "config/fargate-has-no-role",
  check(draft) {
    const services = onFargate(draft);
    const needed = (service: Located<ServiceSettings>, where: string, given: string): Complaint => ({
      where,
      given: `${given}, of ${service.value.name}, which runs on Fargate`,
      wanted: "nothing for which AWS asks who calls: pods on Fargate have no role, only those on nodes do",
      fix: `Remove ${service.where}.runsOn, or have a service on nodes do it that ${service.value.name} calls.`,
    });
    return [
      ...services
        .filter(({ value }) => value.stores.length > 0)
        .map((service) =>
          needed(
            service,
            `${service.where}.stores`,
            service.value.stores.map((name) => show(name)).join(", "),
          ),
        ),
      ...services.flatMap((service) =>
        participations(draft)
          .filter(({ name }) => name === service.value.name)
          .map(({ where, name }) => needed(service, where, show(name))),
      ),
    ];
  },
};

/** Where services stand as those who send, take or publish. */
function participations(draft: Draft): readonly { readonly where: string; readonly name: string }[] {
  const listed = (where: string, names: readonly string[]) =>
    names.map((name, index) => ({ where: `${where}[${index}]`, name }));
  return [
    ...draft.queues.flatMap(({ where, value }) => [
      ...listed(`${where}.senders`, value.senders),
      ...listed(`${where}.receivers`, value.receivers),
    ]),
    ...draft.topics.flatMap(({ where, value }) => listed(`${where}.publishers`, value.publishers)),
    ...(draft.events?.types ?? []).flatMap(({ publishers }, index) =>
      listed(`events.types[${index}].publishers`, publishers),
    ),
  ];
}

/**
 * A pod on Fargate has the cluster's own security group, and the balancer's way in leads to that of the nodes. Pages
 * under a host also need a role, to be watched in browsers.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html, recalled.
 */
const noWayIn: Rule = {
  code: "config/fargate-has-no-way-in",
  check: (draft) =>
    onFargate(draft).flatMap(({ where, value: { name, host } }) =>
      host === undefined
        ? []
        : {
            where: `${where}.host`,
            given: `${show(host)}, of ${name}, which runs on Fargate`,
            wanted: "no host: the public load balancer reaches the pods on nodes only",
            fix: `Remove ${where}.runsOn, or put a service on nodes before ${name} that calls it.`,
          },
    ),
};

const fewEnough: Rule = {
  code: "config/too-many-on-fargate",
  check: (draft) =>
    onFargate(draft)
      .slice(PROFILES)
      .map(({ where }, index) => ({
        where: `${where}.runsOn`,
        given: `"fargate", for the ${PROFILES + index + 1}th time`,
        wanted: `at most ${PROFILES} services on Fargate, as many profiles as EKS lets a cluster have`,
        fix: `Remove ${where}.runsOn.`,
      })),
};

export const FARGATE_RULES: readonly Rule[] = [nothingThatNeedsARole, noWayIn, fewEnough];
