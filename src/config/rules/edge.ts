import { show } from "../draft.ts";
import { isProduction } from "../placement.ts";
import type { Rule } from "./rule.ts";

/** The name that customers are sent away from: the domain itself, or `www`. */
function otherHost(canonical: string): string {
  return canonical === "@" ? "www" : "@";
}

const where = "edge.canonicalHost";

const canonicalServed: Rule = {
  code: "config/canonical-host-unknown",
  check: (draft) => {
    const canonical = draft.edge?.canonicalHost;
    if (canonical === undefined) return [];
    const hosts = draft.services.flatMap(({ value }) =>
      value.host === undefined || value.public === false ? [] : [value.host],
    );
    if (hosts.includes(canonical)) return [];
    return [
      {
        where,
        given: show(canonical),
        wanted: hosts.length === 0 ? "nothing: no service is public" : `a public host: ${hosts.join(", ")}`,
        fix: `Name one of them, or remove ${where}: customers would be sent where nobody answers.`,
      },
    ];
  },
};

const otherNotServed: Rule = {
  code: "config/canonical-host-hides-service",
  check: (draft) => {
    const canonical = draft.edge?.canonicalHost;
    if (canonical === undefined) return [];
    return draft.services.flatMap(({ where: place, value: { name, host } }) => {
      if (host !== otherHost(canonical)) return [];
      return {
        where,
        given: `${show(canonical)}, while ${name} is reached at ${show(host)}`,
        wanted: "a host from whose counterpart no service is reached: all who ask there are sent away",
        fix: `Remove ${where}, or change ${place}.host.`,
      };
    });
  },
};

const shieldForNobody: Rule = {
  code: "config/shield-without-production",
  check: (draft) => {
    if (draft.edge?.shieldAdvanced === undefined) return [];
    if (draft.environments.some(({ value }) => isProduction(value))) return [];
    return [
      {
        where: "edge.shieldAdvanced",
        given: "a subscription of 36,000 USD a year, and no production",
        wanted: "an environment that customers depend on: only that is protected",
        fix: "Remove edge.shieldAdvanced.",
      },
    ];
  },
};

const accelerated: Rule = {
  code: "config/accelerator-with-recovery-region",
  check: (draft) => {
    if (draft.edge?.accelerator !== true) return [];
    return draft.homes.flatMap(({ where: place, value: { name, recovery } }) => {
      if (recovery.length === 0) return [];
      return {
        where: "edge.accelerator",
        given: `true, while ${name} has the recovery region ${recovery.join(", ")}`,
        wanted:
          "homes whose regions all serve: an accelerator sends customers to the nearest healthy region, and one that only stands in would get them on a good day",
        fix: `Remove edge.accelerator, or move ${recovery.join(", ")} from ${place}.recovery to ${place}.regions.`,
      };
    });
  },
};

export const EDGE_RULES: readonly Rule[] = [accelerated, canonicalServed, otherNotServed, shieldForNobody];
