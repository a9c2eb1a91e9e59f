import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { DetectionDelegation } from "./delegation.ts";
import { OrganizationDetection } from "./organizationDetection.ts";
import { OrganizationPosture } from "./organizationPosture.ts";
import type { SkippedControl } from "./postureChecks.ts";
import { PROTECTION_PLANS } from "./threatDetection.ts";

const EAST = "us-east-1";
const SECURITY = "555555555555";

describe("the delegation of detection", () => {
  const stack = synthesised((scope) => {
    new DetectionDelegation(scope, "delegation", { securityAccount: SECURITY });
  });

  it("hands threats, posture and vulnerabilities to the security team's account", () => {
    expect(stack.only("aws_guardduty_organization_admin_account").admin_account_id).toBe(SECURITY);
    expect(stack.only("aws_securityhub_organization_admin_account").admin_account_id).toBe(SECURITY);
    expect(stack.only("aws_inspector2_delegated_admin_account").account_id).toBe(SECURITY);
  });

  it("leaves Macie to the environments that hold personal data", () => {
    expect(stack.types.filter((type) => type.includes("macie"))).toEqual([]);
  });
});

describe("detection for all accounts", () => {
  const stack = synthesised((scope) => {
    new OrganizationDetection(scope, "detection", { naming: NAMING, tags: TAGS });
  });
  const ofMembers = Object.values(stack.all("aws_guardduty_organization_configuration_feature"));

  it("covers accounts that are there and accounts that come, by the security team's own detector", () => {
    const [detector] = Object.keys(stack.all("aws_guardduty_detector"));
    expect(stack.only("aws_guardduty_organization_configuration")).toMatchObject({
      detector_id: `\${aws_guardduty_detector.${detector}.id}`,
      auto_enable_organization_members: "ALL",
    });
  });

  it("runs every protection plan in every account, the security team's own included", () => {
    expect(ofMembers.map(({ name, auto_enable }) => [name, auto_enable])).toEqual(
      PROTECTION_PLANS.map((plan) => [plan, "ALL"]),
    );
    expect(
      Object.values(stack.all("aws_guardduty_detector_feature")).map(({ name, status }) => [name, status]),
    ).toEqual(PROTECTION_PLANS.map((plan) => [plan, "ENABLED"]));
  });

  it("sets the members' plans after their detection, not beside it", () => {
    const [members] = Object.keys(stack.all("aws_guardduty_organization_configuration"));
    for (const { detector_id } of ofMembers) {
      expect(detector_id).toBe(`\${aws_guardduty_organization_configuration.${members}.detector_id}`);
    }
  });

  it("lets GuardDuty roll out no agent in any account", () => {
    const agents = ofMembers.flatMap((each) => (each.additional_configuration ?? []) as JsonObject[]);
    expect(agents.map(({ name, auto_enable }) => [name, auto_enable])).toEqual([
      ["EC2_AGENT_MANAGEMENT", "NONE"],
      ["ECS_FARGATE_AGENT_MANAGEMENT", "NONE"],
      ["EKS_ADDON_MANAGEMENT", "NONE"],
    ]);
  });

  it("scans nodes, images and functions, not their code, once Inspector is on in its own account", () => {
    expect(stack.only("aws_inspector2_organization_configuration")).toMatchObject({
      auto_enable: { ec2: true, ecr: true, lambda: true, lambda_code: false },
      depends_on: [`aws_inspector2_enabler.${Object.keys(stack.all("aws_inspector2_enabler"))[0]}`],
    });
  });
});

describe("posture for all accounts", () => {
  const posture = (skipped: readonly SkippedControl[] = []) =>
    synthesised((scope) => {
      new OrganizationPosture(scope, "posture", {
        naming: NAMING,
        region: EAST,
        rootId: "r-ab12",
        standards: ["aws", "pci"],
        skipped,
      });
    });
  const policy = (skipped: readonly SkippedControl[] = []) =>
    posture(skipped).only("aws_securityhub_configuration_policy");
  const because = (control: string, reason: string, standard: SkippedControl["standard"] = "aws") => ({
    control,
    standard,
    reason,
  });

  it("configures centrally, once the findings of all regions come together, and leaves the rest to the policy", () => {
    const stack = posture();
    const [aggregator] = Object.keys(stack.all("aws_securityhub_finding_aggregator"));
    const central = stack.only("aws_securityhub_organization_configuration");
    expect(stack.only("aws_securityhub_finding_aggregator").linking_mode).toBe("ALL_REGIONS");
    expect(central).toMatchObject({
      auto_enable: false,
      auto_enable_standards: "NONE",
      organization_configuration: { configuration_type: "CENTRAL" },
    });
    expect(central.depends_on).toContain(`aws_securityhub_finding_aggregator.${aggregator}`);
  });

  it("checks every account below the root against the standards, by one policy", () => {
    const stack = posture();
    const [id] = Object.keys(stack.all("aws_securityhub_configuration_policy"));
    const [central] = Object.keys(stack.all("aws_securityhub_organization_configuration"));
    expect(stack.only("aws_securityhub_configuration_policy")).toMatchObject({
      name: "shop-production-posture",
      configuration_policy: {
        service_enabled: true,
        enabled_standard_arns: [
          "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0",
          "arn:aws:securityhub:us-east-1::standards/pci-dss/v/4.0.1",
        ],
      },
      depends_on: [`aws_securityhub_organization_configuration.${central}`],
    });
    expect(stack.only("aws_securityhub_configuration_policy_association")).toMatchObject({
      policy_id: `\${aws_securityhub_configuration_policy.${id}.id}`,
      target_id: "r-ab12",
    });
    // Standards of its own account come by the policy as well.
    expect(stack.types).not.toContain("aws_securityhub_standards_subscription");
  });

  it("switches a control off once, whatever the number of standards that have it, and says why", () => {
    const skipped = [
      because("S3.9", "costs more."),
      because("IAM.6", "by hand."),
      because("S3.9", "too.", "pci"),
    ];
    expect(policy(skipped)).toMatchObject({
      description: "S3.9: costs more. IAM.6: by hand. S3.9: too.",
      configuration_policy: {
        security_controls_configuration: { disabled_control_identifiers: ["IAM.6", "S3.9"] },
      },
    });
  });

  it("says so when no control is off", () => {
    expect(policy()).toMatchObject({
      description: "Every control of the standards.",
      configuration_policy: { security_controls_configuration: { disabled_control_identifiers: [] } },
    });
  });

  it("cuts a description short at 500 characters, and shows that it is cut", () => {
    const whole = "x".repeat(500 - "S3.9: ".length);
    expect(policy([because("S3.9", whole)]).description).toBe(`S3.9: ${whole}`);
    const cut = String(policy([because("S3.9", `${whole}y`)]).description);
    expect(cut).toHaveLength(500);
    expect(cut).toMatch(/x…$/);
  });
});
