import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { ObservabilityLink } from "./shared/observabilityLink.ts";
import { ObservabilitySink } from "./shared/observabilitySink.ts";
import type { SharedTelemetry } from "./shared/telemetry.ts";

const made = (...shares: SharedTelemetry[]) =>
  synthesised((scope) => {
    new ObservabilitySink(scope, "sink", {
      naming: NAMING,
      accounts: ["111111111111", "222222222222"],
      shares,
      tags: TAGS,
    });
    new ObservabilityLink(scope, "link", { sinkArn: "arn:sink", shares, tags: TAGS });
  });

describe("what accounts let another see", () => {
  it("is allowed to the accounts that are named only, and of no other kind than is shared", () => {
    const { policy } = made("metrics", "traces").only("aws_oam_sink_policy");
    expect(policyIn(policy).Statement).toEqual([
      expect.objectContaining({
        Action: ["oam:CreateLink", "oam:UpdateLink"],
        Principal: { AWS: ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"] },
        Condition: {
          "ForAllValues:StringEquals": {
            "oam:ResourceTypes": ["AWS::CloudWatch::Metric", "AWS::XRay::Trace"],
          },
        },
      }),
    ]);
  });

  it("is asked for by links as it is allowed by sinks, in one order however it is written down", () => {
    const types = (...shares: SharedTelemetry[]) => made(...shares).only("aws_oam_link").resource_types;
    expect(types("traces", "metrics", "logs")).toEqual([
      "AWS::CloudWatch::Metric",
      "AWS::Logs::LogGroup",
      "AWS::XRay::Trace",
    ]);
    expect(types("logs", "traces", "metrics")).toEqual(types("traces", "metrics", "logs"));
  });

  it("is seen under the name that the account has in its organization", () => {
    expect(made("metrics").only("aws_oam_link")).toMatchObject({
      label_template: "$AccountName",
      sink_identifier: "arn:sink",
    });
  });
});
