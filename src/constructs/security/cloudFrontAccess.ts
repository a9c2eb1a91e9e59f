import type { Naming } from "../naming.ts";

/**
 * What CloudFront is let do in this account's name. Any distribution of the account: buckets and keys
 * are there before the distribution, whose id AWS chooses. The ARN names the account; AWS's own policy
 * asks for nothing else, and what CloudFront does not send would shut it out.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html (read 2026-11).
 */
function cloudFrontMay(naming: Naming, sid: string, action: string, resource: string): object {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: action,
    Resource: resource,
    Condition: {
      ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${naming.account}:distribution/*` },
    },
  };
}

/** Statement of a bucket's policy. It may not list, so that a missing object is a 403. */
export function cloudFrontReads(naming: Naming, objectsArn: string): object {
  return cloudFrontMay(naming, "ReadByCloudFront", "s3:GetObject", objectsArn);
}

/** Statement of a key's policy, where `*` is the key itself. */
export function cloudFrontDecrypts(naming: Naming): object {
  return cloudFrontMay(naming, "DecryptByCloudFront", "kms:Decrypt", "*");
}
