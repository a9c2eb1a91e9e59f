import { describe, expect, it } from "vitest";
import { serviceControlPolicies } from "../../guardrails/index.ts";
import { policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { AccountTree, type AccountTreeProps, TRUSTED_SERVICES } from "./accountTree.ts";
import { DelegatedAdministrators } from "./delegatedAdministrators.ts";
import { GuardRails } from "./guardRails.ts";

const propsOf = (replace: Partial<AccountTreeProps> = {}): AccountTreeProps => ({
  platform: "shop",
  units: [
    { name: "security", under: "root" },
    { name: "workloads", under: "root" },
    { name: "production", under: "workloads" },
    { name: "infrastructure", under: "root" },
    { name: "sandbox", under: "root" },
  ],
  members: [
    {
      name: "production",
      account: "111111111111",
      email: "aws-production@shop.example.com",
      unit: "production",
    },
  ],
  protect: true,
  tags: TAGS,
  ...replace,
});
const treeOf = (replace: Partial<AccountTreeProps> = {}) =>
  synthesised((scope) => {
    new AccountTree(scope, "tree", propsOf(replace));
  });
const railsOf = () =>
  synthesised((scope) => {
    const tree = new AccountTree(scope, "tree", propsOf());
    const policies = serviceControlPolicies({
      allowedRegions: ["us-east-1", "eu-west-1"],
      deploymentRoles: ["OrganizationAccountAccessRole"],
      breakGlassRole: "shop-break-glass",
      auditBuckets: "shop-organization-*",
      own: [],
    });
    new GuardRails(scope, "rails", {
      platform: "shop",
      tree,
      policies,
      costCentres: ["shop-1002", "shop-1001", "shop-1001"],
      tags: TAGS,
    });
  });

describe("an organization and its accounts", () => {
  it("has all features, the types of policies that are used, and lets in only services that are named", () => {
    expect(treeOf().only("aws_organizations_organization")).toMatchObject({
      feature_set: "ALL",
      aws_service_access_principals: TRUSTED_SERVICES,
      enabled_policy_types: ["AISERVICES_OPT_OUT_POLICY", "SERVICE_CONTROL_POLICY", "TAG_POLICY"],
    });
    expect(new Set(TRUSTED_SERVICES).size).toBe(TRUSTED_SERVICES.length);
  });

  it("are taken over where they are there: imported, under the names that accounts have, never made anew", () => {
    const adopted = {
      organization: "o-a1b2c3d4e5",
      accounts: ["production"],
      units: { security: "ou-ab12-c3d4e5f6" },
      trustedServices: ["backup.amazonaws.com"],
      policyTypes: ["BACKUP_POLICY"],
    };
    const stack = treeOf({ adopted });
    const of = (type: string, name: string) => expect.stringMatching(`^${type}\\.tree_${name}(_|$)`);
    expect(stack.imports).toEqual([
      { to: of("aws_organizations_organization", "organization"), id: "o-a1b2c3d4e5" },
      { to: of("aws_organizations_organizational_unit", "unit-security"), id: "ou-ab12-c3d4e5f6" },
      { to: of("aws_organizations_account", "account-production"), id: "111111111111" },
    ]);
    const organization = stack.only("aws_organizations_organization");
    expect(organization.aws_service_access_principals).toContain("backup.amazonaws.com");
    expect(organization.enabled_policy_types).toContain("BACKUP_POLICY");
    expect(stack.only("aws_organizations_account").lifecycle).toMatchObject({
      prevent_destroy: true,
      ignore_changes: ["iam_user_access_to_billing", "role_name", "name"],
    });
    const guarded = Object.values(stack.all("aws_organizations_organizational_unit")).filter(
      ({ lifecycle }) => (lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy === true,
    );
    expect(guarded.map(({ name }) => name)).toEqual(["security"]);
    expect(treeOf().imports).toEqual([]);
  });

  it("leaves no member a root user of its own to sign in as", () => {
    expect(treeOf().only("aws_iam_organizations_features")).toMatchObject({
      enabled_features: ["RootCredentialsManagement", "RootSessions"],
      depends_on: [expect.stringContaining("aws_organizations_organization")],
    });
    expect(TRUSTED_SERVICES).toContain("iam.amazonaws.com");
  });

  it("puts units into the root or into each other, and an account into its unit", () => {
    const tree = treeOf();
    const units = Object.values(tree.all("aws_organizations_organizational_unit"));
    const parents = Object.fromEntries(units.map(({ name, parent_id }) => [name, parent_id]));
    expect(parents.workloads).toContain("roots[0].id");
    expect(parents.production).toContain("unit-workloads");
    expect(tree.only("aws_organizations_account").parent_id).toContain("unit-production");
  });

  it("refuses to take an account out while it is protected, and never closes one", () => {
    const account = treeOf().only("aws_organizations_account");
    expect(account.close_on_deletion).toBe(false);
    expect(account.lifecycle).toMatchObject({ prevent_destroy: true });
    expect(treeOf({ protect: false }).only("aws_organizations_account").lifecycle).toMatchObject({
      prevent_destroy: false,
    });
  });

  it("fails an account to which AWS gave another id than the one written down, and says which", () => {
    const { lifecycle } = treeOf().only("aws_organizations_account");
    expect(lifecycle).toMatchObject({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own expressions
      postcondition: [{ condition: '${self.id == "111111111111"}' }],
    });
    expect(JSON.stringify(lifecycle)).toContain("write it down in the configuration");
  });
});

describe("guard rails", () => {
  it("attach every policy to each of its targets", () => {
    const attached = Object.keys(railsOf().all("aws_organizations_policy_attachment"));
    for (const name of ["foundation-on-root", "audit-on-root", "regions-on-root", "tags-on-root"]) {
      expect(
        attached.some((key) => key.includes(name)),
        name,
      ).toBe(true);
    }
    for (const unit of ["infrastructure", "sandbox", "security", "workloads"]) {
      expect(
        attached.some((key) => key.includes(`data-on-${unit}`)),
        unit,
      ).toBe(true);
    }
  });

  it("send service control policies without a blank, so that AWS counts none", () => {
    const policies = Object.values(railsOf().all("aws_organizations_policy"));
    const ours = policies.filter(({ type }) => type === "SERVICE_CONTROL_POLICY");
    expect(ours).toHaveLength(5);
    for (const { content } of ours) {
      expect(JSON.stringify(JSON.parse(String(content)))).toBe(content);
      for (const { Effect } of policyIn(content).Statement) expect(Effect).toBe("Deny");
    }
  });

  it("name every cost centre once, and classes of data that are enforced", () => {
    const tags = Object.values(railsOf().all("aws_organizations_policy")).find(
      ({ type }) => type === "TAG_POLICY",
    );
    expect(JSON.parse(String(tags?.content))).toMatchObject({
      tags: {
        cost_centre: { tag_value: { "@@assign": ["shop-1001", "shop-1002"] } },
        data_class: { enforced_for: { "@@assign": expect.arrayContaining(["s3:bucket", "rds:cluster"]) } },
      },
    });
  });
});

describe("delegated administrators", () => {
  it("are the security account for services that are let in, and never the management account", () => {
    const stack = synthesised((scope) => {
      const tree = new AccountTree(scope, "tree", propsOf());
      new DelegatedAdministrators(scope, "administrators", { tree, account: "production" });
    });
    for (const each of Object.values(stack.all("aws_organizations_delegated_administrator"))) {
      expect(TRUSTED_SERVICES).toContain(each.service_principal);
      expect(each.account_id).toContain("account-production");
    }
  });
});
