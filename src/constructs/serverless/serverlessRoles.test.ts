import { describe, expect, it } from "vitest";
import { NAMING, policyIn, type Synthesised, synthesised, TAGS } from "../testing/synthesised.ts";
import { ServerlessRoles, type ServerlessRolesProps } from "./serverlessRoles.ts";

const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];
const ARN = "arn:aws:lambda:us-east-1:111111111111:function:shop-production-report";

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const rolesOf = (replace: Partial<ServerlessRolesProps> = {}) =>
  synthesised((scope) => {
    new ServerlessRoles(scope, "serverless", {
      naming: NAMING,
      regions: REGIONS,
      keyPurposes: ["us", "eu"],
      functions: [{ name: "report", statements: [], inVpc: true, unattended: true, tags: TAGS }],
      stateMachines: [
        {
          name: "recount",
          statements: [
            { Sid: "Tasks", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: [`${ARN}:live`] },
          ],
          tags: TAGS,
        },
      ],
      scheduled: { functions: ["report"], stateMachines: ["recount"] },
      tags: TAGS,
      ...replace,
    });
  });
const named = (made: Synthesised, type: string, name: string) =>
  Object.values(made.all(type)).find((body) => body.name === name);
const policyOf = (role: string, made = rolesOf()) =>
  policyIn(named(made, "aws_iam_role_policy", role)?.policy).Statement as unknown as Statement[];
const trustOf = (role: string) =>
  policyIn(named(rolesOf(), "aws_iam_role", `shop-production-${role}`)?.assume_role_policy).Statement[0];

describe("the roles of what runs without machines", () => {
  it("are taken on for their own function, machine or group of schedules only", () => {
    expect(trustOf("function-report")).toMatchObject({
      Principal: { Service: "lambda.amazonaws.com" },
      Condition: { ArnLike: { "aws:SourceArn": expect.arrayContaining([ARN]) } },
    });
    expect(trustOf("workflow-recount")).toMatchObject({
      Condition: {
        ArnLike: {
          "aws:SourceArn": expect.arrayContaining([
            "arn:aws:states:eu-west-1:111111111111:stateMachine:shop-production-recount",
          ]),
        },
      },
    });
    expect(trustOf("scheduler")).toMatchObject({
      Condition: {
        ArnEquals: {
          "aws:SourceArn": expect.arrayContaining([
            "arn:aws:scheduler:us-west-2:111111111111:schedule-group/shop-production-single",
          ]),
        },
      },
    });
  });

  it("name no action by a wildcard, and any resource only where calls take none", () => {
    const all = ["function-report", "workflow-recount", "scheduler"].flatMap((role) => policyOf(role));
    expect(all.flatMap(({ Action }) => Action).join()).not.toContain("*");
    const any = all.filter(({ Resource }) => Resource === "*").map(({ Sid }) => Sid);
    expect(new Set(any)).toEqual(new Set(["Traces", "Interfaces", "InterfacesNotByCode", "LogDelivery"]));
  });

  it("fit into what IAM takes, with four regions", () => {
    for (const { policy } of Object.values(rolesOf().all("aws_iam_role_policy"))) {
      expect(String(policy).length).toBeLessThan(10_240);
    }
  });

  it("let the scheduler start what is scheduled and nothing else, and are none where nothing is", () => {
    const [functions, machines] = policyOf("scheduler");
    expect(functions?.Resource).toHaveLength(4);
    expect(machines).toMatchObject({ Action: "states:StartExecution" });
    const none = rolesOf({ scheduled: { functions: [], stateMachines: [] } });
    expect(named(none, "aws_iam_role", "shop-production-scheduler")).toBeUndefined();
  });

  it("give a function no more than its calls: no interfaces outside of the VPC, no queue where somebody waits", () => {
    const made = rolesOf({
      functions: [{ name: "report", statements: [], inVpc: false, unattended: false, tags: TAGS }],
    });
    const sids = policyOf("function-report", made).map(({ Sid }) => Sid);
    expect(sids).not.toContain("Interfaces");
    expect(sids).not.toContain("Undelivered");
  });
});
