import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { browserAlarms } from "./alarms/browsers.ts";
import { BrowserMonitor } from "./browser/browserMonitor.ts";
import { BrowserRole } from "./browser/browserRole.ts";
import { browserStatements } from "./browser/names.ts";

const built = (cookies: boolean, samplePercent = 5) =>
  synthesised((scope) => {
    new BrowserMonitor(scope, "browsers", {
      naming: NAMING,
      domain: "shop.example.com",
      samplePercent,
      cookies,
      tags: TAGS,
    });
  });

describe("customers' browsers", () => {
  it("report as guests, as often as asked, from every host of the domain", () => {
    expect(built(false).only("aws_rum_app_monitor")).toMatchObject({
      name: "shop-production-browsers",
      domain: "*.shop.example.com",
      cw_log_enabled: false,
      app_monitor_configuration: {
        session_sample_rate: 0.05,
        guest_role_arn: "arn:aws:iam::111111111111:role/shop-production-browsers",
        identity_pool_id: expect.stringContaining("aws_cognito_identity_pool"),
      },
    });
    expect(built(false).only("aws_cognito_identity_pool")).toMatchObject({
      allow_unauthenticated_identities: true,
      allow_classic_flow: true,
    });
  });

  it.each([true, false])("are remembered by cookies only when asked to be (%s)", (cookies) => {
    expect(built(cookies).only("aws_rum_app_monitor")).toMatchObject({
      app_monitor_configuration: { allow_cookies: cookies },
    });
  });

  it("may report to the monitors, and do nothing else in AWS", () => {
    const role = synthesised((scope) => {
      new BrowserRole(scope, "browsers", {
        naming: NAMING,
        poolIds: { "us-east-1": "us-east-1:a", "eu-west-1": "eu-west-1:b" },
        tags: TAGS,
      });
    });
    expect(policyIn(role.only("aws_iam_role_policy").policy).Statement).toEqual([
      {
        Sid: "ReportToTheMonitors",
        Effect: "Allow",
        Action: "rum:PutRumEvents",
        Resource: [
          "arn:aws:rum:us-east-1:111111111111:appmonitor/shop-production-browsers",
          "arn:aws:rum:eu-west-1:111111111111:appmonitor/shop-production-browsers",
        ],
      },
    ]);
    expect(policyIn(role.only("aws_iam_role").assume_role_policy).Statement).toMatchObject([
      {
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": ["us-east-1:a", "eu-west-1:b"] },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
        },
      },
    ]);
  });

  it("are told of their monitor by the service that makes their pages", () => {
    expect(browserStatements(NAMING, ["us-east-1"])).toMatchObject([
      {
        Action: "rum:GetAppMonitor",
        Resource: ["arn:aws:rum:us-east-1:111111111111:appmonitor/shop-production-browsers"],
      },
    ]);
  });

  it("tell of scripts by what is usual, and of slow pages by what drives people away", () => {
    expect(
      browserAlarms(NAMING).alarms.map(({ name, sounds, threshold }) => [name, sounds, threshold]),
    ).toEqual([
      ["browsers-errors", "above-band", 3],
      ["browsers-slow", "above", 4000],
    ]);
  });
});
