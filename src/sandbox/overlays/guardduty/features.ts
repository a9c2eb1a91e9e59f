import { listIn, recordIn, textIn } from "../settingsDesk.ts";

export interface Feature {
  readonly name: string;
  readonly status: string;
  readonly additionalConfiguration?: readonly { readonly name: string; readonly status: string }[];
}

/** What a delegated administrator switches on for members. */
export interface FeatureOrganisation {
  readonly name: string;
  readonly autoEnable: string;
  readonly additionalConfiguration?: readonly { readonly name: string; readonly autoEnable: string }[];
}

const AGENTS = ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"];

/**
 * What a new detector has: the plans are on, runtime monitoring is off.
 * Source: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-feature-object-api-changes-march2023.html (read 2026-11)
 */
export const DETECTOR_FEATURES: readonly Feature[] = [
  ...["CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS"].map((name) => ({ name, status: "ENABLED" })),
  ...[
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
  ].map((name) => ({ name, status: "ENABLED" })),
  {
    name: "RUNTIME_MONITORING",
    status: "DISABLED",
    additionalConfiguration: AGENTS.map((name) => ({ name, status: "DISABLED" })),
  },
];

export const ORGANISATION_FEATURES: readonly FeatureOrganisation[] = [
  ...[
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
  ].map((name) => ({ name, autoEnable: "NONE" })),
  {
    name: "RUNTIME_MONITORING",
    autoEnable: "NONE",
    additionalConfiguration: AGENTS.map((name) => ({ name, autoEnable: "NONE" })),
  },
];

/** Features as they stand after some were put; what was not put stays as it is. */
export function merged<Kind extends Feature | FeatureOrganisation>(
  known: readonly Kind[],
  put: unknown,
): readonly Kind[] {
  const changes = new Map(listIn(put).map((each) => [textIn(recordIn(each).name), recordIn(each)]));
  return known.map((feature) => {
    const change = changes.get(feature.name);
    if (change === undefined) return feature;
    const parts = new Map(
      listIn(change.additionalConfiguration).map((each) => [textIn(recordIn(each).name), recordIn(each)]),
    );
    const { additionalConfiguration } = feature;
    return {
      ...feature,
      ...change,
      ...(additionalConfiguration === undefined
        ? {}
        : {
            additionalConfiguration: additionalConfiguration.map((part) => ({
              ...part,
              ...parts.get(part.name),
            })),
          }),
    } as Kind;
  });
}
