import type { Naming } from "../naming.ts";

/**
 * Key policy statements without which no node starts: EC2 Auto Scaling launches the instances under its
 * service-linked role, whose permissions nobody can change, so that the key itself must admit it. The role is
 * named by a condition: as a principal it would have to exist before the key, and in a new account it
 * appears with the first group.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html, November 2026.
 */
export function nodeVolumeKeyStatements(naming: Naming): readonly object[] {
  const autoscaling = {
    "aws:PrincipalArn": `arn:aws:iam::${naming.account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    "kms:CallerAccount": naming.account,
  };
  return [
    {
      Sid: "AutoScalingUsesItForVolumes",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: { StringEquals: autoscaling },
    },
    {
      Sid: "AutoScalingLendsItToVolumes",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { StringEquals: autoscaling, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
