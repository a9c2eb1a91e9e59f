import { describe, expect, it } from "vitest";
import { allowsInAccount } from "./policies.ts";

const OURS = "123456789012";
const ROOT = `arn:aws:iam::${OURS}:root`;
const statement = (replace: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS: ROOT },
  Action: ["kms:Put*"],
  Resource: "*",
  ...replace,
});
const may = (...statements: readonly object[]) =>
  allowsInAccount(JSON.stringify({ Version: "2012-10-17", Statement: statements }), OURS, "kms:PutKeyPolicy");

describe("who of the account may change a key's policy afterwards", () => {
  it.each([
    ["the account", {}],
    ["the account by its number", { Principal: { AWS: OURS } }],
    ["one of its roles", { Principal: { AWS: `arn:aws:iam::${OURS}:role/deploy` } }],
    ["everybody", { Principal: "*" }],
    [
      "named roles, by a condition",
      { Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${OURS}:role/*` } } },
    ],
    ["callers of the account", { Condition: { StringEquals: { "kms:CallerAccount": OURS } } }],
    ["calls that no service makes", { Condition: { Null: { "kms:ViaService": "true" } } }],
  ])("%s", (_, replace) => {
    expect(may(statement(replace))).toBe(true);
  });

  it.each([
    ["another action", { Action: "kms:Decrypt" }],
    ["another account", { Principal: { AWS: "arn:aws:iam::999999999999:root" } }],
    ["a service", { Principal: { Service: "logs.amazonaws.com" } }],
    [
      "calls of a service in somebody's name",
      { Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } } },
    ],
    ["any service", { Condition: { Null: { "kms:ViaService": "false" } } }],
    ["grants of services", { Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } }],
    ["callers of another account", { Condition: { StringEquals: { "kms:CallerAccount": "999999999999" } } }],
  ])("nobody, where it is for %s", (_, replace) => {
    expect(may(statement(replace))).toBe(false);
  });

  it("nobody, where it is denied to everybody", () => {
    expect(may(statement(), statement({ Effect: "Deny", Principal: { AWS: "*" } }))).toBe(false);
  });
});
