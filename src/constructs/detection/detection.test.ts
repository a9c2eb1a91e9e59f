import { describe, expect, it } from "vitest";
import { DataKey } from "../security/dataKey.ts";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { DataDiscovery } from "./dataDiscovery.ts";
import { FindingAlerts } from "./findingAlerts.ts";
import { PostureChecks } from "./postureChecks.ts";
import { PROTECTION_PLANS, ThreatDetection } from "./threatDetection.ts";
import { VulnerabilityScans } from "./vulnerabilityScans.ts";

const EAST = "us-east-1";

describe("threat detection", () => {
  const statuses = (plans: readonly (typeof PROTECTION_PLANS)[number][]) =>
    Object.values(
      synthesised((scope) => {
        new ThreatDetection(scope, "threats", { naming: NAMING, plans, tags: TAGS });
      }).all("aws_guardduty_detector_feature"),
    ).map(({ name, status }) => [name, status]);

  it("says of every plan whether it runs, so that none runs that nobody asked for", () => {
    expect(statuses(PROTECTION_PLANS)).toEqual(PROTECTION_PLANS.map((plan) => [plan, "ENABLED"]));
    expect(statuses([])).toEqual(PROTECTION_PLANS.map((plan) => [plan, "DISABLED"]));
  });

  it("lets GuardDuty roll out no agent: what it makes is in nobody's state", () => {
    const features = synthesised((scope) => {
      new ThreatDetection(scope, "threats", { naming: NAMING, plans: PROTECTION_PLANS, tags: TAGS });
    }).all("aws_guardduty_detector_feature");
    const found = Object.values(features).find(({ name }) => name === "RUNTIME_MONITORING");
    expect(found?.additional_configuration).toEqual([
      { name: "EC2_AGENT_MANAGEMENT", status: "DISABLED" },
      { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "DISABLED" },
      { name: "EKS_ADDON_MANAGEMENT", status: "DISABLED" },
    ]);
  });
});

describe("posture checks", () => {
  const skipped = [
    { control: "SecretsManager.1", standard: "aws", reason: "cannot be rotated" },
    { control: "PCI.1", standard: "pci", reason: "no such thing here" },
  ] as const;
  const checks = (aggregates = false) =>
    synthesised((scope) => {
      new PostureChecks(scope, "posture", {
        region: EAST,
        standards: ["aws", "cis"],
        skipped,
        aggregates,
      });
    });

  it("subscribe to the standards asked for and to none of AWS's own choice", () => {
    expect(checks().only("aws_securityhub_account").enable_default_standards).toBe(false);
    expect(
      Object.values(checks().all("aws_securityhub_standards_subscription")).map((each) => each.standards_arn),
    ).toEqual([
      "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0",
      "arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
    ]);
  });

  it("switch a control off with its reason, and only in a standard that is subscribed to", () => {
    expect(checks().only("aws_securityhub_standards_control_association")).toMatchObject({
      security_control_id: "SecretsManager.1",
      association_status: "DISABLED",
      updated_reason: "cannot be rotated",
    });
  });

  it("show the findings of all regions where they are asked to, of later ones too", () => {
    expect(checks().types).not.toContain("aws_securityhub_finding_aggregator");
    expect(checks(true).only("aws_securityhub_finding_aggregator").linking_mode).toBe("ALL_REGIONS");
  });
});

describe("scans", () => {
  it("look into nodes, images and functions of this account only", () => {
    const stack = synthesised((scope) => {
      new VulnerabilityScans(scope, "scans", { naming: NAMING });
    });
    expect(stack.only("aws_inspector2_enabler")).toMatchObject({
      account_ids: [NAMING.account],
      resource_types: ["EC2", "ECR", "LAMBDA"],
    });
  });

  it("read a sample of the named buckets every week", () => {
    const stack = synthesised((scope) => {
      new DataDiscovery(scope, "discovery", { naming: NAMING, buckets: ["invoices"], tags: TAGS });
    });
    expect(stack.only("aws_macie2_classification_job")).toMatchObject({
      job_type: "SCHEDULED",
      sampling_percentage: 10,
      schedule_frequency: { weekly_schedule: "SUNDAY" },
      s3_job_definition: { bucket_definitions: [{ account_id: NAMING.account, buckets: ["invoices"] }] },
      depends_on: [expect.stringMatching(/^aws_macie2_account\./)],
    });
  });

  it("may decrypt with a key that says so, and with no other", () => {
    const sids = (readByMacie: boolean) =>
      policyIn(
        synthesised((scope) => {
          new DataKey(scope, "key", { naming: NAMING, region: EAST, purpose: "us", readByMacie, tags: TAGS });
        }).only("aws_kms_key").policy,
      ).Statement.map(({ Sid }) => Sid);
    expect(sids(true)).toContain("MacieReadsStores");
    expect(sids(false)).not.toContain("MacieReadsStores");
  });
});

describe("findings", () => {
  const alerts = (weaknesses: boolean) =>
    synthesised((scope) => {
      new FindingAlerts(scope, "findings", { naming: NAMING, region: EAST, weaknesses, tags: TAGS });
    });
  const targets = (weaknesses: boolean) =>
    Object.values(alerts(weaknesses).all("aws_cloudwatch_event_target")).map(({ arn }) => arn);

  it("of GuardDuty wake whoever is on call, weaknesses wait for working hours", () => {
    expect(targets(false)).toEqual(["arn:aws:sns:us-east-1:111111111111:shop-production-alerts-critical"]);
    expect(targets(true)).toEqual([
      "arn:aws:sns:us-east-1:111111111111:shop-production-alerts-critical",
      "arn:aws:sns:us-east-1:111111111111:shop-production-alerts-warning",
    ]);
  });

  it("are told from high severity on, and those of GuardDuty once", () => {
    const [threats, weaknesses] = Object.values(alerts(true).all("aws_cloudwatch_event_rule")).map((rule) =>
      JSON.parse(String(rule.event_pattern)),
    );
    expect(threats.detail).toEqual({ severity: [{ numeric: [">=", 7] }] });
    expect(weaknesses.detail.findings).toMatchObject({
      Severity: { Label: ["HIGH", "CRITICAL"] },
      Workflow: { Status: ["NEW"] },
      ProductName: [{ "anything-but": ["GuardDuty"] }],
    });
  });

  it("name in their sentence only what the rule takes from the event", () => {
    for (const target of Object.values(alerts(true).all("aws_cloudwatch_event_target"))) {
      const { input_paths, input_template } = target.input_transformer as {
        input_paths: Record<string, string>;
        input_template: string;
      };
      const named = [...input_template.matchAll(/<([a-z]+)>/g)].map(([, name]) => name).sort();
      expect(named).toEqual(Object.keys(input_paths).sort());
    }
  });

  it("reach sealed topics: the key admits EventBridge for the named topics only", () => {
    const topic = "arn:aws:sns:us-east-1:111111111111:shop-production-alerts-critical";
    const key = synthesised((scope) => {
      new DataKey(scope, "key", {
        naming: NAMING,
        region: EAST,
        purpose: "us",
        eventTopics: [topic],
        tags: TAGS,
      });
    }).only("aws_kms_key");
    expect(policyIn(key.policy).Statement.find(({ Sid }) => Sid === "RulesOfEventBridge")).toMatchObject({
      Principal: { Service: "events.amazonaws.com" },
      Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": [topic] } },
    });
  });
});
