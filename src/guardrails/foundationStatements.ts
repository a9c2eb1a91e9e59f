import { butForDeployment, deploymentRoleArns } from "./exemption.ts";
import type { PolicyStatement } from "./policyDocument.ts";

export interface FoundationProps {
  /** Names of the roles that deploy. */
  readonly deploymentRoles: readonly string[];
  /** Name of the role for emergencies, the same in every account. */
  readonly breakGlassRole: string;
}

/** What no account may do to itself: be its root user, leave, make people with keys, change who guards it. */
export function foundationStatements(props: FoundationProps): readonly PolicyStatement[] {
  const { deploymentRoles, breakGlassRole } = props;
  return [
    {
      // A session of AssumeRoot, which the management account takes on to mend a member, is let by.
      // Source: https://github.com/aws-samples/service-control-policy-examples (Privileged-access-controls)
      Sid: "NoRootUser",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: {
        ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" },
        Null: { "aws:AssumedRoot": "true" },
      },
    },
    {
      Sid: "NoLeaving",
      Effect: "Deny",
      Action: "organizations:LeaveOrganization",
      Resource: "*",
    },
    {
      // People come through Identity Center, machines through roles, emergencies from the management account.
      Sid: "NoUsersWithKeys",
      Effect: "Deny",
      Action: ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateUser"],
      Resource: "*",
    },
    {
      Sid: "OnlyDeploymentChangesAccount",
      Effect: "Deny",
      Action: [
        "account:DisableRegion",
        "account:EnableRegion",
        "ec2:DisableEbsEncryptionByDefault",
        "ec2:DisableImageBlockPublicAccess",
        "ec2:DisableSnapshotBlockPublicAccess",
        "ec2:ModifyInstanceMetadataDefaults",
        "iam:DeleteAccountPasswordPolicy",
        "iam:UpdateAccountPasswordPolicy",
        "s3:PutAccountPublicAccessBlock",
      ],
      Resource: "*",
      Condition: butForDeployment(deploymentRoles),
    },
    {
      // Who may write these roles may become them, and is then let by wherever they are.
      Sid: "OnlyDeploymentChangesItsRoles",
      Effect: "Deny",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
      ],
      Resource: [...deploymentRoleArns(deploymentRoles), `arn:aws:iam::*:role/${breakGlassRole}`],
      Condition: butForDeployment(deploymentRoles),
    },
  ];
}
