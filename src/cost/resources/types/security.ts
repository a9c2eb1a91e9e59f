import { ALL_MONTH, assumed, known, ONE, product, sum } from "../amount.ts";
import type { Component, PricedTypes } from "../pricing.ts";
import type { View } from "../view.ts";

function used(name: string, price: string, key: string): Component {
  return { name, price, quantity: (view) => view.usage(key) };
}

/** A feature of GuardDuty, by its name; nothing while it is off. */
function feature(name: string, of: string, price: string, key: string): Component {
  return {
    name,
    price,
    when: (view) => view.textOr("name", "") === of && view.textOr("status", "ENABLED") === "ENABLED",
    quantity: (view) => view.usage(key),
  };
}

/** A rotated key keeps its first two former versions at the price of a key each; later ones are free. */
function keyVersions(view: View) {
  return view.flag("enable_key_rotation") ? { ...ONE, high: 3 } : ONE;
}

/** `evaluations` of a rule or pack are charged for each resource that it looks at. */
const EVALUATIONS = assumed(100, 3000, 50_000);

/** Sources: the pricing pages of KMS, Secrets Manager, GuardDuty, Security Hub, Inspector, Macie, Config, CloudTrail, recalled. */
export const SECURITY: readonly PricedTypes[] = [
  {
    types: ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key"],
    usage: { monthly_requests: assumed(1000, 100_000, 5_000_000) },
    components: [
      { name: "Key", price: "kms/key", quantity: keyVersions },
      {
        name: "Requests",
        price: (view) =>
          view.textOr("customer_master_key_spec", "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT"
            ? "kms/requests"
            : "kms/requests-asymmetric",
        quantity: (view) => view.usage("monthly_requests"),
      },
    ],
  },
  {
    types: ["aws_secretsmanager_secret"],
    usage: { monthly_requests: assumed(100, 10_000, 500_000) },
    components: [
      {
        name: "Secret, and its copies in other regions",
        price: "secrets/secret",
        quantity: (view) => known(1 + (view.count("replica") ?? 0)),
      },
      used("Requests", "secrets/requests", "monthly_requests"),
    ],
  },
  {
    types: ["aws_acm_certificate"],
    components: [
      {
        // A public certificate is free, a private one is issued for money.
        name: "Private certificate",
        price: "acm/private-certificate",
        when: (view) => view.has("certificate_authority_arn"),
        quantity: () => known(1),
      },
    ],
  },
  {
    types: ["aws_acmpca_certificate_authority"],
    usage: { monthly_requests: assumed(0, 10, 1000) },
    components: [
      {
        name: "Certificate authority",
        price: (view) =>
          view.textOr("usage_mode", "GENERAL_PURPOSE") === "SHORT_LIVED_CERTIFICATE"
            ? "acm/authority-short-lived"
            : "acm/authority",
        quantity: () => known(1),
      },
      used("Certificates", "acm/private-certificate", "monthly_requests"),
    ],
  },
  {
    types: ["aws_cloudhsm_v2_hsm"],
    components: [{ name: "HSM", price: "hsm/hour", quantity: () => ALL_MONTH }],
  },
  {
    types: ["aws_accessanalyzer_analyzer"],
    usage: { roles_and_users: assumed(20, 60, 200) },
    components: [
      {
        // Access from outside is analysed for nothing, unused access for money.
        name: "Roles and users analysed",
        price: "analyzer/unused-access",
        when: (view) => view.textOr("type", "ACCOUNT").endsWith("UNUSED_ACCESS"),
        quantity: (view) => view.usage("roles_and_users"),
      },
    ],
  },
  {
    types: ["aws_guardduty_detector"],
    usage: {
      monthly_management_events: assumed(500_000, 3_000_000, 20_000_000),
      monthly_flow_and_dns_gb: assumed(1, 50, 500),
    },
    components: [
      used("Management events", "guardduty/management-events", "monthly_management_events"),
      used("Flow and DNS logs", "guardduty/flow-and-dns", "monthly_flow_and_dns_gb"),
    ].map((component) => ({
      ...component,
      when: (view: View) => !view.has("enable") || view.flag("enable"),
    })),
  },
  {
    types: ["aws_guardduty_detector_feature"],
    usage: {
      monthly_s3_events: assumed(100_000, 5_000_000, 100_000_000),
      monthly_eks_events: assumed(1_000_000, 5_000_000, 30_000_000),
      database_vcpu: assumed(2, 4, 20),
      monthly_lambda_gb: assumed(0, 0.5, 5),
      runtime_vcpu: assumed(4, 10, 60),
      monthly_malware_gb: assumed(0, 10, 200),
    },
    components: [
      feature("S3 data events", "S3_DATA_EVENTS", "guardduty/s3-events", "monthly_s3_events"),
      feature("Kubernetes audit events", "EKS_AUDIT_LOGS", "guardduty/eks-events", "monthly_eks_events"),
      feature("vCPU of databases", "RDS_LOGIN_EVENTS", "guardduty/rds-vcpu", "database_vcpu"),
      feature("Lambda network logs", "LAMBDA_NETWORK_LOGS", "guardduty/lambda-logs", "monthly_lambda_gb"),
      feature("vCPU of nodes", "RUNTIME_MONITORING", "guardduty/runtime-vcpu", "runtime_vcpu"),
      feature("vCPU of nodes", "EKS_RUNTIME_MONITORING", "guardduty/runtime-vcpu", "runtime_vcpu"),
      feature("Volumes scanned", "EBS_MALWARE_PROTECTION", "guardduty/malware", "monthly_malware_gb"),
    ],
  },
  {
    types: ["aws_securityhub_account"],
    // Of the account; one that administers others has theirs on their own bills.
    usage: {
      monthly_checks: assumed(5000, 20_000, 150_000),
      monthly_findings: assumed(1000, 20_000, 200_000),
    },
    components: [
      used("Security checks", "securityhub/checks", "monthly_checks"),
      used("Findings of other products", "securityhub/findings", "monthly_findings"),
    ],
  },
  {
    types: ["aws_inspector2_enabler"],
    usage: {
      instances: assumed(3, 6, 30),
      images_pushed: assumed(10, 60, 400),
      image_scans: assumed(100, 1000, 10_000),
      functions: assumed(0, 4, 20),
    },
    components: (
      [
        ["Instances", "inspector/instance", "instances", "EC2"],
        ["Images scanned when pushed", "inspector/image-first", "images_pushed", "ECR"],
        ["Images scanned again", "inspector/image-again", "image_scans", "ECR"],
        ["Functions", "inspector/function", "functions", "LAMBDA"],
        ["Code of functions", "inspector/function-code", "functions", "LAMBDA_CODE"],
      ] as const
    ).map(([name, price, key, of]) => ({
      ...used(name, price, key),
      when: (view: View) => {
        const types = view.resource.values.known.resource_types;
        return Array.isArray(types) && types.includes(of);
      },
    })),
  },
  {
    types: ["aws_macie2_account"],
    usage: { buckets: assumed(5, 10, 50), monthly_objects: assumed(1000, 100_000, 10_000_000) },
    components: [
      used("Buckets", "macie/bucket", "buckets"),
      used("Objects looked at", "macie/objects", "monthly_objects"),
    ],
  },
  {
    types: ["aws_macie2_classification_job"],
    usage: { monthly_inspected_gb: assumed(0, 5, 100) },
    components: [used("Data inspected", "macie/inspected", "monthly_inspected_gb")],
  },
  {
    types: ["aws_config_configuration_recorder"],
    usage: { config_items: assumed(500, 5000, 50_000), custom_config_items: known(0) },
    components: [
      {
        name: "Configuration items",
        price: "config/items",
        quantity: (view) => sum(view.usage("config_items"), view.usage("custom_config_items")),
      },
    ],
  },
  {
    types: [
      "aws_config_config_rule",
      "aws_config_organization_managed_rule",
      "aws_config_organization_custom_rule",
    ],
    usage: { monthly_rule_evaluations: EVALUATIONS },
    components: [used("Evaluations", "config/evaluations", "monthly_rule_evaluations")],
  },
  {
    types: ["aws_config_conformance_pack", "aws_config_organization_conformance_pack"],
    usage: { monthly_evaluations: assumed(1000, 20_000, 200_000) },
    components: [used("Evaluations", "config/pack-evaluations", "monthly_evaluations")],
  },
  {
    types: ["aws_cloudtrail"],
    usage: {
      monthly_additional_management_events: known(0),
      monthly_data_events: assumed(1000, 100_000, 10_000_000),
      monthly_insight_events: known(0),
    },
    components: [
      {
        // The first copy of management events is free, so a trail that keeps them alone costs its storage.
        name: "Further copies of management events",
        price: "trail/management-copies",
        when: (view) => view.usage("monthly_additional_management_events").high > 0,
        quantity: (view) => view.usage("monthly_additional_management_events"),
      },
      {
        name: "Data events",
        price: "trail/data-events",
        when: (view) =>
          JSON.stringify(view.resource.values.known.advanced_event_selector ?? "").includes('"Data"') ||
          JSON.stringify(view.resource.values.known.event_selector ?? "").includes("data_resource"),
        quantity: (view) => view.usage("monthly_data_events"),
      },
      {
        name: "Insight events",
        price: "trail/insight-events",
        when: (view) => view.has("insight_selector"),
        quantity: (view) => view.usage("monthly_insight_events"),
      },
    ],
  },
  {
    types: ["aws_directory_service_directory"],
    components: [
      {
        name: "Domain controllers",
        price: (view) => {
          const size =
            view.textOr("type", "SimpleAD") === "MicrosoftAD"
              ? view.textOr("edition", "Enterprise")
              : view.textOr("size", "Large");
          return `directory/${size.toLowerCase()}`;
        },
        quantity: (view) => product(ALL_MONTH, view.number("desired_number_of_domain_controllers", 2)),
      },
    ],
  },
  {
    types: ["aws_ssm_parameter"],
    usage: { monthly_requests: assumed(0, 1000, 100_000) },
    components: [
      {
        name: "Advanced parameter",
        price: "ssm/advanced-parameter",
        when: (view) => view.textOr("tier", "Standard") === "Advanced",
        quantity: () => known(1),
      },
    ],
  },
];
