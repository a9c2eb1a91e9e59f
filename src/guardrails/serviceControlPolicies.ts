import { auditStatements } from "./auditStatements.ts";
import { dataStatements } from "./dataStatements.ts";
import { foundationStatements } from "./foundationStatements.ts";
import { documentOf, type PolicyDocument, type PolicyStatement } from "./policyDocument.ts";
import { regionStatements } from "./regionStatements.ts";
import { sandboxStatements } from "./sandboxStatements.ts";

/** The top of an organization, above all units. */
export const ROOT = "root";

/**
 * AWS's limits for service control policies: characters of a policy, and policies of one root, unit or account,
 * AWS's own `FullAWSAccess` among them.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html, read November 2026.
 */
export const POLICY_LIMITS = { characters: 5120, onOneTarget: 5 } as const;

/** A statement of the user's own: it denies, as everything here does. */
export interface OwnStatement {
  /** Unit that it binds, or `root` for all accounts but the management account. */
  readonly unit: string;
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: PolicyStatement["Condition"];
}

export interface ServiceControlProps {
  /** Regions in which accounts may have something. */
  readonly allowedRegions: readonly string[];
  /** Names of the roles that deploy. */
  readonly deploymentRoles: readonly string[];
  /** Name of the role for emergencies, the same in every account. */
  readonly breakGlassRole: string;
  /** Pattern of the names of the buckets that keep audit logs. */
  readonly auditBuckets: string;
  readonly own: readonly OwnStatement[];
}

export interface ServiceControlPolicy {
  /** `foundation`, `regions`, `own-production`. */
  readonly name: string;
  readonly description: string;
  /** Units that it binds, `root` for all accounts but the management account, which no such policy binds. */
  readonly targets: readonly string[];
  readonly document: PolicyDocument;
}

/**
 * All service control policies of an organization. Pure, so that what is emitted can be judged before it is sent.
 * They only deny: `FullAWSAccess`, which AWS attaches everywhere, stays, and IAM decides what is granted.
 */
export function serviceControlPolicies(props: ServiceControlProps): readonly ServiceControlPolicy[] {
  const policy = (
    name: string,
    description: string,
    targets: readonly string[],
    statements: readonly PolicyStatement[],
  ): ServiceControlPolicy => ({ name, description, targets, document: documentOf(statements) });
  const members = ["infrastructure", "sandbox", "security", "workloads"];
  return [
    policy(
      "foundation",
      "No root user, no leaving, no users with keys, no change of what guards the account",
      [ROOT],
      foundationStatements(props),
    ),
    policy("audit", "Audit trails and detectors cannot be stopped", [ROOT], auditStatements(props)),
    policy(
      "regions",
      "Only the regions of the declared residencies",
      [ROOT],
      regionStatements(props.allowedRegions),
    ),
    policy("data", "Instances need tokens; nothing public, nothing unencrypted", members, dataStatements()),
    policy("sandbox", "No promises to pay, no way into other networks", ["sandbox"], sandboxStatements()),
    ...ownPolicies(props.own, policy),
  ];
}

function ownPolicies(
  own: readonly OwnStatement[],
  policy: (
    name: string,
    description: string,
    targets: readonly string[],
    statements: readonly PolicyStatement[],
  ) => ServiceControlPolicy,
): readonly ServiceControlPolicy[] {
  return [...Map.groupBy(own, ({ unit }) => unit)].map(([unit, statements]) =>
    policy(
      `own-${unit}`,
      `Own rules of ${unit}`,
      [unit],
      statements.map(({ sid, actions, resources, condition }) => ({
        Sid: sid,
        Effect: "Deny",
        Action: actions,
        Resource: resources,
        ...(condition === undefined ? {} : { Condition: condition }),
      })),
    ),
  );
}
