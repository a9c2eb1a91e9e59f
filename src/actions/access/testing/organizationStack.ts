// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Terraform writes expressions
import type { Organization } from "../../../config/index.ts";
import { policyText, serviceControlPolicies } from "../../../guardrails/index.ts";
import type { SynthesizedStack } from "../../../stacks/index.ts";

/** The organisation's units, accounts and guard rails alone, in one stack as Terraform JSON. */
export function organizationStack(
  organization: Organization,
): Pick<SynthesizedStack, "id" | "inputs" | "configuration"> {
  const target = (unit: string) =>
    unit === "root"
      ? "${aws_organizations_organization.all.roots[0].id}"
      : `\${aws_organizations_organizational_unit.${unit}.id}`;
  const policies = serviceControlPolicies(organization.guardrails);
  const resource = {
    aws_organizations_organization: { all: {} },
    aws_organizations_organizational_unit: Object.fromEntries(
      organization.units.map(({ name, under }) => [name, { name, parent_id: target(under) }]),
    ),
    aws_organizations_account: Object.fromEntries(
      organization.accounts
        .filter(({ unit }) => unit !== "root")
        .map(({ name, account, unit }) => [name, { name, parent_id: target(unit), tags: { account } }]),
    ),
    aws_organizations_policy: Object.fromEntries(
      policies.map(({ name, document }) => [
        name,
        { name, type: "SERVICE_CONTROL_POLICY", content: policyText(document) },
      ]),
    ),
    aws_organizations_policy_attachment: Object.fromEntries(
      policies.flatMap(({ name, targets }) =>
        targets.map((unit) => [
          `${name}-on-${unit}`,
          { policy_id: `\${aws_organizations_policy.${name}.id}`, target_id: target(unit) },
        ]),
      ),
    ),
  };
  const provider = {
    aws: [{ region: organization.homeRegion, allowed_account_ids: [organization.account] }],
  };
  return { id: "organization/test", inputs: [], configuration: { provider, resource } };
}
