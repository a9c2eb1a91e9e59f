import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { OrganizationFindings, type ToldThere } from "./organizationFindings.ts";

const findings = (threatsTold: readonly ToldThere[], weaknessesTold: readonly ToldThere[] = []) =>
  synthesised((scope) => {
    new OrganizationFindings(scope, "findings", {
      naming: NAMING,
      region: "us-east-1",
      threatsTold,
      weaknessesTold,
      tags: TAGS,
    });
  });
const patterns = (told: readonly ToldThere[]) =>
  Object.values(findings(told).all("aws_cloudwatch_event_rule")).map(
    (rule) => JSON.parse(String(rule.event_pattern)).detail.findings,
  );

describe("findings that no environment tells", () => {
  it("wake somebody if they are threats, and wait for working hours if not", () => {
    const targets = Object.values(findings([]).all("aws_cloudwatch_event_target"));
    expect(targets.map(({ arn }) => arn)).toEqual([
      "arn:aws:sns:us-east-1:111111111111:shop-production-alerts-critical",
      "arn:aws:sns:us-east-1:111111111111:shop-production-alerts-warning",
    ]);
    const [threats, weaknesses] = patterns([]);
    expect(threats).toEqual({
      ProductName: ["GuardDuty"],
      RecordState: ["ACTIVE"],
      Severity: { Label: ["HIGH", "CRITICAL"] },
      Workflow: { Status: ["NEW"] },
    });
    expect(weaknesses.ProductName).toEqual([{ "anything-but": ["GuardDuty"] }]);
  });

  it("are those of other accounts, and of other regions of an account that tells some", () => {
    const [threats] = patterns([
      { account: "222222222222", regions: ["us-east-1"] },
      { account: "111111111111", regions: ["us-west-2"] },
      { account: "111111111111", regions: ["us-east-1"] },
      { account: "333333333333", regions: ["us-east-1"] },
    ]);
    expect(threats.$or).toEqual([
      { AwsAccountId: [{ "anything-but": ["111111111111", "222222222222", "333333333333"] }] },
      { AwsAccountId: ["111111111111"], Region: [{ "anything-but": ["us-east-1", "us-west-2"] }] },
      { AwsAccountId: ["222222222222", "333333333333"], Region: [{ "anything-but": ["us-east-1"] }] },
    ]);
  });

  it("leave out an account altogether that tells everywhere, with no choice of one pattern", () => {
    const [threats] = patterns([{ account: "222222222222" }]);
    expect(threats.$or).toBeUndefined();
    expect(threats.AwsAccountId).toEqual([{ "anything-but": ["222222222222"] }]);
  });

  it("say in which account and region it is, not where they were told", () => {
    for (const target of Object.values(findings([]).all("aws_cloudwatch_event_target"))) {
      expect(target.input_transformer).toMatchObject({
        input_paths: {
          account: "$.detail.findings[0].AwsAccountId",
          region: "$.detail.findings[0].Region",
        },
      });
    }
  });
});
