import { describe, expect, it } from "vitest";
import { modelOf, text } from "../testing/graphs.ts";
import { ACCOUNT, allow, deny } from "../testing/requests.ts";
import { reviewRows } from "./reviewRows.ts";

const trust = (more: object = {}) =>
  text({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole", ...more });
const factor = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

describe("reviewRows", () => {
  it("gives a line for each grant, in words and as written, and none for what is denied", () => {
    const policy = text(
      { ...allow(["s3:GetObject", "s3:PutObject", "kms:Decrypt"], "arn:aws:s3:::photos/*"), Sid: "Photos" },
      deny("s3:*"),
    );
    const [row, ...others] = reviewRows(
      modelOf({
        aws_iam_role: { r: { name: "r", assume_role_policy: trust(), inline_policy: { name: "i", policy } } },
      }),
    );
    expect(row).toEqual({
      principal: "r",
      kind: "role",
      account: ACCOUNT,
      words: "s3: reads, and acts or changes; kms: acts or changes",
      actions: "s3:GetObject s3:PutObject kms:Decrypt",
      resources: "arn:aws:s3:::photos/*",
      through: "test:aws_iam_role.r, Photos",
      conditions: "",
      secondFactor: "not wanted",
    });
    expect(others.map(({ principal, actions, resources }) => [principal, actions, resources])).toEqual([
      ["ec2.amazonaws.com", "sts:AssumeRole", `arn:aws:iam::${ACCOUNT}:role/r`],
    ]);
  });

  it("tells where a second factor is wanted: for the grant, to take the role on, or nowhere", () => {
    const of = (role: object) =>
      reviewRows(modelOf({ aws_iam_role: { r: { name: "r", ...role } } })).map(
        ({ secondFactor }) => secondFactor,
      );
    const inline = (more: object) => ({
      inline_policy: { name: "i", policy: text(allow("s3:GetObject", "*", more)) },
    });
    expect(of({ assume_role_policy: trust(), ...inline(factor) })).toEqual(["wanted", "not wanted"]);
    expect(of({ assume_role_policy: trust(factor), ...inline({}) })).toEqual([
      "wanted to take the role on",
      "wanted",
    ]);
    expect(of({ assume_role_policy: trust(), ...inline({}) })).toEqual(["not wanted", "not wanted"]);
  });

  it("lists whoever may do nothing, and says of an unread policy that it is not known", () => {
    const blocks = {
      aws_iam_role: {
        r: { name: "r", assume_role_policy: trust() },
        s: { name: "s", assume_role_policy: trust() },
      },
      aws_iam_role_policy: { x: { role: "s", policy: "{" } },
    };
    expect(
      reviewRows(modelOf(blocks))
        .map(({ principal, words }) => [principal, words])
        .slice(0, 2),
    ).toEqual([
      ["r", "may do nothing"],
      ["s", "not known"],
    ]);
  });

  it("lists everybody to whom a resource's policy is open", () => {
    const rows = reviewRows(
      modelOf({
        aws_s3_bucket: { b: { bucket: "photos" } },
        aws_s3_bucket_policy: {
          p: { bucket: "photos", policy: text({ ...allow("s3:GetObject"), Principal: "*" }) },
        },
      }),
    );
    expect(rows).toMatchObject([
      { principal: "everybody", kind: "anybody", resources: "arn:aws:s3:::photos" },
    ]);
  });
});
