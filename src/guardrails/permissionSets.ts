import { DEPLOYER } from "./exemption.ts";
import { operator, recoveries } from "./operator.ts";
import { documentOf, type PolicyDocument } from "./policyDocument.ts";

export type PermissionSetName =
  | "administrator"
  | "billing"
  | "database-operator"
  | "deployer"
  | "operator"
  | "read-only"
  | "security-auditor";

/** What somebody may do in an account for the length of a session. */
export interface PermissionSet {
  readonly name: PermissionSetName;
  readonly description: string;
  /** ISO 8601, at most 12 hours. */
  readonly session: string;
  /** ARNs of AWS's own policies. */
  readonly managedPolicies: readonly string[];
  /** What those do not give or must not give. */
  readonly inlinePolicy?: PolicyDocument;
}

const AWS = "arn:aws:iam::aws:policy";
const JOB = `${AWS}/job-function`;

/** Reads configurations and no data: neither objects nor items nor log events nor secrets. */
const VIEW_ONLY = `${JOB}/ViewOnlyAccess`;

/**
 * The permission sets of the platform. The more one may change, the shorter its session.
 *
 * None of them denies by `aws:MultiFactorAuthPresent`. IAM sets that key when a session is made with a device of
 * IAM's own; Identity Center checks the second factor itself, before it asks for a session, and the key then says
 * false. A denial would shut everybody out and prove nothing. The second factor is asked for at sign-in, by a setting
 * of Identity Center that has no API.
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent,
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/enable-mfa.html; what the key says of Identity Center's
 * sessions is recalled.
 *
 * Managed policies, read November 2026:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
 */
export function permissionSets(platform: string): readonly PermissionSet[] {
  return [
    {
      name: "administrator",
      description: "Everything, where no customer is",
      session: "PT4H",
      managedPolicies: [`${AWS}/AdministratorAccess`],
    },
    {
      name: "billing",
      description: "Bills, budgets and what they are made of",
      session: "PT4H",
      managedPolicies: [`${JOB}/Billing`],
    },
    {
      name: "database-operator",
      description: "Looks at databases, and connects to them as their operator",
      session: "PT2H",
      managedPolicies: [VIEW_ONLY, `${AWS}/AmazonRDSReadOnlyAccess`],
      inlinePolicy: databaseOperator(),
    },
    {
      name: DEPLOYER,
      description: "Deploys the platform by hand, when the pipeline cannot",
      session: "PT2H",
      managedPolicies: [`${AWS}/PowerUserAccess`],
      inlinePolicy: deployer(platform),
    },
    {
      name: "operator",
      description: "Runs the runbooks of a failover, and looks at the rest",
      session: "PT8H",
      managedPolicies: [VIEW_ONLY, `${AWS}/CloudWatchReadOnlyAccess`],
      inlinePolicy: operator(platform),
    },
    {
      name: "read-only",
      description: "Looks at configurations, not at data",
      session: "PT8H",
      managedPolicies: [VIEW_ONLY],
    },
    {
      name: "security-auditor",
      description: "Looks at all that has to do with security",
      session: "PT8H",
      managedPolicies: [`${AWS}/SecurityAudit`, VIEW_ONLY],
    },
  ];
}

/** A user of the database by this name is made in it, and only one who is granted `rds_iam` there can be taken on. */
function databaseOperator(): PolicyDocument {
  return documentOf([
    {
      Sid: "ConnectsAsOperator",
      Effect: "Allow",
      Action: "rds-db:connect",
      Resource: "arn:aws:rds-db:*:*:dbuser:*/database_operator",
    },
  ]);
}

/** PowerUserAccess leaves IAM out; of IAM only the platform's own roles are added, and customers' data are taken away. */
function deployer(platform: string): PolicyDocument {
  return documentOf([
    {
      Sid: "RolesOfThePlatform",
      Effect: "Allow",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:ListRoleTags",
        "iam:PassRole",
        "iam:PutRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      Resource: `arn:aws:iam::*:role/${platform}-*`,
    },
    {
      Sid: "ProfilesOfNodes",
      Effect: "Allow",
      Action: [
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:GetInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:UntagInstanceProfile",
      ],
      Resource: `arn:aws:iam::*:instance-profile/${platform}-*`,
    },
    {
      Sid: "PasswordsOfTheAccount",
      Effect: "Allow",
      Action: [
        "iam:DeleteAccountPasswordPolicy",
        "iam:GetAccountPasswordPolicy",
        "iam:UpdateAccountPasswordPolicy",
      ],
      // The account's one policy, which has no ARN: these actions take no resource.
      // Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
      Resource: "*",
    },
    {
      // PowerUserAccess would let whoever deploys read every table and sign in to every database as any service.
      Sid: "LooksAtNoData",
      Effect: "Deny",
      Action: [
        "dynamodb:BatchGetItem",
        "dynamodb:GetItem",
        "dynamodb:PartiQLSelect",
        "dynamodb:Query",
        "dynamodb:Scan",
        "elasticache:Connect",
        "rds-db:connect",
      ],
      Resource: "*",
    },
    {
      // Whoever makes a recovery does not run it.
      Sid: "RunsNoRecoveries",
      Effect: "Deny",
      Action: ["states:RedriveExecution", "states:StartExecution"],
      Resource: recoveries(platform),
    },
    {
      Sid: "ReadsNoObjectsButStates",
      Effect: "Deny",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      NotResource: `arn:aws:s3:::${platform}-*-tfstate-*/*`,
    },
  ]);
}
