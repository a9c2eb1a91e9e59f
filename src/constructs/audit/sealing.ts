/**
 * Statement of a key's policy: the named trails seal what they write. CloudTrail says for which trail it asks, and
 * puts the trail into the encryption context as well.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html (recalled).
 */
export function trailsSeal(trailArns: readonly string[]): object {
  const [only, ...others] = trailArns;
  const arns = others.length === 0 ? only : trailArns;
  return {
    Sid: "TrailsSeal",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    // A key policy's `*` is the key itself.
    Action: ["kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceArn": arns },
      StringEqualsIfExists: { "kms:EncryptionContext:aws:cloudtrail:arn": arns },
    },
  };
}
