import { quick, recalled, type TimingFigure } from "../figure.ts";

/** Creation of trails, recorders and what an account is given as defaults. Seconds. */
export const AUDIT: readonly TimingFigure[] = [
  ...quick(2, 6, [
    "aws_accessanalyzer_archive_rule",
    "aws_config_configuration_aggregator",
    "aws_config_configuration_recorder",
    "aws_config_configuration_recorder_status",
    "aws_config_delivery_channel",
    "aws_ebs_encryption_by_default",
    "aws_ebs_snapshot_block_public_access",
    "aws_ec2_instance_metadata_defaults",
    "aws_s3_account_public_access_block",
    "aws_s3_bucket_object_lock_configuration",
  ]),
  {
    id: "aws_cloudtrail",
    type: "aws_cloudtrail",
    typical: 5,
    pessimistic: 60,
    origin: recalled("tried again until CloudTrail sees the bucket's policy and the role"),
  },
  {
    id: "aws_accessanalyzer_analyzer",
    type: "aws_accessanalyzer_analyzer",
    typical: 5,
    pessimistic: 60,
    origin: recalled("until its service-linked role is there"),
  },
  {
    id: "aws_config_conformance_pack",
    type: "aws_config_conformance_pack",
    typical: 60,
    pessimistic: 300,
    origin: recalled("until the rules of the pack are made; the provider gives up after 300 s"),
  },
  {
    id: "aws_iam_service_linked_role",
    type: "aws_iam_service_linked_role",
    typical: 3,
    pessimistic: 15,
    origin: recalled("as any role"),
  },
];
