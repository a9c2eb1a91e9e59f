import type { Resource } from "../../graph/index.ts";
import { HOLE } from "../matching/pattern.ts";
import { readPolicy } from "../policy/parse.ts";
import type { Policy } from "../policy/policy.ts";
import { policyAt } from "./documents.ts";
import { attached, type Identity } from "./identities.ts";
import { isManagedByAws, managedPolicy } from "./managedPolicies.ts";
import { accountAt } from "./organization.ts";
import type { Reader } from "./reader.ts";

/**
 * The roles that Identity Center makes of permission sets, one for each account to which a set is assigned. A set
 * that is assigned nowhere reaches nothing, so it gives none.
 * Source of the role's name: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function permissionSetRoles(reader: Reader): readonly Identity[] {
  return reader.managed("aws_ssoadmin_permission_set").flatMap((set) => {
    const accounts = new Set(
      reader
        .managed("aws_ssoadmin_account_assignment")
        .filter((each) => belongs(each, set, reader))
        .map((each) => accountAt(each, "target_id", reader)),
    );
    return [...accounts].sort().map((account) => roleIn(account, set, reader));
  });
}

function roleIn(account: string, set: Resource, reader: Reader): Identity {
  const name = reader.text(set, "name") ?? HOLE;
  const arn = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${HOLE}AWSReservedSSO_${name}_${HOLE}`;
  const boundary = boundaryOf(set, reader);
  return {
    id: set.id,
    kind: "permission-set",
    name: `permission set ${name === HOLE ? set.address : name}`,
    caller: { kind: "role", arn, account },
    policies: policiesOf(set, reader),
    ...(boundary === undefined ? {} : { boundary }),
    trust: {
      id: set.id,
      attribute: "trust",
      kind: "trust",
      name: `Identity Center's trust of ${name}`,
      document: readPolicy({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "IdentityCenter",
            Effect: "Allow",
            Principal: { Federated: `arn:aws:iam::${account}:saml-provider/AWSSSO` },
            Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
          },
        ],
      }),
    },
  };
}

function policiesOf(set: Resource, reader: Reader): readonly Policy[] {
  const of = (type: string) => reader.managed(type).filter((each) => belongs(each, set, reader));
  return [
    ...of("aws_ssoadmin_permission_set_inline_policy").flatMap(
      (each) => policyAt(each, "inline_policy", "identity", reader, each.id) ?? [],
    ),
    ...of("aws_ssoadmin_managed_policy_attachment").map((each) =>
      managedAt(each, "managed_policy_arn", "identity", reader),
    ),
    ...of("aws_ssoadmin_customer_managed_policy_attachment").map((each) =>
      customerPolicy(each, "identity", reader),
    ),
  ];
}

function boundaryOf(set: Resource, reader: Reader): Policy | undefined {
  const [each] = reader
    .managed("aws_ssoadmin_permissions_boundary_attachment")
    .filter((attachment) => belongs(attachment, set, reader));
  if (each === undefined) return undefined;
  const arn =
    reader.text(each, "permissions_boundary[0].managed_policy_arn") ??
    reader.text(each, "permissions_boundary.managed_policy_arn");
  return arn === undefined ? customerPolicy(each, "boundary", reader) : managedPolicy(arn, "boundary");
}

function managedAt(each: Resource, argument: string, kind: "identity", reader: Reader): Policy {
  const arn = reader.text(each, argument) ?? HOLE;
  return isManagedByAws(arn) ? managedPolicy(arn, kind) : attached(each, argument, kind, reader);
}

/** Named only, in the account to which the set is assigned: the policy of that name may differ between accounts. */
function customerPolicy(each: Resource, kind: "identity" | "boundary", reader: Reader): Policy {
  const name = `the policy that ${each.id} names`;
  const ours = reader.targets(each, "customer_managed_policy_reference", "aws_iam_policy")[0];
  const policy = ours === undefined ? undefined : policyAt(ours, "policy", kind, reader, ours.id);
  return (
    policy ?? {
      id: each.id,
      attribute: "customer_managed_policy_reference",
      kind,
      name,
      document: undefined,
      missing: `the document of ${name}`,
    }
  );
}

function belongs(each: Resource, set: Resource, reader: Reader): boolean {
  if (
    reader.targets(each, "permission_set_arn", "aws_ssoadmin_permission_set").some(({ id }) => id === set.id)
  )
    return true;
  const [named, arn] = [reader.text(each, "permission_set_arn"), reader.text(set, "arn")];
  return named !== undefined && named !== HOLE && named === arn;
}
