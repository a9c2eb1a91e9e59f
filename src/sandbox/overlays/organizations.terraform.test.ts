import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AccountBaseline,
  AccountTree,
  BreakGlassUsers,
  DelegatedAdministrators,
  GuardRails,
  IdentityCenterAccess,
} from "../../constructs/index.ts";
import { TAGS } from "../../constructs/testing/synthesised.ts";
import { permissionSets, serviceControlPolicies } from "../../guardrails/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const GLOBAL = "us-east-1";
const HOME = "eu-west-1";
const SECURITY = "666666666666";
const PRODUCTION = "111111111111";
const breakGlass = { role: "shop-break-glass", managementAccount: ACCOUNT, users: ["emergency-1"] };
const email = (name: string) => `aws-${name}@shop.example.com`;

const tree: Part = {
  id: "organization/accounts",
  region: GLOBAL,
  build(scope) {
    const accounts = new AccountTree(scope, "tree", {
      platform: "shop",
      units: [
        { name: "security", under: "root" },
        { name: "infrastructure", under: "root" },
        { name: "workloads", under: "root" },
        { name: "sandbox", under: "root" },
        { name: "production", under: "workloads" },
      ],
      members: [
        { name: "security", account: SECURITY, email: email("security"), unit: "security" },
        { name: "production", account: PRODUCTION, email: email("production"), unit: "production" },
      ],
      protect: false,
      tags: TAGS,
    });
    new GuardRails(scope, "guard-rails", {
      platform: "shop",
      tree: accounts,
      policies: serviceControlPolicies({
        allowedRegions: [GLOBAL, HOME],
        deploymentRoles: ["OrganizationAccountAccessRole"],
        breakGlassRole: breakGlass.role,
        auditBuckets: "shop-organization-*",
        own: [{ unit: "production", sid: "Own", actions: ["ec2:CreateDefaultVpc"], resources: ["*"] }],
      }),
      costCentres: ["shop-1001"],
      tags: TAGS,
    });
    new DelegatedAdministrators(scope, "administrators", { tree: accounts, account: "security" });
    new BreakGlassUsers(scope, "break-glass", { ...breakGlass, tags: TAGS });
    new AccountBaseline(scope, "baseline", { breakGlass, tags: TAGS });
    return { security: accounts.accountId("security"), production: accounts.targetId("production") };
  },
};

const access: Part = {
  id: `organization/${HOME}/access`,
  region: HOME,
  build(scope) {
    new IdentityCenterAccess(scope, "access", {
      instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef",
      identityStoreId: "d-1234567890",
      permissionSets: permissionSets("shop"),
      groups: [
        { name: "platform-team", id: undefined },
        { name: "finance", id: "94482488-3041-7005-9d1d-3d7e1b0a0f6e" },
      ],
      assignments: [
        { group: "platform-team", permissions: "deployer", account: "production", accountId: PRODUCTION },
        { group: "finance", permissions: "billing", account: "management", accountId: ACCOUNT },
      ],
      tags: TAGS,
    });
    return undefined;
  },
};

describe.skipIf(toolsMissing)(`an organization with Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const ask = async (action: string, body: object) => {
    const { body: text } = await rehearsal.request({
      service: "organizations",
      region: GLOBAL,
      method: "POST",
      path: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSOrganizationsV20161128.${action}`,
      },
      body: JSON.stringify(body),
    });
    return text;
  };

  it("applies accounts with the ids written down, units, policies and administrators, and plans nothing more", async () => {
    const { outputs } = await rehearsal.apply(tree);
    expect(outputs.security).toBe(SECURITY);
    expect(await rehearsal.changes(tree)).toEqual([]);
    const service = { ServicePrincipal: "config.amazonaws.com" };
    expect(await ask("ListDelegatedAdministrators", service)).toContain(SECURITY);
    expect(await ask("ListAccountsForParent", { ParentId: outputs.production })).toContain(PRODUCTION);
  }, 400_000);

  it("applies permission sets, groups and assignments in Identity Center's region, and plans nothing more", async () => {
    await rehearsal.apply(access);
    expect(await rehearsal.changes(access)).toEqual([]);
  }, 400_000);

  it("destroys all of it", async () => {
    await rehearsal.destroy(access);
    await rehearsal.destroy(tree);
    expect(await ask("DescribeOrganization", {})).toContain("AWSOrganizationsNotInUseException");
  }, 400_000);
});
