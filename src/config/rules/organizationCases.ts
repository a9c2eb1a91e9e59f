import type { EnvironmentInput, PlatformInput } from "../input.ts";
import type { GuardrailsInput, OrganizationInput, OrganizationUnitInput } from "../organizationInput.ts";
import { type Case, environment, environments } from "./caseParts.ts";

const management = { account: "444444444444", email: "aws-management@shop.example.com" };
const organization: OrganizationInput = {
  management,
  logArchive: { account: "555555555555", email: "aws-log-archive@shop.example.com" },
  security: { account: "666666666666", email: "aws-security@shop.example.com" },
};
const email = "aws-production@shop.example.com";
const member = { name: "sandbox-1", account: "777777777777", email: "aws-sandbox-1@shop.example.com" };
const staging = { name: "staging", slot: 1, account: "222222222222", email: "aws-staging@shop.example.com" };

/** A platform with an organization: the fixture's environment in it, and what is replaced. */
const within = (
  replace: Partial<OrganizationInput> = {},
  ...others: Partial<EnvironmentInput>[]
): Partial<PlatformInput> => ({
  organization: { ...organization, ...replace },
  environments: [environment({ email }), ...others.map(environment)],
});
const guarded = (guardrails: GuardrailsInput) => within({ guardrails });
const SINK = "sink/0a1b2c3d-0000-4000-8000-0123456789ab";
const sinks = (region: string, of: string, account = "666666666666") =>
  within({ observability: { sinks: { [region]: `arn:aws:oam:${of}:${account}:${SINK}` } } });
const units = (given: Record<string, OrganizationUnitInput>, unit = "sandbox") =>
  within({ units: given, accounts: [{ ...member, unit }] });
const chain = (length: number) =>
  Object.fromEntries(
    Array.from({ length }, (_, at) => [
      `level-${at + 3}`,
      { under: at === 0 ? "production" : `level-${at + 2}` },
    ]),
  );
const homes = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];
const europe: Partial<PlatformInput> = {
  homes: { EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] } },
  stores: [],
  services: [{ name: "storefront" }],
};
const statement = { sid: "NoLargeInstances", actions: ["ec2:RunInstances"] };
const actions = (count: number) =>
  Array.from({ length: count }, (_, at) => `ec2:CreateSomething${String(at).padStart(4, "0")}`);
const roles = (count: number) => Array.from({ length: count }, (_, at) => `deployment-role-of-team-${at}`);
const center = (permissions: "administrator" | "deployer", ...places: string[]) =>
  within({
    identityCenter: {
      instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef",
      identityStoreId: "d-1234567890",
      access: [{ group: "platform-team", permissions, in: places }],
    },
  });

/** For other cases: an organization that breaks no rule. */
export const ORGANIZATION_PARTS = { organization, ...environments({ email }) };

/** Of the organization and its accounts. */
export const ORGANIZATION_CASES: readonly Case[] = [
  {
    code: "config/name-reserved",
    says: "an environment by the name of the organization",
    breaks: environments({ name: "organization" }),
    where: "environments[0].name",
    keeps: environments({ name: "organization-1" }),
  },
  {
    code: "config/account-without-email",
    says: "an account of the organization without a mail address",
    breaks: { organization },
    where: "environments[0].email",
    keeps: { organization, ...environments({ email }) },
  },
  {
    code: "config/account-taken",
    says: "an environment in the account that keeps audit logs",
    breaks: within({}, { ...staging, account: "555555555555" }),
    where: "environments[1].account",
    keeps: within({}, { ...staging, account: "111111111111", email }),
  },
  {
    code: "config/account-email-taken",
    says: "an account mail used twice, capitalised otherwise",
    breaks: within({}, { ...staging, email: "AWS-Security@shop.example.com" }),
    where: "environments[1].email",
    keeps: within({}, { ...staging, email: "aws-security+staging@shop.example.com" }),
  },
  {
    code: "config/account-emails-differ",
    says: "two mail addresses for one account",
    breaks: within({}, { ...staging, account: "111111111111" }),
    where: "environments[1].email",
    keeps: within({}, { name: "staging", slot: 1 }),
  },
  {
    code: "config/account-name-taken",
    says: "an account named like an environment",
    breaks: within({ accounts: [{ ...member, name: "production" }] }),
    where: "environments[0].name",
    keeps: within({ accounts: [member] }),
  },
  {
    code: "config/unknown-unit",
    says: "an account in a unit that is misspelt",
    breaks: within({ accounts: [{ ...member, unit: "sandboxes" }] }),
    where: "organization.accounts[0].unit",
    keeps: within({ accounts: [{ ...member, unit: "sandbox" }] }),
  },
  {
    code: "config/unit-name-taken",
    says: "another unit by the name of one that is there",
    breaks: units({ production: { under: "root" } }),
    where: "organization.units.production",
    keeps: units({ payments: { under: "root" } }),
  },
  {
    code: "config/units-in-circle",
    says: "units that are in each other",
    breaks: units({ cards: { under: "payments" }, payments: { under: "cards" } }),
    where: "organization.units.cards.under",
    keeps: units({ cards: { under: "payments" }, payments: { under: "production" } }),
  },
  {
    code: "config/units-too-deep",
    says: "units in units, deeper than AWS takes",
    breaks: units(chain(4)),
    where: "organization.units.level-6.under",
    keeps: units(chain(3)),
  },
  {
    code: "config/unit-moved",
    says: "a unit moved with an account in it",
    breaks: units({ payments: { under: "production", birth: "workloads" } }, "payments"),
    where: "organization.units.payments.under",
    keeps: units({ payments: { under: "production", birth: "workloads" } }),
  },
  {
    code: "config/account-in-two-units",
    says: "an account that its environments put into two units",
    breaks: within(
      {},
      { name: "staging", slot: 1, unit: "sandbox" },
      { name: "trial", slot: 2, unit: "workloads" },
    ),
    where: "environments[2].unit",
    keeps: within(
      {},
      { name: "staging", slot: 1, unit: "sandbox" },
      { name: "trial", slot: 2, unit: "sandbox" },
    ),
  },
  {
    code: "config/region-not-allowed",
    says: "an allow-list without a region of a home",
    breaks: guarded({ allowedRegions: homes.slice(0, 3) }),
    where: "organization.guardrails.allowedRegions",
    keeps: guarded({ allowedRegions: homes }),
  },
  {
    code: "config/region-denied",
    says: "a region of a home that is shut",
    breaks: guarded({ deniedRegions: ["eu-central-1"] }),
    where: "organization.guardrails.deniedRegions[0]",
    keeps: guarded({ deniedRegions: ["eu-central-2"] }),
  },
  {
    code: "config/global-services-denied",
    says: "a residency in Europe that shuts the region of the global services",
    breaks: { ...guarded({ deniedRegions: ["us-east-1"] }), ...europe },
    where: "organization.guardrails.deniedRegions[0]",
    keeps: { ...guarded({ deniedRegions: ["us-east-2"] }), ...europe },
  },
  {
    code: "config/service-control-policy-too-long",
    says: "more own statements than a policy takes",
    breaks: guarded({ statements: [{ ...statement, actions: actions(200) }] }),
    where: "organization.guardrails.statements[0]",
    keeps: guarded({ statements: [{ ...statement, actions: actions(150) }] }),
  },
  {
    code: "config/service-control-policy-too-long",
    says: "more roles that deploy than a policy takes",
    breaks: within({ deploymentRoles: roles(16) }),
    where: "organization.deploymentRoles",
    keeps: within({ deploymentRoles: roles(10) }),
  },
  {
    code: "config/statement-id-taken",
    says: "two statements of one id",
    breaks: guarded({ statements: [statement, statement] }),
    where: "organization.guardrails.statements[1].sid",
    keeps: guarded({ statements: [statement, { ...statement, unit: "sandbox" }] }),
  },
  {
    code: "config/adopted-unknown",
    says: "an account that is there and that nothing names",
    breaks: within({ adopt: { organization: "o-a1b2c3d4e5", accounts: ["log-archiv"] } }),
    where: "organization.adopt.accounts[0]",
    keeps: within({
      adopt: {
        organization: "o-a1b2c3d4e5",
        accounts: ["log-archive", "production"],
        units: { sandbox: "ou-ab12-c3d4e5f6" },
      },
    }),
  },
  {
    code: "config/adopted-twice",
    says: "one unit that is there for two",
    breaks: within({
      adopt: {
        organization: "o-a1b2c3d4e5",
        units: { sandbox: "ou-ab12-c3d4e5f6", security: "ou-ab12-c3d4e5f6" },
      },
    }),
    where: "organization.adopt.units.security",
    keeps: within({
      adopt: {
        organization: "o-a1b2c3d4e5",
        units: { sandbox: "ou-ab12-c3d4e5f6", security: "ou-ab12-c3d4e5f7" },
      },
    }),
  },
  {
    code: "config/sink-elsewhere",
    says: "a sink of another region, which shows nothing of this one",
    breaks: sinks("eu-west-1", "us-east-1"),
    where: 'organization.observability.sinks["eu-west-1"]',
    keeps: sinks("eu-west-1", "eu-west-1"),
  },
  {
    code: "config/sink-of-no-region",
    says: "a sink where no home is",
    breaks: sinks("eu-west-3", "eu-west-3"),
    where: 'organization.observability.sinks["eu-west-3"]',
    keeps: sinks("eu-central-1", "eu-central-1"),
  },
  {
    code: "config/access-to-unknown-place",
    says: "access to an account that is misspelt",
    breaks: center("deployer", "prodcution"),
    where: "organization.identityCenter.access[0].in[0]",
    keeps: center("deployer", "production"),
  },
  {
    code: "config/administrator-in-production",
    says: "somebody who may do everything where customers are",
    breaks: center("administrator", "workloads"),
    where: "organization.identityCenter.access[0]",
    keeps: center("administrator", "non-production"),
  },
];
