import { z } from "zod";
import { account, EMAIL, kebab, region, regions, strict, text } from "./form.ts";

/** The section `organization` as it is checked; `organizationInput.ts` documents it. */

const accountForm = { account, email: z.email(EMAIL) };
const accountOf = strict(accountForm);
const unitName = text('the name of a unit, or "root"');

const SID = 'letters and digits, such as "NoLargeInstances"';
const ACTION = 'an action of IAM, such as "ec2:RunInstances"';
const ACTIONS = 'a list of at least one action, such as ["ec2:RunInstances"]';
const RESOURCE = 'an ARN, or "*"';
const CONDITION = 'conditions as IAM writes them, such as { Bool: { "ec2:Encrypted": "false" } }';
const statement = strict({
  unit: unitName.default("root"),
  sid: text(SID).regex(/^[A-Za-z0-9]+$/, SID),
  actions: z.array(text(ACTION).regex(/^[a-z0-9-]+:[A-Za-z0-9*?]+$/, ACTION), ACTIONS).min(1, ACTIONS),
  resources: z.array(text(RESOURCE).regex(/^(?:\*|arn:.+)$/, RESOURCE), "a list of ARNs").default(["*"]),
  condition: z
    .record(
      z.string(),
      z.record(z.string(), z.union([z.string(), z.array(z.string())], CONDITION), CONDITION),
      CONDITION,
    )
    .optional(),
});

const guardrails = strict({
  allowedRegions: regions.optional(),
  deniedRegions: regions.default([]),
  statements: z.array(statement, "a list of statements").default([]),
}).prefault({});

const PERMISSIONS = [
  "administrator",
  "billing",
  "database-operator",
  "deployer",
  "operator",
  "read-only",
  "security-auditor",
] as const;
const GROUP = 'the name of a group, such as "platform-team"';
const PLACES = 'a list of at least one account or unit, such as ["production"]';
const access = strict({
  group: text(GROUP).min(1, GROUP).max(128, GROUP),
  permissions: z.enum(PERMISSIONS, `one of ${PERMISSIONS.join(", ")}`),
  in: z.array(text("the name of an account or unit"), PLACES).min(1, PLACES),
});

const INSTANCE = 'the ARN of an instance, such as "arn:aws:sso:::instance/ssoins-1234567890abcdef"';
const STORE = 'the id of an identity store, such as "d-1234567890"';
const identityCenter = strict({
  instanceArn: text(INSTANCE).regex(/^arn:aws:sso:::instance\/(?:sso)?ins-[a-zA-Z0-9-]{16}$/, INSTANCE),
  identityStoreId: text(STORE).regex(/^d-[0-9a-f]{10}$/, STORE),
  region: region.optional(),
  groups: z.record(z.string(), text("the id of a group")).default({}),
  access: z.array(access, "a list of who may do what where").optional(),
});

const SHARES = 'a list of at least one of "metrics", "logs" and "traces"';
const SINK =
  'the ARN of a sink, such as "arn:aws:oam:us-east-1:666666666666:sink/0a1b2c3d-0000-4000-8000-0123456789ab"';
const observability = strict({
  share: z
    .array(z.enum(["metrics", "logs", "traces"], SHARES), SHARES)
    .min(1, SHARES)
    .default(["metrics", "logs", "traces"]),
  sinks: z
    .record(
      z.string(),
      text(SINK).regex(
        /^arn:aws:oam:[a-z0-9-]+:\d{12}:sink\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        SINK,
      ),
    )
    .default({}),
});

const ROLE = 'the name of a role, such as "deployment"';
const USER = 'the name of a user, such as "emergency-1"';
const USERS = "a list of at least one name of a user";

const ORGANIZATION_ID = 'the id of an organization, such as "o-a1b2c3d4e5"';
const UNIT_ID = 'the id of a unit, such as "ou-ab12-c3d4e5f6"';
const SERVICE = 'the principal of a service, such as "backup.amazonaws.com"';
const POLICY_TYPES = ["BACKUP_POLICY", "CHATBOT_POLICY", "RESOURCE_CONTROL_POLICY"] as const;
/** Forms of ids: https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
const adoption = strict({
  organization: text(ORGANIZATION_ID).regex(/^o-[a-z0-9]{10,32}$/, ORGANIZATION_ID),
  accounts: z.array(text("the name of an account"), "a list of names of accounts").default([]),
  units: z.record(z.string(), text(UNIT_ID).regex(/^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/, UNIT_ID)).default({}),
  trustedServices: z
    .array(text(SERVICE).regex(/^[a-z0-9.-]+\.amazonaws\.com$/, SERVICE), "a list of principals of services")
    .default([]),
  policyTypes: z
    .array(z.enum(POLICY_TYPES, `one of ${POLICY_TYPES.join(", ")}`), "a list of kinds")
    .default([]),
});

export const organization = strict({
  homeRegion: region.optional(),
  management: accountOf,
  logArchive: accountOf,
  security: accountOf,
  sharedServices: accountOf.optional(),
  accounts: z
    .array(
      strict({ name: kebab(2, 30, "sandbox-search"), ...accountForm, unit: unitName.default("sandbox") }),
      "a list of accounts",
    )
    .default([]),
  units: z
    .record(kebab(2, 30, "payments"), strict({ under: unitName, birth: unitName.optional() }))
    .default({}),
  guardrails,
  deploymentRoles: z
    .array(text(ROLE).regex(/^[\w+=,.@/-]{1,128}$/, ROLE), "a list of names of roles")
    .optional(),
  observability: observability.optional(),
  identityCenter: identityCenter.optional(),
  breakGlassUsers: z
    .array(text(USER).regex(/^[\w+=,.@-]{1,64}$/, USER), USERS)
    .min(1, USERS)
    .default(["emergency-1", "emergency-2"]),
  adopt: adoption.optional(),
});

export type OrganizationSettings = z.output<typeof organization>;
