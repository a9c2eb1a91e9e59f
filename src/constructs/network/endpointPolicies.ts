/**
 * What an endpoint lets through. An endpoint's policy grants nothing: the caller's IAM policy and the
 * resource's own still decide. It only keeps the endpoint from being a way out for stolen credentials of
 * another account, or to buckets of another account; so it names every action and resource on purpose.
 * Source: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html (read 2026)
 */
export function ourPrincipalsOnly(account: string): string {
  return policy([everything({ "aws:PrincipalAccount": account })]);
}

/** As above, and only to resources of this account. */
export function ourPrincipalsAndResourcesOnly(account: string): string {
  return policy([ourResources(account)]);
}

/**
 * Our principals to our buckets; and image layers, which ECR hands out as signed addresses in a bucket that
 * is AWS's own, signed by AWS's own principal.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
 */
export function bucketPolicy(account: string, region: string): string {
  return policy([
    ourResources(account),
    {
      Sid: "ImageLayers",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
    },
  ]);
}

function ourResources(account: string): object {
  return everything({ "aws:PrincipalAccount": account, "aws:ResourceAccount": account });
}

function everything(condition: Readonly<Record<string, string>>): object {
  return {
    Sid: "ThisAccount",
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { StringEquals: condition },
  };
}

function policy(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
