import { describe, expect, it } from "vitest";
import { ACCOUNT_ACCESS_ROLE, deploymentRoleArns } from "./exemption.ts";
import { EDGE_ACTIONS, GLOBAL_ACTIONS } from "./globalActions.ts";
import { permissionSets } from "./permissionSets.ts";
import { type PolicyStatement, policyText } from "./policyDocument.ts";
import {
  type OwnStatement,
  POLICY_LIMITS,
  type ServiceControlProps,
  serviceControlPolicies,
} from "./serviceControlPolicies.ts";

const UNITS = ["root", "security", "infrastructure", "workloads", "production", "non-production", "sandbox"];
const own = (unit: string): OwnStatement => ({ unit, sid: "Own", actions: ["ec2:*"], resources: ["*"] });
const propsOf = (replace: Partial<ServiceControlProps> = {}): ServiceControlProps => ({
  allowedRegions: ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"],
  deploymentRoles: [ACCOUNT_ACCESS_ROLE],
  breakGlassRole: "shop-break-glass",
  auditBuckets: "shop-organization-*",
  own: [],
  ...replace,
});
const statements = (replace: Partial<ServiceControlProps> = {}): readonly PolicyStatement[] =>
  serviceControlPolicies(propsOf(replace)).flatMap(({ document }) => document.Statement);
const statement = (sid: string, replace: Partial<ServiceControlProps> = {}) =>
  statements(replace).find(({ Sid }) => Sid === sid);

describe("the service control policies", () => {
  it("leave room for growth below AWS's limit of characters, with the regions of a residency in Europe as well", () => {
    for (const allowedRegions of [
      ["us-east-1", "eu-west-1"],
      ["eu-west-1", "eu-central-1"],
    ]) {
      for (const { name, document } of serviceControlPolicies(propsOf({ allowedRegions }))) {
        expect(policyText(document).length, name).toBeLessThan(POLICY_LIMITS.characters * 0.6);
      }
    }
  });

  it("are never more than AWS takes on one target, own statements in every unit included", () => {
    const policies = serviceControlPolicies(propsOf({ own: UNITS.map(own) }));
    for (const unit of UNITS) {
      const attached = policies.filter(({ targets }) => targets.includes(unit)).length;
      // AWS attaches FullAWSAccess to each, which counts.
      expect(attached + 1, unit).toBeLessThanOrEqual(POLICY_LIMITS.onOneTarget);
    }
  });

  it("only deny, so that no policy grants anything to anybody", () => {
    expect(new Set(statements({ own: UNITS.map(own) }).map(({ Effect }) => Effect))).toEqual(
      new Set(["Deny"]),
    );
  });

  it("give every statement of a policy an id of its own", () => {
    for (const { document } of serviceControlPolicies(propsOf())) {
      const sids = document.Statement.map(({ Sid }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
    }
  });

  it("shut every region but the allowed ones, for all but the global services", () => {
    const { NotAction, Condition } = statement("OnlyAllowedRegions") ?? {};
    expect(NotAction).toEqual(GLOBAL_ACTIONS);
    expect(Condition).toEqual({ StringNotEquals: { "aws:RequestedRegion": propsOf().allowedRegions } });
    expect(statement("OnlyGlobalServicesInUsEast1")).toBeUndefined();
  });

  it("leave of us-east-1 nothing but global services and the edge's to a residency without it", () => {
    const europe = { allowedRegions: ["eu-west-1", "eu-central-1"] };
    expect(statement("OnlyAllowedRegions", europe)?.Condition).toEqual({
      StringNotEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1", "us-east-1"] },
    });
    const { NotAction, Condition } = statement("OnlyGlobalServicesInUsEast1", europe) ?? {};
    expect(NotAction).toEqual([...GLOBAL_ACTIONS, ...EDGE_ACTIONS]);
    expect(Condition).toEqual({ StringEquals: { "aws:RequestedRegion": "us-east-1" } });
  });

  it("let nobody but the roles that deploy change them, so that nobody can make himself exempt", () => {
    const { Resource, Condition } = statement("OnlyDeploymentChangesItsRoles") ?? {};
    const exempt = deploymentRoleArns([ACCOUNT_ACCESS_ROLE]);
    expect(Condition).toEqual({ ArnNotLike: { "aws:PrincipalArn": exempt } });
    expect(Resource).toEqual([...exempt, "arn:aws:iam::*:role/shop-break-glass"]);
  });

  it("exempt nobody from the ban on the root user, on leaving and on whatever is public or unencrypted", () => {
    for (const sid of ["NoRootUser", "NoLeaving", "NoUsersWithKeys", "NoPublicObjects", "NoPlainVolumes"]) {
      expect(JSON.stringify(statement(sid)?.Condition ?? {}), sid).not.toContain("ArnNotLike");
    }
  });

  it("bind own statements to their unit, as denials", () => {
    const condition = { StringNotEquals: { "ec2:InstanceType": "t3.micro" } };
    const policies = serviceControlPolicies(propsOf({ own: [{ ...own("sandbox"), condition }] }));
    expect(policies.at(-1)).toMatchObject({
      name: "own-sandbox",
      targets: ["sandbox"],
      document: {
        Statement: [{ Sid: "Own", Effect: "Deny", Action: ["ec2:*"], Resource: ["*"], Condition: condition }],
      },
    });
  });
});

describe("the permission sets", () => {
  it("end sooner the more they may change, and never after AWS's twelve hours", () => {
    const hours = Object.fromEntries(
      permissionSets("shop").map(({ name, session }) => [name, Number(/^PT(\d+)H$/.exec(session)?.[1])]),
    );
    expect(Math.max(...Object.values(hours))).toBeLessThanOrEqual(12);
    expect(hours.deployer).toBeLessThan(hours["read-only"] ?? 0);
    expect(hours["database-operator"]).toBeLessThan(hours.operator ?? 0);
  });

  it("deny nothing by a key that Identity Center's sessions do not set", () => {
    expect(JSON.stringify(permissionSets("shop"))).not.toContain("MultiFactorAuth");
  });

  it("let those who operate begin recoveries and change none, and those who deploy the other way round", () => {
    const of = (set: string, effect: "Allow" | "Deny") =>
      permissionSets("shop")
        .filter(({ name }) => name === set)
        .flatMap(({ inlinePolicy }) => inlinePolicy?.Statement ?? [])
        .filter(({ Effect }) => Effect === effect)
        .flatMap(({ Action }) => Action ?? []);
    expect(of("operator", "Allow")).toContain("states:StartExecution");
    expect(of("operator", "Allow")).not.toContain("states:RedriveExecution");
    expect(of("operator", "Allow")).toContain("dynamodb:PutItem");
    expect(of("operator", "Allow").join()).not.toMatch(/states:(Create|Update|Delete)/);
    expect(of("deployer", "Deny")).toContain("states:StartExecution");
    expect(of("deployer", "Deny").join()).not.toMatch(/states:(Create|Update|Delete)/);
  });

  it("fit the 10,240 characters that AWS takes of an inline policy", () => {
    for (const { name, inlinePolicy } of permissionSets("a-platform-of-some-length")) {
      if (inlinePolicy !== undefined) expect(policyText(inlinePolicy).length, name).toBeLessThan(10_240);
    }
  });

  it("add to AWS's own policies only named actions on the platform's own resources", () => {
    for (const { name, inlinePolicy } of permissionSets("shop")) {
      for (const { Sid, Effect, Action, Resource } of inlinePolicy?.Statement ?? []) {
        // What is taken away may be taken away everywhere.
        if (Effect === "Deny") continue;
        expect(JSON.stringify(Action), name).not.toContain("*");
        // Take no resource.
        if (["PasswordsOfTheAccount", "AnswersRecoveries", "KeepsNamesAway"].includes(Sid)) continue;
        expect([Resource].flat(), name).not.toContain("*");
      }
    }
  });
});
