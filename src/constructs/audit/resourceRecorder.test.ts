import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, synthesised } from "../testing/synthesised.ts";
import { regionRules } from "./configurationRules.ts";
import { conformanceTemplate } from "./conformanceTemplate.ts";
import { ResourceRecorder } from "./resourceRecorder.ts";

const recorderOf = (global: boolean) =>
  synthesised((scope) => {
    new ResourceRecorder(scope, "recorder", { naming: NAMING, bucketName: "logs", global });
  });
const templateOf = (global: boolean) =>
  JSON.parse(String(recorderOf(global).only("aws_config_conformance_pack").template_body)) as {
    Resources: Record<string, { Type: string; Properties: JsonObject }>;
  };

describe("the recorder of a region", () => {
  it("records everything under Config's own role, and what is global only where it is asked to", () => {
    for (const global of [true, false]) {
      expect(recorderOf(global).only("aws_config_configuration_recorder")).toMatchObject({
        role_arn:
          "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
        recording_group: { all_supported: true, include_global_resource_types: global },
      });
    }
  });

  it("delivers before it records, and records before anything is judged", () => {
    const stack = recorderOf(false);
    const waits = (type: string) => stack.only(type).depends_on;
    expect(String(waits("aws_config_delivery_channel"))).toContain("aws_config_configuration_recorder.");
    expect(String(waits("aws_config_configuration_recorder_status"))).toContain(
      "aws_config_delivery_channel",
    );
    expect(String(waits("aws_config_conformance_pack"))).toContain(
      "aws_config_configuration_recorder_status",
    );
  });
});

describe("the pack of rules", () => {
  it("judges the account itself in one region only", () => {
    const rules = (global: boolean) => Object.keys(templateOf(global).Resources);
    expect(rules(true)).toEqual([...rules(false), ...rules(true).slice(rules(false).length)]);
    expect(rules(true)).toContain("RootHasNoKey");
    expect(rules(false)).not.toContain("RootHasNoKey");
  });

  it("consists of AWS's managed rules, each once, described in what Config takes", () => {
    const rules = regionRules(true);
    expect(new Set(rules.map(({ managed }) => managed)).size).toBe(rules.length);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    for (const { Type, Properties } of Object.values(templateOf(true).Resources)) {
      expect(Type).toBe("AWS::Config::ConfigRule");
      expect(Properties.Source).toMatchObject({ Owner: "AWS" });
      expect(String(Properties.Description).length).toBeLessThanOrEqual(256);
    }
  });

  it("fits into a template", () => {
    expect(Buffer.byteLength(conformanceTemplate(regionRules(true)))).toBeLessThan(51_200);
  });
});
