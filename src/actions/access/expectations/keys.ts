import type { Expectation } from "../../../access/index.ts";
import type { Place } from "./place.ts";

/** What would make data unreadable for ever, or let somebody decide who reads them. */
const FATAL = ["kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:PutKeyPolicy"];

/**
 * Deleting a key deletes what it encrypts. Nobody that the platform makes may: it is for people who come for it, by
 * a role that the organisation gives them.
 */
export function keyExpectations({ model, environment, platform }: Place): readonly Expectation[] {
  return model.guarded
    .filter(({ account, type }) => account === environment.account && /^aws_kms_(replica_)?key$/.test(type))
    .flatMap(({ id, arn }) =>
      FATAL.map(
        (action): Expectation => ({
          rule: "no role of the platform deletes, disables or opens a key",
          says: `nobody may ${action} on ${id}`,
          wanted: "nobody-but",
          who: administratorsOf(platform, environment.account, model),
          asked: { action, resource: arn, resourceId: id },
        }),
      ),
    );
}

/** People with a wide permission set, and the role for emergencies, where an organisation makes them. */
function administratorsOf(
  { organization }: Place["platform"],
  account: string,
  { identities }: Place["model"],
): readonly string[] {
  if (organization === undefined) return [];
  return identities
    .filter(
      ({ caller, kind, name }) =>
        caller.account === account &&
        ((kind === "permission-set" && /(administrator|deployer)$/.test(name)) ||
          name === organization.guardrails.breakGlassRole ||
          organization.guardrails.deploymentRoles.includes(name)),
    )
    .map(({ caller }) => caller.arn);
}
