import { butForDeployment } from "./exemption.ts";
import type { PolicyStatement } from "./policyDocument.ts";

export interface AuditProps {
  /** Names of the roles that deploy. */
  readonly deploymentRoles: readonly string[];
  /** Pattern of the names of the buckets that keep audit logs. */
  readonly auditBuckets: string;
}

/** Who did what stays on record, whoever did it: trails, recorders and detectors cannot be stopped, blinded or emptied. */
export function auditStatements({ deploymentRoles, auditBuckets }: AuditProps): readonly PolicyStatement[] {
  const condition = butForDeployment(deploymentRoles);
  return [
    {
      Sid: "TrailsGoOn",
      Effect: "Deny",
      Action: [
        "cloudtrail:DeleteEventDataStore",
        "cloudtrail:DeleteTrail",
        "cloudtrail:PutEventSelectors",
        "cloudtrail:StopEventDataStoreIngestion",
        "cloudtrail:StopLogging",
        "cloudtrail:UpdateEventDataStore",
        "cloudtrail:UpdateTrail",
      ],
      Resource: "*",
      Condition: condition,
    },
    {
      Sid: "RecordersGoOn",
      Effect: "Deny",
      Action: [
        "config:DeleteAggregationAuthorization",
        "config:DeleteConfigRule",
        "config:DeleteConfigurationAggregator",
        "config:DeleteConfigurationRecorder",
        "config:DeleteConformancePack",
        "config:DeleteDeliveryChannel",
        "config:DeleteRetentionConfiguration",
        "config:PutConfigurationRecorder",
        "config:PutDeliveryChannel",
        "config:PutRetentionConfiguration",
        "config:StopConfigurationRecorder",
      ],
      Resource: "*",
      Condition: condition,
    },
    {
      Sid: "DetectorsGoOn",
      Effect: "Deny",
      Action: [
        "access-analyzer:DeleteAnalyzer",
        "guardduty:CreateFilter",
        "guardduty:DeleteDetector",
        "guardduty:DeleteMembers",
        "guardduty:DeletePublishingDestination",
        "guardduty:DisassociateFromAdministratorAccount",
        "guardduty:DisassociateMembers",
        "guardduty:StopMonitoringMembers",
        "guardduty:UpdateDetector",
        "inspector2:Disable",
        "inspector2:DisassociateMember",
        "macie2:DisableMacie",
        "macie2:DisassociateFromAdministratorAccount",
        "securityhub:BatchDisableStandards",
        "securityhub:DeleteMembers",
        "securityhub:DisableSecurityHub",
        "securityhub:DisassociateFromAdministratorAccount",
        "securityhub:DisassociateMembers",
        "securityhub:UpdateStandardsControl",
      ],
      Resource: "*",
      Condition: condition,
    },
    {
      // Objects there are locked as well; this also keeps the lock and the bucket's own settings.
      Sid: "ArchiveStays",
      Effect: "Deny",
      Action: [
        "s3:BypassGovernanceRetention",
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:PutBucketObjectLockConfiguration",
        "s3:PutBucketPolicy",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutObjectRetention",
        "s3:PutReplicationConfiguration",
      ],
      Resource: [`arn:aws:s3:::${auditBuckets}`, `arn:aws:s3:::${auditBuckets}/*`],
      Condition: condition,
    },
  ];
}
