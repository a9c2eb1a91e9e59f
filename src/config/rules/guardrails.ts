import { POLICY_LIMITS, policyText, ROOT, serviceControlPolicies } from "../../guardrails/index.ts";
import type { Draft, Located } from "../draft.ts";
import { show } from "../draft.ts";
import { guardrailsOf, homeRegionOf } from "../organization.ts";
import type { OrganizationSettings } from "../organizationSchema.ts";
import { regionsOf } from "../placement.ts";
import { duplicates } from "./duplicates.ts";
import type { Complaint, Rule } from "./rule.ts";

/** Where the control planes of IAM, Route 53, CloudFront and Organizations are, whatever the residency. */
const GLOBAL_REGION = "us-east-1";

function forOrganization(check: (settings: OrganizationSettings, draft: Draft) => readonly Complaint[]) {
  return (draft: Draft) => (draft.organization === undefined ? [] : check(draft.organization, draft));
}

/** Every region that the configuration needs, and where it says so. */
function neededRegions(draft: Draft): readonly Located<string>[] {
  const home = homeRegionOf(draft);
  return [
    ...draft.homes.flatMap(({ where, value }) =>
      regionsOf(value).map((region) => ({ where, value: region })),
    ),
    ...(home === undefined ? [] : [{ where: "organization.homeRegion", value: home }]),
  ];
}

const notAllowed: Rule = {
  code: "config/region-not-allowed",
  check: forOrganization(({ guardrails: { allowedRegions } }, draft) => {
    if (allowedRegions === undefined) return [];
    const missing = neededRegions(draft).filter(({ value }) => !allowedRegions.includes(value));
    return [...Map.groupBy(missing, ({ value }) => value)].map(([region, [first]]) => ({
      where: "organization.guardrails.allowedRegions",
      given: `a list without ${region}, which ${first?.where} needs`,
      wanted: "every region of every home, and the organization's home region",
      fix: `Add ${region}, or take it out of ${first?.where}. Without organization.guardrails.allowedRegions the homes decide.`,
    }));
  }),
};

const denied: Rule = {
  code: "config/region-denied",
  check: forOrganization(({ guardrails: { deniedRegions } }, draft) => {
    const needed = neededRegions(draft);
    return deniedRegions.flatMap((region, index) => {
      const need = needed.find(({ value }) => value === region);
      if (need === undefined) return [];
      return {
        where: `organization.guardrails.deniedRegions[${index}]`,
        given: `${show(region)}, which ${need.where} needs`,
        wanted: "regions that nothing of the platform is in",
        fix: `Remove it, or take ${region} out of ${need.where}.`,
      };
    });
  }),
};

/** A residency elsewhere is kept all the same: of us-east-1 only global services are open then, by the policy's own list. */
const globalDenied: Rule = {
  code: "config/global-services-denied",
  check: forOrganization(({ guardrails: { deniedRegions } }, draft) =>
    deniedRegions.flatMap((region, index) => {
      if (region !== GLOBAL_REGION || neededRegions(draft).some(({ value }) => value === region)) return [];
      return {
        where: `organization.guardrails.deniedRegions[${index}]`,
        given: show(region),
        wanted: `no mention of ${region}: IAM, Organizations, Route 53 and CloudFront answer there for all regions, and CloudFront's certificate and firewall can be nowhere else`,
        fix: "Remove it. While no home has us-east-1, the guard rail leaves nothing open there but those services, and none of them keeps customers' data.",
      };
    }),
  ),
};

/** Of what AWS is really sent: a policy over the limit fails in the middle of a deployment. */
const tooLong: Rule = {
  code: "config/service-control-policy-too-long",
  check: forOrganization((settings, draft) =>
    serviceControlPolicies(guardrailsOf(draft, settings)).flatMap(({ name, document }) => {
      const characters = policyText(document).length;
      if (characters <= POLICY_LIMITS.characters) return [];
      const { where, fix } = remedy(settings, name);
      return {
        where,
        given: `${characters} characters, in policy ${name}`,
        wanted: `at most ${POLICY_LIMITS.characters}, the limit of AWS for a service control policy`,
        fix,
      };
    }),
  ),
};

/** What makes a policy long is what is written down for it. */
function remedy(settings: OrganizationSettings, policy: string): { where: string; fix: string } {
  const own = settings.guardrails.statements.findIndex(({ unit }) => policy === `own-${unit}`);
  if (own >= 0) {
    return {
      where: `organization.guardrails.statements[${own}]`,
      fix: `Name actions with *, or move statements to another unit: each unit's are a policy of their own, and ${ROOT}'s bind all.`,
    };
  }
  if (policy === "regions") {
    return {
      where: "organization.guardrails.allowedRegions",
      fix: "Name fewer regions.",
    };
  }
  return {
    where: "organization.deploymentRoles",
    fix: "Name fewer roles, or one with * that they share.",
  };
}

const sidTaken: Rule = {
  code: "config/statement-id-taken",
  check: forOrganization(({ guardrails: { statements } }) =>
    duplicates(
      statements.map(({ unit, sid }, index) => ({
        where: `organization.guardrails.statements[${index}]`,
        value: `${unit} ${sid}`,
      })),
    ).map(({ where, value, first }) => ({
      where: `${where}.sid`,
      given: show(value.split(" ")[1]),
      wanted: `an id that does not stand at ${first} already: both are in one policy`,
      fix: "Give it an id of its own.",
    })),
  ),
};

export const GUARDRAIL_RULES: readonly Rule[] = [notAllowed, denied, globalDenied, tooLong, sidTaken];
