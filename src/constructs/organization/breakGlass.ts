import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js";
import { IamUser } from "@cdktn/provider-aws/lib/iam-user/index.js";
import { IamUserPolicy } from "@cdktn/provider-aws/lib/iam-user-policy/index.js";
import { Construct } from "constructs";
import { policyDocument } from "../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** Path of the users, which sets them apart in policies and in the log. */
const PATH = "/break-glass/";
const SESSION_SECONDS = 3600;

/** Who is concerned, the same for users and roles. */
export interface BreakGlass {
  /** Name of the role, the same in every account: `shop-break-glass`. */
  readonly role: string;
  /** Account of the users, 12 digits. */
  readonly managementAccount: string;
  /** Names of the users. */
  readonly users: readonly string[];
}

export interface BreakGlassUsersProps extends BreakGlass {
  readonly tags: OwnerTags;
}

/**
 * People who can help when Identity Center is away. Users of the management account, which no guard rail binds, with
 * nothing to their name but that they may take on the role for emergencies with a second factor. An AssumeRole
 * is answered by the STS of any region, and IAM's knowledge of users and keys is in every region, so this works while
 * Identity Center's region or us-east-1 is lost. Password, access key and device are made by hand and kept in a
 * safe: made here they would lie in the state.
 * Source: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
export class BreakGlassUsers extends Construct {
  constructor(scope: Construct, id: string, props: BreakGlassUsersProps) {
    super(scope, id);
    for (const name of props.users) {
      const user = new IamUser(this, name, { name, path: PATH, tags: tagsOf(name, props.tags) });
      new IamUserPolicy(this, `${name}-policy`, {
        name: "break-glass",
        user: user.name,
        policy: policyDocument(userStatements(props.role, name)),
      });
    }
  }
}

function userStatements(role: string, name: string): readonly object[] {
  return [
    {
      Sid: "TakesOnTheRoleWithSecondFactor",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      // In every account: which one the emergency is in, nobody knows before.
      Resource: `arn:aws:iam::*:role/${role}`,
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    },
    {
      Sid: "LooksAfterItsOwnSecondFactor",
      Effect: "Allow",
      Action: ["iam:EnableMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice"],
      Resource: `arn:aws:iam::*:user${PATH}${name}`,
    },
  ];
}

export interface BreakGlassRoleProps extends BreakGlass {
  readonly tags: OwnerTags;
}

/**
 * The role for emergencies in one account, made in advance: an administrator for an hour, with a second factor that
 * was given within the hour. Trusts users by name and not by ARN, so that a user that was made again still fits. Guard
 * rails bind it, so even it cannot stop the audit trails; `BreakGlassAlarm` says when it is taken on.
 */
export class BreakGlassRole extends Construct {
  constructor(scope: Construct, id: string, props: BreakGlassRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: props.role,
      description: "Emergencies, when nobody can sign in any other way",
      maxSessionDuration: SESSION_SECONDS,
      assumeRolePolicy: policyDocument([
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${props.managementAccount}:root` },
          Action: "sts:AssumeRole",
          Condition: {
            ArnEquals: {
              "aws:PrincipalArn": props.users.map(
                (user) => `arn:aws:iam::${props.managementAccount}:user${PATH}${user}`,
              ),
            },
            Bool: { "aws:MultiFactorAuthPresent": "true" },
            NumericLessThan: { "aws:MultiFactorAuthAge": String(SESSION_SECONDS) },
          },
        },
      ]),
      tags: tagsOf(props.role, props.tags),
    });
    new IamRolePolicyAttachment(this, "administrator", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    });
  }
}
