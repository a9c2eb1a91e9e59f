import { describe, expect, it } from "vitest";
import { permissionSets } from "../../guardrails/index.ts";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { AccountBaseline } from "./accountBaseline.ts";
import { BreakGlassRole, BreakGlassUsers } from "./breakGlass.ts";
import { BreakGlassAlarm } from "./breakGlassAlarm.ts";
import { IdentityCenterAccess } from "./identityCenterAccess.ts";

const breakGlass = {
  role: "shop-break-glass",
  managementAccount: "444444444444",
  users: ["emergency-1", "emergency-2"],
};

describe("the role for emergencies", () => {
  const trust = () => {
    const stack = synthesised((scope) => {
      new AccountBaseline(scope, "baseline", { breakGlass, tags: TAGS });
    });
    return policyIn(stack.only("aws_iam_role").assume_role_policy).Statement;
  };

  it("is taken on only by the users for emergencies, with a second factor that is not older than the session", () => {
    expect(trust()).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444444444444:root" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnEquals: {
            "aws:PrincipalArn": [
              "arn:aws:iam::444444444444:user/break-glass/emergency-1",
              "arn:aws:iam::444444444444:user/break-glass/emergency-2",
            ],
          },
          Bool: { "aws:MultiFactorAuthPresent": "true" },
          NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
        },
      },
    ]);
  });

  it("makes an administrator, for an hour at most", () => {
    const stack = synthesised((scope) => {
      new BreakGlassRole(scope, "role", { ...breakGlass, tags: TAGS });
    });
    const [id] = Object.keys(stack.all("aws_iam_role"));
    expect(stack.only("aws_iam_role")).toMatchObject({ name: breakGlass.role, max_session_duration: 3600 });
    expect(stack.only("aws_iam_role_policy_attachment")).toMatchObject({
      role: `\${aws_iam_role.${id}.name}`,
      policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
    });
  });

  it("needs neither Identity Center nor a region to be taken on", () => {
    expect(JSON.stringify(trust())).not.toMatch(/sso|saml|us-east-1|eu-west-1/i);
  });
});

describe("the users for emergencies", () => {
  const stack = synthesised((scope) => {
    new BreakGlassUsers(scope, "users", { ...breakGlass, tags: TAGS });
  });

  it("may do nothing without a second factor but set one up", () => {
    for (const { policy } of Object.values(stack.all("aws_iam_user_policy"))) {
      const [assume, device] = policyIn(policy).Statement;
      expect(assume).toMatchObject({
        Action: "sts:AssumeRole",
        Resource: "arn:aws:iam::*:role/shop-break-glass",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      });
      expect(device?.Resource).toMatch(/^arn:aws:iam::\*:user\/break-glass\/emergency-\d$/);
    }
  });

  it("are made without password or key, which would lie in the state", () => {
    expect(stack.types).toEqual(["aws_iam_user", "aws_iam_user_policy"]);
  });
});

describe("the alarm of the role for emergencies", () => {
  it("hears of every attempt in its region, and wakes somebody", () => {
    const stack = synthesised((scope) => {
      new BreakGlassAlarm(scope, "alarm", {
        naming: NAMING,
        region: "eu-west-1",
        role: breakGlass.role,
        tags: TAGS,
      });
    });
    expect(JSON.parse(String(stack.only("aws_cloudwatch_event_rule").event_pattern))).toMatchObject({
      detail: {
        eventName: ["AssumeRole"],
        requestParameters: { roleArn: ["arn:aws:iam::111111111111:role/shop-break-glass"] },
      },
    });
    expect(stack.only("aws_cloudwatch_event_target").arn).toMatch(/^arn:aws:sns:eu-west-1:.*-critical$/);
  });
});

describe("passwords", () => {
  it("are long and never used again, as the benchmark of CIS asks", () => {
    const stack = synthesised((scope) => {
      new AccountBaseline(scope, "baseline", { breakGlass, tags: TAGS });
    });
    const policy = stack.only("aws_iam_account_password_policy");
    expect(policy.minimum_password_length).toBeGreaterThanOrEqual(14);
    expect(policy.password_reuse_prevention).toBe(24);
  });
});

describe("access through Identity Center", () => {
  const accessOf = (group = "platform-team") =>
    synthesised((scope) => {
      new IdentityCenterAccess(scope, "access", {
        instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef",
        identityStoreId: "d-1234567890",
        permissionSets: permissionSets("shop"),
        groups: [
          { name: "platform-team", id: undefined },
          { name: "finance", id: "group-of-the-provider" },
        ],
        assignments: [
          { group, permissions: "deployer", account: "production", accountId: "111111111111" },
          { group: "finance", permissions: "billing", account: "management", accountId: "444444444444" },
        ],
        tags: TAGS,
      });
    });

  it("makes the groups that no identity provider keeps", () => {
    const stack = accessOf();
    expect(stack.only("aws_identitystore_group").display_name).toBe("platform-team");
    const principals = Object.values(stack.all("aws_ssoadmin_account_assignment")).map(
      ({ principal_id }) => principal_id,
    );
    expect(principals).toContain("group-of-the-provider");
  });

  it("assigns a set only after all that it consists of is attached", () => {
    const deployer = Object.entries(accessOf().all("aws_ssoadmin_account_assignment")).find(([name]) =>
      name.includes("deployer"),
    );
    expect(deployer?.[1].depends_on).toHaveLength(2);
  });

  it("fails for a group that it does not know", () => {
    expect(() => accessOf("platform-taem")).toThrow(/no group platform-taem/);
  });
});
