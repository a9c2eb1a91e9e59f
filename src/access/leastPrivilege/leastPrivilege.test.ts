import { describe, expect, it } from "vitest";
import { allow, deny, policy } from "../testing/requests.ts";
import { leastPrivilege, type WildcardReason } from "./leastPrivilege.ts";
import { AWS_REASONS, OWN_REASONS } from "./reasons.ts";
import { isWide, wildcardsOf } from "./wildcards.ts";

describe("isWide", () => {
  it.each([
    ["*", true],
    ["arn:aws:s3:::*", true],
    ["arn:aws:s3:::photos*", true],
    ["arn:aws:s3:::photos/*", false],
    ["arn:aws:s3:::photos", false],
    ["arn:aws:kms:eu-west-1:111122223333:key/*", true],
    ["arn:aws:dynamodb:*:111122223333:table/orders", true],
    ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*", false],
    ["arn:aws:dynamodb:eu-west-1:111122223333:table/*", true],
    ["arn:aws:logs:eu-west-1:111122223333:log-group:*", true],
    ["arn:aws:logs:eu-west-1:111122223333:log-group:orders:*", false],
    ["arn:aws:sns:eu-west-1:111122223333:*", true],
    ["arn:aws:iam::*:role/shop", true],
    ["arn:aws:iam::111122223333:user/$" + "{aws:username}", false],
  ])("%s: %s", (resource, wide) => {
    expect(isWide(resource)).toBe(wide);
  });
});

describe("leastPrivilege", () => {
  const reason: WildcardReason = {
    id: "test",
    of: "resource",
    text: "*",
    actions: ["ec2:Describe*"],
    because: "Describing takes no resource.",
    source: "https://docs.aws.amazon.com/",
  };
  const of = (statement: object, reasons: readonly WildcardReason[] = [reason]) =>
    leastPrivilege([policy("identity", statement)], reasons);

  it("wants a reason for every wildcard of an action, a resource, a principal, and for every exception", () => {
    const all = [
      allow("s3:Get*", "arn:aws:s3:::photos"),
      allow("s3:GetObject", "*"),
      { Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:s3:::photos" },
      { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::photos" },
      { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::photos", Principal: "*" },
    ];
    expect(wildcardsOf([policy("resource", ...all)]).map((each) => each.of)).toEqual([
      "action",
      "resource",
      "everything-but",
      "everything-but",
      "principal",
    ]);
  });

  it("wants none for a Deny, nor for what lies in one thing", () => {
    expect(
      wildcardsOf([policy("identity", deny("*"), allow("s3:GetObject", "arn:aws:s3:::photos/*"))]),
    ).toEqual([]);
  });

  it("takes a reason for what it names, and for nothing beside it", () => {
    expect(of(allow("ec2:DescribeVpcs")).unexplained).toEqual([]);
    expect(of(allow(["ec2:DescribeVpcs", "ec2:RunInstances"])).unexplained).toHaveLength(1);
    expect(of(allow("ec2:DescribeVpcs", "arn:aws:ec2:*:*:vpc/*")).unexplained).toHaveLength(1);
    expect(of(allow("ec2:Describe*")).unexplained.map((each) => each.of)).toEqual(["action"]);
  });

  it("wants the condition, the statement and the kind of policy that a reason names", () => {
    const narrow = {
      ...reason,
      conditions: ["aws:RequestedRegion"],
      sids: ["Look"],
      kinds: ["identity"] as const,
    };
    const condition = { Condition: { StringEquals: { "AWS:RequestedRegion": "eu-west-1" } } };
    expect(of({ ...allow("ec2:DescribeVpcs"), ...condition, Sid: "Look" }, [narrow]).unexplained).toEqual([]);
    expect(of({ ...allow("ec2:DescribeVpcs"), Sid: "Look" }, [narrow]).unexplained).toHaveLength(1);
    expect(of({ ...allow("ec2:DescribeVpcs"), ...condition }, [narrow]).unexplained).toHaveLength(1);
    expect(of(allow("ec2:DescribeVpcs"), [{ ...reason, kinds: ["resource"] }]).unexplained).toHaveLength(1);
  });

  it("tells the reasons that explain nothing", () => {
    expect(of(allow("s3:GetObject", "arn:aws:s3:::photos/*")).stale).toEqual([reason]);
    const optional = { ...reason, optional: true };
    expect(of(allow("s3:GetObject", "arn:aws:s3:::photos/*"), [optional]).stale).toEqual([]);
  });

  it("has reasons with ids of their own, a sentence and a source", () => {
    const reasons = [...AWS_REASONS, ...OWN_REASONS];
    expect(new Set(reasons.map(({ id }) => id)).size).toBe(reasons.length);
    for (const { because, source } of reasons) {
      expect(because).toMatch(/\.$/);
      expect(source).toMatch(/^(https:|src\/)/);
    }
  });
});
