import { budgetFindings } from "./budgetFindings.ts";
import type { Finding } from "./finding.ts";
import type { Platform } from "./platform.ts";

export type { Finding, Severity } from "./finding.ts";

/** What contradicts itself in a platform that breaks no rule. Empty when nothing does. */
export function findings(platform: Platform): readonly Finding[] {
  return [
    ...homesWithoutRecovery(platform),
    ...budgetFindings(platform),
    ...unseenOnFargate(platform),
    ...writtenExceptions(platform),
  ];
}

/**
 * GuardDuty's agent runs on nodes, and on Fargate for ECS alone.
 * Source: https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring.html, read November 2026.
 */
function unseenOnFargate({ services, environments }: Platform): readonly Finding[] {
  const names = services.filter(({ runsOn }) => runsOn === "fargate").map(({ name }) => name);
  if (names.length === 0 || environments.every(({ detection }) => detection !== "full")) return [];
  return [
    {
      code: "config/fargate-unseen",
      severity: "note",
      where: "services",
      text: `GuardDuty does not see what runs inside pods on Fargate: ${names.join(", ")}. Its other sources, the network and the audit log of the cluster among them, see these pods as well.`,
      fix: "Take it into account, or let the service run on nodes.",
    },
  ];
}

/** Said every time, so that what was decided once is not forgotten. */
function writtenExceptions({ exceptions }: Platform): readonly Finding[] {
  return exceptions.map(({ rule, of, reason, owner, expires }) => ({
    code: "config/exception",
    severity: "note",
    where: `exceptions: ${rule} of ${of}`,
    text: `${of} breaks ${rule} on purpose: ${reason} (${owner}, until ${expires}).`,
    fix: `Keep the rule, or have ${owner} decide again before ${expires}.`,
  }));
}

/** A home of one region keeps its residency or its data when that region is lost, not both. */
function homesWithoutRecovery(platform: Platform): readonly Finding[] {
  return platform.homes.flatMap(({ name, regions, recovery }): readonly Finding[] => {
    const [only, ...others] = [...regions, ...recovery];
    if (only === undefined || others.length > 0) return [];
    const stranded = platform.environments
      .flatMap(({ stores }) => stores)
      .filter(({ partition, copies }) => partition === name && copies.length === 0);
    const ids = [...new Set(stranded.map(({ id }) => id))];
    if (ids.length === 0) return [];
    return [
      {
        code: "config/home-without-recovery",
        severity: "error",
        where: `homes.${name}`,
        text: `${only} is the only region of ${name}. When it is lost, ${ids.join(", ")} cannot be recovered: there is nowhere else inside the declared residency to hold a copy.`,
        fix: `Add a recovery region to homes.${name}, or declare for each store a transfer that lets a copy be kept elsewhere.`,
      },
    ];
  });
}
