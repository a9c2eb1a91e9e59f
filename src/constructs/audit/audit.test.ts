import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { AccessAnalysis } from "./accessAnalysis.ts";
import { AccountPublicAccess, RegionDefaults } from "./accountDefaults.ts";
import { AuditRoles } from "./auditRoles.ts";
import { ConfigurationAggregate } from "./configurationAggregate.ts";
import { DATA_TRAIL, MANAGEMENT_TRAIL, trailArn } from "./names.ts";
import { TrailAlarms } from "./trailAlarms.ts";
import { TrailBucket, type TrailBucketProps } from "./trailBucket.ts";
import { emergencyPattern, keyOpenedPattern, ORGANIZATION_PATTERN, TRAIL_PATTERNS } from "./trailPatterns.ts";
import { DataTrail, ManagementTrail } from "./trails.ts";

const REGION = "us-east-1";
const TRAIL = trailArn(NAMING, MANAGEMENT_TRAIL, REGION);
const BUCKET = "arn:aws:s3:::shop-production-audit-logs-us-east-1-111111111111";
const KEY = "arn:key:east";

const bucketOf = (replace: Partial<TrailBucketProps> = {}) =>
  synthesised((scope) => {
    new TrailBucket(scope, "logs", {
      naming: NAMING,
      region: REGION,
      keyArn: KEY,
      trailArns: [TRAIL],
      retentionDays: 365,
      lock: "GOVERNANCE",
      protect: true,
      tags: TAGS,
      ...replace,
    });
  });
const statementsOf = (replace: Partial<TrailBucketProps> = {}) =>
  policyIn(bucketOf(replace).only("aws_s3_bucket_policy").policy).Statement;

describe("the bucket of trails", () => {
  it("lets the named trails write to the account's folder, and nobody else", () => {
    const allowed = statementsOf().filter(({ Effect }) => Effect === "Allow");
    expect(allowed.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ["s3:GetBucketAcl", BUCKET],
      ["s3:PutObject", [`${BUCKET}/AWSLogs/111111111111/*`]],
    ]);
    for (const { Principal, Condition } of allowed) {
      expect(Principal).toEqual({ Service: "cloudtrail.amazonaws.com" });
      expect(Condition).toMatchObject({ StringEquals: { "aws:SourceArn": [TRAIL] } });
    }
  });

  it("takes an organization's folder besides its management account's", () => {
    const [, write] = statementsOf({ folders: ["111111111111", "o-abc"] });
    expect(write?.Resource).toEqual([`${BUCKET}/AWSLogs/111111111111/*`, `${BUCKET}/AWSLogs/o-abc/*`]);
  });

  it("lets nobody delete, lift a lock or come without TLS", () => {
    const denied = statementsOf().filter(({ Effect }) => Effect === "Deny");
    expect(denied.map(({ Sid, Principal }) => [Sid, Principal])).toEqual([
      ["NobodyDeletes", "*"],
      ["OnlyTls", "*"],
    ]);
    expect(denied[0]?.Action).toEqual(
      expect.arrayContaining(["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"]),
    );
  });

  it("is locked for as long as its files are kept, and deletes them the day after", () => {
    const stack = bucketOf({ lock: "COMPLIANCE", retentionDays: 400 });
    expect(stack.only("aws_s3_bucket")).toMatchObject({ object_lock_enabled: true, force_destroy: false });
    expect(stack.only("aws_s3_bucket_object_lock_configuration").rule).toEqual({
      default_retention: { mode: "COMPLIANCE", days: 400 },
    });
    expect(stack.only("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
      {
        expiration: [{ days: 400 }],
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
        transition: [{ days: 90, storage_class: "GLACIER_IR" }],
      },
    ]);
  });

  it("notes who asks for its files where the region has a bucket for that", () => {
    expect(bucketOf().types).not.toContain("aws_s3_bucket_logging");
    expect(bucketOf({ accessLogBucket: "access" }).only("aws_s3_bucket_logging")).toMatchObject({
      target_bucket: "access",
      target_prefix: "audit-logs/",
    });
  });

  it("moves nothing to a class that bills for longer than it is kept", () => {
    const [rule] = bucketOf({ retentionDays: 120 }).only("aws_s3_bucket_lifecycle_configuration")
      .rule as object[];
    expect(rule).not.toHaveProperty("transition");
  });

  it("can be thrown away where its environment can", () => {
    const stack = synthesised((scope) => {
      new TrailBucket(scope, "logs", {
        naming: NAMING,
        region: REGION,
        keyArn: KEY,
        trailArns: [TRAIL],
        retentionDays: 365,
        protect: false,
        tags: TAGS,
      });
    });
    expect(stack.only("aws_s3_bucket").force_destroy).toBe(true);
    expect(stack.types).not.toContain("aws_s3_bucket_object_lock_configuration");
    expect(String(stack.only("aws_s3_bucket_policy").policy)).not.toContain("NobodyDeletes");
  });
});

describe("the trail of what was done to AWS", () => {
  const trailOf = (options: { organization?: boolean; insights?: boolean; logDays?: number } = {}) =>
    synthesised((scope) => {
      new ManagementTrail(scope, "trail", {
        naming: NAMING,
        bucketName: "logs",
        keyArn: KEY,
        logKeyArn: "arn:key:logs",
        tags: TAGS,
        ...options,
      });
    });

  it("sees every region, is sealed and signed, and can be read along", () => {
    const stack = trailOf();
    expect(stack.only("aws_cloudtrail")).toMatchObject({
      name: "shop-production-trail",
      is_multi_region_trail: true,
      is_organization_trail: false,
      enable_log_file_validation: true,
      kms_key_id: KEY,
      cloud_watch_logs_role_arn: "arn:aws:iam::111111111111:role/shop-production-trail-logs",
    });
    expect(stack.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/trireme/shop/production/trail",
      kms_key_id: "arn:key:logs",
    });
  });

  it("can be searched for three months, or for as long as asked", () => {
    expect(trailOf().only("aws_cloudwatch_log_group").retention_in_days).toBe(90);
    expect(trailOf({ logDays: 365 }).only("aws_cloudwatch_log_group").retention_in_days).toBe(365);
  });

  it("is paid to look for what is unusual only when asked to", () => {
    expect(trailOf().only("aws_cloudtrail")).not.toHaveProperty("insight_selector");
    expect(trailOf({ insights: true }).only("aws_cloudtrail").insight_selector).toHaveLength(2);
  });

  it("sees every account of an organization when asked to", () => {
    expect(trailOf({ organization: true }).only("aws_cloudtrail").is_organization_trail).toBe(true);
  });
});

describe("the trail of who touched data", () => {
  it("records the named buckets' objects and the named tables' items, of its region only", () => {
    const trail = synthesised((scope) => {
      new DataTrail(scope, "data", {
        naming: NAMING,
        bucketName: "logs",
        keyArn: KEY,
        bucketArns: ["arn:aws:s3:::invoices"],
        tableArns: ["arn:table"],
        functionArns: ["arn:aws:lambda:us-east-1:111111111111:function:shop-production-refund"],
        tags: TAGS,
      });
    }).only("aws_cloudtrail");
    expect(trail).toMatchObject({ is_multi_region_trail: false, enable_log_file_validation: true });
    const selectors = trail.advanced_event_selector as { field_selector: object[] }[];
    expect(selectors.map(({ field_selector }) => field_selector.at(-1))).toEqual([
      { field: "resources.ARN", starts_with: ["arn:aws:s3:::invoices/"] },
      { field: "resources.ARN", equals: ["arn:table"] },
      {
        field: "resources.ARN",
        equals: ["arn:aws:lambda:us-east-1:111111111111:function:shop-production-refund"],
      },
    ]);
    expect(JSON.stringify(selectors)).not.toContain("Management");
  });
});

describe("roles of what watches an account", () => {
  it("let the one trail write to its own streams of its own log group", () => {
    const stack = synthesised((scope) => {
      new AuditRoles(scope, "roles", { naming: NAMING, trailRegion: REGION, recorder: true, tags: TAGS });
    });
    expect(policyIn(stack.only("aws_iam_role").assume_role_policy).Statement).toMatchObject([
      { Condition: { StringEquals: { "aws:SourceArn": TRAIL } } },
    ]);
    expect(policyIn(stack.only("aws_iam_role_policy").policy).Statement).toMatchObject([
      {
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource:
          "arn:aws:logs:us-east-1:111111111111:log-group:/trireme/shop/production/trail:log-stream:*_CloudTrail_us-east-1*",
      },
    ]);
    expect(stack.only("aws_iam_service_linked_role").aws_service_name).toBe("config.amazonaws.com");
  });

  it("are none where another trail watches and nothing is recorded", () => {
    const stack = synthesised((scope) => {
      new AuditRoles(scope, "roles", { naming: NAMING, recorder: false, tags: TAGS });
    });
    expect(stack.types).toEqual([]);
  });

  it("let the trail of an organization write the streams that bear its id, and no others", () => {
    const stack = synthesised((scope) => {
      new AuditRoles(scope, "roles", {
        naming: NAMING,
        trailRegion: REGION,
        organizationId: "o-abc1234567",
        recorder: false,
        tags: TAGS,
      });
    });
    const [write] = policyIn(stack.only("aws_iam_role_policy").policy).Statement;
    const streams = `arn:aws:logs:${REGION}:111111111111:log-group:/trireme/shop/production/trail:log-stream:`;
    expect(write?.Resource).toEqual([`${streams}*_CloudTrail_${REGION}*`, `${streams}o-abc1234567_*`]);
  });

  it("let Config read the organization, and change nothing of it, where it aggregates", () => {
    const stack = synthesised((scope) => {
      new AuditRoles(scope, "roles", { naming: NAMING, recorder: false, aggregates: true, tags: TAGS });
      new ConfigurationAggregate(scope, "configuration", { naming: NAMING, tags: TAGS });
    });
    const [read, ...others] = policyIn(stack.only("aws_iam_role_policy").policy).Statement;
    expect(others).toEqual([]);
    for (const action of [read?.Action].flat()) expect(action).toMatch(/^organizations:(Describe|List)/);
    expect(stack.only("aws_config_configuration_aggregator").organization_aggregation_source).toEqual({
      all_regions: true,
      role_arn: `arn:aws:iam::111111111111:role/${String(stack.only("aws_iam_role").name)}`,
    });
  });
});

describe("alarms over a trail", () => {
  it("count each pattern and tell people of it, by how bad it is", () => {
    const stack = synthesised((scope) => {
      new TrailAlarms(scope, "audit", { naming: NAMING, region: REGION, logGroup: "/trail", tags: TAGS });
    });
    const filters = Object.values(stack.all("aws_cloudwatch_log_metric_filter"));
    const alarms = Object.values(stack.all("aws_cloudwatch_metric_alarm"));
    expect(filters).toHaveLength(TRAIL_PATTERNS.length);
    for (const { metric_transformation } of filters) {
      const { name, namespace } = metric_transformation as { name: string; namespace: string };
      const alarm = alarms.find(({ metric_name }) => metric_name === name);
      expect(alarm, name).toMatchObject({ namespace, statistic: "Sum", treat_missing_data: "notBreaching" });
      const severity = TRAIL_PATTERNS.find((pattern) => pattern.name === name)?.severity;
      expect(alarm?.alarm_actions).toEqual([
        `arn:aws:sns:us-east-1:111111111111:shop-production-alerts-${severity}`,
      ]);
    }
  });

  it("have patterns that CloudWatch Logs takes: balanced, and of 1,024 characters at most", () => {
    for (const { name, pattern } of [
      ...TRAIL_PATTERNS,
      ORGANIZATION_PATTERN,
      emergencyPattern("shop-break-glass"),
      keyOpenedPattern(["OrganizationAccountAccessRole"], "deployer"),
    ]) {
      expect(pattern.length, name).toBeLessThanOrEqual(1024);
      expect(pattern.split("(").length, name).toBe(pattern.split(")").length);
      expect(pattern.split('"').length % 2, name).toBe(1);
      expect(pattern, name).toMatch(/^\{ .* \}$/);
    }
  });
});

describe("the pattern of the role for emergencies", () => {
  it("is of the role in whichever account, and wakes somebody", () => {
    const { pattern, severity, from } = emergencyPattern("shop-break-glass");
    expect(pattern).toContain('$.requestParameters.roleArn = "*:role/shop-break-glass"');
    expect([severity, from]).toEqual(["critical", undefined]);
  });
});

describe("alarms on who may use a key", () => {
  const calls = (pattern: string) => [...pattern.matchAll(/eventName = "(\w+)"/g)].map(([, name]) => name);

  it("are a warning, of what deployments do as well: policies, copies, and grants that no service asked for", () => {
    const pattern = TRAIL_PATTERNS.find(({ name }) => name === "key-access-changed");
    expect(pattern?.severity).toBe("warning");
    expect(calls(String(pattern?.pattern))).toEqual(["PutKeyPolicy", "ReplicateKey", "CreateGrant"]);
    expect(pattern?.pattern).toContain(
      '($.eventName = "CreateGrant") && ($.userIdentity.invokedBy NOT EXISTS)',
    );
  });

  it("wake somebody when it was none of those who deploy, one who acts under no role among them", () => {
    const { pattern, severity } = keyOpenedPattern(["Access", "ci/deploys"], "deployer");
    expect(severity).toBe("critical");
    expect(calls(pattern)).toEqual(["PutKeyPolicy", "ReplicateKey", "CreateGrant"]);
    const issuer = "$.userIdentity.sessionContext.sessionIssuer";
    expect(pattern).toContain(
      `&& ((${issuer}.arn NOT EXISTS) || ((${issuer}.userName != "AWSReservedSSO_deployer_*") && (${issuer}.arn != "*:role/Access") && (${issuer}.arn != "*:role/ci/deploys")))`,
    );
  });

  it("leave out the last roles that a pattern has no room for, and not the others", () => {
    const roles = Array.from(
      { length: 16 },
      (_, index) => `role-${String(index).padStart(3, "0")}-${"x".repeat(50)}`,
    );
    const { pattern } = keyOpenedPattern(roles, "deployer");
    expect(pattern.length).toBeLessThanOrEqual(1024);
    expect(pattern).toContain(String(roles[0]));
    expect(pattern).not.toContain(String(roles.at(-1)));
    expect(pattern.split("(").length).toBe(pattern.split(")").length);
  });
});

describe("the analysis of access from outside", () => {
  it("is of the account, and of what is unused only when asked to", () => {
    const stack = synthesised((scope) => {
      new AccessAnalysis(scope, "access", { naming: NAMING, trusts: "account", tags: TAGS });
    });
    expect(stack.only("aws_accessanalyzer_analyzer").type).toBe("ACCOUNT");
    expect(stack.types).not.toContain("aws_accessanalyzer_archive_rule");
  });

  it("of an organization looks for unused access there, and puts away what Identity Center means", () => {
    const stack = synthesised((scope) => {
      new AccessAnalysis(scope, "access", {
        naming: NAMING,
        trusts: "organization",
        unusedAfterDays: 60,
        identityCenter: true,
        tags: TAGS,
      });
    });
    expect(Object.values(stack.all("aws_accessanalyzer_analyzer")).map(({ type }) => type)).toEqual([
      "ORGANIZATION",
      "ORGANIZATION_UNUSED_ACCESS",
    ]);
    expect(stack.only("aws_accessanalyzer_archive_rule").filter).toEqual([
      { criteria: "resourceType", eq: ["AWS::IAM::Role"] },
      { criteria: "principal.Federated", contains: [":saml-provider/AWSSSO_"] },
    ]);
  });
});

describe("defaults of an account", () => {
  it("encrypt volumes, share no snapshot and ask for a token", () => {
    const stack = synthesised((scope) => {
      new RegionDefaults(scope, "defaults");
    });
    expect(stack.only("aws_ebs_encryption_by_default").enabled).toBe(true);
    expect(stack.only("aws_ebs_snapshot_block_public_access").state).toBe("block-all-sharing");
    expect(stack.only("aws_ec2_instance_metadata_defaults").http_tokens).toBe("required");
  });

  it("keep every bucket from the public", () => {
    const stack = synthesised((scope) => {
      new AccountPublicAccess(scope, "account");
    });
    expect(stack.only("aws_s3_account_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });
});

it("has trails of different names, so that both stand in one region", () => {
  expect(trailArn(NAMING, DATA_TRAIL, REGION)).not.toBe(TRAIL);
});
