import { quick, recalled, type TimingFigure } from "../figure.ts";

/** Creation of accounts, what binds them, and who may sign in. None of it is in the way of a new environment. Seconds. */
export const ORGANIZATION: readonly TimingFigure[] = [
  {
    id: "aws_organizations_organization",
    type: "aws_organizations_organization",
    typical: 20,
    pessimistic: 60,
    origin: recalled(
      "each trusted service and kind of policy is turned on by a call of its own, and waited for",
    ),
  },
  {
    id: "aws_organizations_account",
    type: "aws_organizations_account",
    typical: 60,
    pessimistic: 300,
    origin: recalled("AWS makes an account in minutes, and promises none"),
  },
  {
    id: "aws_ssoadmin_account_assignment",
    type: "aws_ssoadmin_account_assignment",
    typical: 15,
    pessimistic: 60,
    origin: recalled("until the role is in the account; many at once are made one after another"),
  },
  ...quick(2, 6, [
    "aws_organizations_delegated_administrator",
    "aws_organizations_organizational_unit",
    "aws_organizations_policy",
    "aws_organizations_policy_attachment",
  ]),
  ...quick(2, 10, [
    "aws_identitystore_group",
    "aws_ssoadmin_managed_policy_attachment",
    "aws_ssoadmin_permission_set",
    "aws_ssoadmin_permission_set_inline_policy",
  ]),
  ...quick(2, 4, [
    "aws_iam_account_password_policy",
    "aws_iam_organizations_features",
    "aws_iam_user",
    "aws_iam_user_policy",
  ]),
];
