import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { idsOf, type RoleProps, roleOf, trustIn } from "./role.ts";

const ours = { StringEquals: { "aws:SourceAccount": NAMING.account } };

const role = (more: Partial<RoleProps> = {}) =>
  synthesised((scope) => {
    roleOf(scope, {
      naming: NAMING,
      thing: "copies",
      trust: trustIn("s3.amazonaws.com"),
      tags: TAGS,
      ...more,
    });
  });

describe("a role of an environment", () => {
  it("is named and tagged as everything of the environment is, and is taken on by that service alone", () => {
    const { assume_role_policy, ...rest } = role().only("aws_iam_role");
    expect(rest).toMatchObject({ name: "shop-production-copies", tags: { owner: TAGS.owner } });
    expect(policyIn(assume_role_policy).Statement).toEqual([
      { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });

  it("may be taken on under a condition", () => {
    const { assume_role_policy } = role({ trust: trustIn("s3.amazonaws.com", ours) }).only("aws_iam_role");
    expect(policyIn(assume_role_policy).Statement).toMatchObject([{ Condition: ours }]);
  });

  it("has no policy of its own where it may do nothing, and one of its own name or of another otherwise", () => {
    const statements = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }];
    expect(role().types).toEqual(["aws_iam_role"]);
    const own = role({ statements }).only("aws_iam_role_policy");
    expect(own.name).toBe("copies");
    expect(policyIn(own.policy).Statement).toEqual(statements);
    expect(role({ statements, policyName: "other" }).only("aws_iam_role_policy").name).toBe("other");
  });

  it("stands in the state under the ids that it is given, with AWS's policies under theirs", () => {
    const { all } = role({
      ids: idsOf("copies"),
      statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }],
      managed: { "copies-read": "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    });
    expect(Object.keys(all("aws_iam_role"))).toEqual(["copies"]);
    expect(Object.keys(all("aws_iam_role_policy"))).toEqual(["copies-policy"]);
    expect(Object.keys(all("aws_iam_role_policy_attachment"))).toEqual(["copies-read"]);
  });
});
