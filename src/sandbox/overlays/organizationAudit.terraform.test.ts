import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AccessAnalysis,
  AccessLogBucket,
  AccountPublicAccess,
  AccountTree,
  ALERT_PUBLISHERS,
  AlertTopics,
  AUDIT_LOGS,
  AuditRoles,
  alertTopicArn,
  bucketName,
  ConfigurationAggregate,
  DataKey,
  DelegatedAdministrators,
  emergencyPattern,
  keyOpenedPattern,
  MANAGEMENT_TRAIL,
  ManagementTrail,
  ORGANIZATION_PATTERN,
  OrganizationFindings,
  RegionDefaults,
  TRAIL_PATTERNS,
  TrailAlarms,
  TrailBucket,
  trailArn,
} from "../../constructs/index.ts";
import { TAGS as tags } from "../../constructs/testing/synthesised.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const HOME = "us-east-1";
const OTHER = "eu-west-1";
const ARCHIVE = "555555555555";
const SECURITY = "666666666666";
const STRANGER = "999999999999";
const namingIn = (account: string) => ({ platform: "shop", environment: "organization", account });
const TRAIL = trailArn(namingIn(ACCOUNT), MANAGEMENT_TRAIL, HOME);
const email = (name: string) => `aws-${name}@shop.example.com`;

/** What parts hand to each other: the stacks read it as outputs. */
const handed = { organizationId: "", keyArn: "" };

const accounts: Part = {
  id: "organization/accounts",
  region: HOME,
  build(scope) {
    const tree = new AccountTree(scope, "tree", {
      platform: "shop",
      units: [{ name: "security", under: "root" }],
      members: [
        { name: "log-archive", account: ARCHIVE, email: email("log-archive"), unit: "security" },
        { name: "security", account: SECURITY, email: email("security"), unit: "security" },
      ],
      protect: false,
      tags,
    });
    new DelegatedAdministrators(scope, "administrators", { tree, account: "security" });
    const organizationId = tree.organization.id;
    const naming = namingIn(ACCOUNT);
    new AuditRoles(scope, "audit", { naming, trailRegion: HOME, organizationId, recorder: false, tags });
    return { organization_id: organizationId };
  },
};

const archive: Part = {
  id: `organization/${HOME}/archive`,
  region: HOME,
  account: ARCHIVE,
  build(scope) {
    const naming = namingIn(ARCHIVE);
    const common = { naming, region: HOME, tags };
    const key = new DataKey(scope, "key", { ...common, purpose: AUDIT_LOGS, trailArns: [TRAIL] });
    const logs = new AccessLogBucket(scope, "access-logs", { ...common, protect: false });
    new TrailBucket(scope, "audit-logs", {
      ...common,
      keyArn: key.arn,
      trailArns: [TRAIL],
      folders: [ACCOUNT, handed.organizationId],
      retentionDays: 365,
      lock: "GOVERNANCE",
      accessLogBucket: logs.name,
      protect: true,
    });
    new RegionDefaults(scope, "account");
    return { key_arn: key.arn };
  },
};

const trail: Part = {
  id: `organization/${HOME}/trail`,
  region: HOME,
  build(scope) {
    const naming = namingIn(ACCOUNT);
    const common = { naming, region: HOME, tags };
    const key = new DataKey(scope, "key", { ...common, purpose: "audit", publishers: ALERT_PUBLISHERS });
    new AlertTopics(scope, "alerts", {
      ...common,
      keyArn: key.arn,
      emails: { critical: ["on-call@example.com"] },
    });
    const { logGroup } = new ManagementTrail(scope, "trail", {
      naming,
      bucketName: bucketName(namingIn(ARCHIVE), AUDIT_LOGS, HOME),
      keyArn: handed.keyArn,
      logKeyArn: key.arn,
      organization: true,
      tags,
    });
    const patterns = [
      ...TRAIL_PATTERNS,
      ORGANIZATION_PATTERN,
      emergencyPattern("shop-break-glass"),
      keyOpenedPattern(["OrganizationAccountAccessRole"], "deployer"),
    ];
    new TrailAlarms(scope, "audit", { ...common, logGroup, patterns });
    return undefined;
  },
};

const security: Part = {
  id: `organization/${HOME}/security`,
  region: HOME,
  account: SECURITY,
  build(scope) {
    const naming = namingIn(SECURITY);
    new AccountPublicAccess(scope, "public");
    new AuditRoles(scope, "audit", { naming, recorder: false, aggregates: true, tags });
    new ConfigurationAggregate(scope, "configuration", { naming, tags });
    new AccessAnalysis(scope, "access", {
      naming,
      trusts: "organization",
      unusedAfterDays: 90,
      identityCenter: true,
      tags,
    });
    const eventTopics = (["critical", "warning"] as const).map((severity) =>
      alertTopicArn(naming, HOME, severity),
    );
    const common = { naming, region: HOME, tags };
    const key = new DataKey(scope, "key", {
      ...common,
      purpose: "alerts",
      publishers: ALERT_PUBLISHERS,
      eventTopics,
    });
    new AlertTopics(scope, "alerts", { ...common, keyArn: key.arn, eventRules: true });
    const told = [{ account: "111111111111", regions: [HOME] }, { account: "222222222222" }];
    new OrganizationFindings(scope, "findings", { ...common, threatsTold: told, weaknessesTold: told });
    return undefined;
  },
};

const parts = [accounts, archive, trail, security];

describe.skipIf(toolsMissing)(`what watches an organization, applied by Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const trailsSeenBy = async (account: string, region: string) => {
    const scope = `${account}/20260101/${region}/cloudtrail/aws4_request`;
    const { body } = await rehearsal.request({
      service: "cloudtrail",
      region,
      method: "POST",
      path: "/",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=unchecked`,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails",
      },
      body: "{}",
    });
    const { trailList } = JSON.parse(body) as { trailList: { TrailARN: string; S3BucketName: string }[] };
    return trailList;
  };

  it("applies in the accounts to which it belongs, and has nothing left to do", {
    timeout: 600_000,
  }, async () => {
    handed.organizationId = String((await rehearsal.apply(accounts)).outputs.organization_id);
    expect(handed.organizationId).toMatch(/^o-[a-z0-9]+$/);
    handed.keyArn = String((await rehearsal.apply(archive)).outputs.key_arn);
    expect(handed.keyArn).toContain(`:${ARCHIVE}:key/`);
    await rehearsal.apply(trail);
    await rehearsal.apply(security);
    for (const part of parts) expect(await rehearsal.changes(part), part.id).toEqual([]);
  });

  it("is one trail, which members see in every region and strangers do not", async () => {
    for (const account of [ACCOUNT, ARCHIVE, SECURITY]) {
      const seen = await trailsSeenBy(account, OTHER);
      expect(seen.map(({ TrailARN, S3BucketName }) => [TrailARN, S3BucketName])).toEqual([
        [TRAIL, `shop-organization-audit-logs-${HOME}-${ARCHIVE}`],
      ]);
    }
    expect(await trailsSeenBy(STRANGER, HOME)).toEqual([]);
  });

  it("is taken down without a trace", { timeout: 600_000 }, async () => {
    for (const part of parts.toReversed()) await rehearsal.destroy(part);
    expect(await trailsSeenBy(ACCOUNT, HOME)).toEqual([]);
  });
});
