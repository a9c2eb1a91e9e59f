import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { FenceEnds } from "./fenceEnds.ts";
import { RecoveryConnection } from "./recoveryConnection.ts";
import { type RecoveryGrant, RecoveryRoles } from "./recoveryRoles.ts";
import { RecoverySwitch } from "./recoverySwitch.ts";

const LEAVE: RecoveryGrant = {
  name: "leave-us-east-1",
  regions: ["us-west-2"],
  permissions: [
    { action: "rds:FailoverGlobalCluster", resources: ["arn:aws:rds::111111111111:global-cluster:orders"] },
  ],
  acts: true,
  tells: ["critical"],
  urls: ["https://www.shop.example.com/"],
  httpMethod: "HEAD",
};

const made = (machine: RecoveryGrant = LEAVE) =>
  synthesised((scope) => {
    new RecoveryRoles(scope, "recoveries", {
      naming: NAMING,
      machines: [machine],
      keyPurposes: ["us"],
      tags: TAGS,
    });
  });
const statements = (machine?: RecoveryGrant) =>
  policyIn(made(machine).only("aws_iam_role_policy").policy).Statement as readonly {
    readonly Sid?: string;
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }[];
const sids = (machine?: RecoveryGrant) => statements(machine).flatMap(({ Sid }) => Sid ?? []);

describe("the role of a machine that recovers", () => {
  it("is taken on by that one machine, in its region and account", () => {
    expect(policyIn(made().only("aws_iam_role").assume_role_policy).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "states.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111111111111" },
          ArnEquals: {
            "aws:SourceArn": [
              "arn:aws:states:us-west-2:111111111111:stateMachine:shop-production-recovery-leave-us-east-1",
            ],
          },
        },
      },
    ]);
  });

  it("has a name that IAM takes, with the longest names of platform, environment and region", () => {
    const long = { ...NAMING, platform: "p".repeat(20), environment: "e".repeat(20) };
    const roles = synthesised((scope) => {
      new RecoveryRoles(scope, "recoveries", {
        naming: long,
        machines: [{ ...LEAVE, name: "return-ap-southeast-1" }],
        keyPurposes: [],
        tags: TAGS,
      });
    });
    expect(String(roles.only("aws_iam_role").name).length).toBeLessThanOrEqual(64);
  });

  it("may make its calls, read its switch, speak, ask names, and nothing on everything", () => {
    expect(sids()).toEqual([
      "Switch",
      "Speaks",
      "AsksNames",
      "Connection",
      "HeaderOfTheConnection",
      "LogDelivery",
      "Traces",
    ]);
    const everywhere = statements().filter(({ Resource }) => Resource === "*");
    // Both take no resource.
    expect(everywhere.map(({ Sid }) => Sid)).toEqual(["LogDelivery", "Traces"]);
    const writes = statements().flatMap(({ Action }) => Action);
    // Who flips the switch is a person: the machine it holds back cannot.
    expect(writes).not.toContain("ssm:PutParameter");
    expect(writes.join()).not.toContain("*");
  });

  it("has no more than its runbook needs", () => {
    expect(sids({ ...LEAVE, acts: false, tells: [], urls: [] })).toEqual(["LogDelivery", "Traces"]);
  });
});

describe("the switch", () => {
  it("is born so that nothing recovers by itself, and is left as people set it", () => {
    const parameter = synthesised((scope) => {
      new RecoverySwitch(scope, "recovery", { naming: NAMING, tags: TAGS });
    }).only("aws_ssm_parameter");
    expect(parameter).toMatchObject({
      name: "/shop/production/recovery",
      type: "String",
      value: "manual",
      lifecycle: { ignore_changes: ["value"] },
    });
    expect(["on", "manual", "off", "Off", "on ", ""].map((value) => matches(parameter, value))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("the connection", () => {
  it("holds no secret", () => {
    const connection = synthesised((scope) => {
      new RecoveryConnection(scope, "names", { naming: NAMING });
    }).only("aws_cloudwatch_event_connection");
    expect(connection.auth_parameters).toEqual({
      api_key: { key: "x-asked-by", value: "shop-production-recovery" },
    });
  });
});

function matches(parameter: Readonly<Record<string, unknown>>, value: string): boolean {
  return new RegExp(String(parameter.allowed_pattern)).test(value);
}

describe("a fence that ends", () => {
  const stack = synthesised((scope) => {
    new FenceEnds(scope, "fence-ends", {
      naming: NAMING,
      region: "us-east-1",
      instances: ["shop-production-stock-us-us-east-1"],
      tags: TAGS,
    });
  });

  it("is the start that RDS makes of its own, of an instance that a recovery may have stopped", () => {
    expect(JSON.parse(String(stack.only("aws_cloudwatch_event_rule").event_pattern))).toEqual({
      source: ["aws.rds"],
      "detail-type": ["RDS DB Instance Event"],
      detail: { EventID: ["RDS-EVENT-0154"], SourceIdentifier: ["shop-production-stock-us-us-east-1"] },
    });
  });

  it("wakes somebody, and names the instance and the runbook that stops it again", () => {
    const target = stack.only("aws_cloudwatch_event_target");
    expect(target.arn).toBe("arn:aws:sns:us-east-1:111111111111:shop-production-alerts-critical");
    const text = JSON.stringify(target.input_transformer);
    for (const part of ["<instance>", "<region>", "old-writer-fence"]) expect(text).toContain(part);
  });
});
