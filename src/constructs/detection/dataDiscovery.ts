import { Macie2Account } from "@cdktn/provider-aws/lib/macie2-account/index.js";
import { Macie2ClassificationJob } from "@cdktn/provider-aws/lib/macie2-classification-job/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/**
 * Per cent of the objects that each run reads. Macie bills by the gigabyte that it reads, and a tenth of a bucket's
 * objects says what kinds of data are in it.
 */
const SAMPLED_PERCENT = 10;

export interface DataDiscoveryProps {
  readonly naming: Naming;
  /** Names of buckets of this account in this region. */
  readonly buckets: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * Amazon Macie in one region of an account, and a weekly job over the buckets that hold personal data or are open
 * to the world: what is found in the first says whether the store is classed as it should be, and in the second
 * nothing should be found. Findings stay in the region; they say where something lies and of what kind it is, and
 * do not repeat it.
 *
 * A job cannot be deleted: a destroy cancels it, and AWS keeps it for 30 days.
 */
export class DataDiscovery extends Construct {
  constructor(scope: Construct, id: string, props: DataDiscoveryProps) {
    super(scope, id);
    const account = new Macie2Account(this, "macie", {
      findingPublishingFrequency: "FIFTEEN_MINUTES",
      status: "ENABLED",
    });
    const name = nameOf(props.naming, "data-discovery");
    new Macie2ClassificationJob(this, "weekly", {
      name,
      description: "Kinds of data in the buckets of stores",
      jobType: "SCHEDULED",
      scheduleFrequency: { weeklySchedule: "SUNDAY" },
      samplingPercentage: SAMPLED_PERCENT,
      s3JobDefinition: {
        bucketDefinitions: [{ accountId: props.naming.account, buckets: [...props.buckets] }],
      },
      tags: tagsOf(name, props.tags),
      dependsOn: [account],
    });
  }
}

/**
 * Lets Macie read what a key encrypts: its service-linked role may read buckets and is given no key by IAM. The role
 * is named by a condition, because as a principal it would have to exist before the key.
 * Source: https://docs.aws.amazon.com/macie/latest/user/discovery-supported-encryption-types.html (read 2026-11)
 */
export function macieDecrypts(naming: Naming): object {
  return {
    Sid: "MacieReadsStores",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "kms:Decrypt",
    // The key itself.
    Resource: "*",
    Condition: {
      StringEquals: {
        "aws:PrincipalArn": `arn:aws:iam::${naming.account}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie`,
        "kms:CallerAccount": naming.account,
      },
    },
  };
}
