import { createHash } from "node:crypto";
import { S3Object } from "@cdktn/provider-aws/lib/s3-object/index.js";
import { SyntheticsCanary } from "@cdktn/provider-aws/lib/synthetics-canary/index.js";
import { Construct } from "constructs";
import { bucketArn, bucketName, type Naming, nameOf } from "../../naming.ts";
import { onlyTls, privateBucket } from "../../storage/privateBucket.ts";
import { type OwnerTags, tagsOf } from "../../tags.ts";
import { CANARY_BUCKET, canaryRoleArn, RUNS } from "./canaryRole.ts";
import { type CanaryVisit, canaryScript } from "./script.ts";
import { zipOf } from "./zip.ts";

/**
 * Node.js 20 without a browser. When AWS retires it, a canary goes on running but cannot be changed.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Library_Nodejs.html, November 2026.
 */
const RUNTIME = "syn-nodejs-3.1";
/** Days for which runs are kept. */
const KEEP_DAYS = 31;
const TIMEOUT_SECONDS = 55;

/** A journey as a canary walks it. */
export interface CanaryJourney {
  readonly journey: string;
  readonly visits: readonly CanaryVisit[];
}

/** What the canary of a journey is called; its metrics have the name as dimension. */
export function canaryName(naming: Naming, journey: string): string {
  return nameOf(naming, journey);
}

export interface CanariesProps {
  readonly naming: Naming;
  /** Region in which they run, and from which the shop is seen. */
  readonly region: string;
  /** Key of this region. */
  readonly keyArn: string;
  /** One or more, each with its visits. */
  readonly journeys: readonly CanaryJourney[];
  /** Minutes between two runs, 1 to 60. */
  readonly everyMinutes: number;
  /** S3 refuses to delete a bucket that holds anything; unprotected, it is emptied first. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * Customers who never sleep: one canary for each journey, in the region, with a bucket for what they saw. A tenth of a
 * cent for each run: every five minutes is ten dollars a month for each journey and region.
 *
 * Synthetics makes a Lambda function for each, which goes with it, and a log group, which stays and is nobody's here:
 * its name holds an id that only AWS knows.
 */
export class Canaries extends Construct {
  constructor(scope: Construct, id: string, props: CanariesProps) {
    super(scope, id);
    const { naming, region, keyArn, everyMinutes, tags } = props;
    const arn = bucketArn(naming, CANARY_BUCKET, region);
    const { bucket, policy } = privateBucket(this, {
      name: bucketName(naming, CANARY_BUCKET, region),
      keyArn,
      objectLock: false,
      lifecycle: [
        {
          id: "old-runs",
          status: "Enabled",
          filter: [{ prefix: `${RUNS}/` }],
          expiration: [{ days: KEEP_DAYS }],
          noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      statements: [onlyTls(arn)],
      protect: props.protect,
      tags,
    });
    for (const { journey, visits } of props.journeys) {
      const name = canaryName(naming, journey);
      const code = packed(visits);
      const object = new S3Object(this, `code-${journey}`, {
        bucket: policy.bucket,
        // By content, so that a canary takes up a new script at once, and a failed change leaves the old one.
        key: `code/${journey}-${code.digest}.zip`,
        contentBase64: code.base64,
        contentType: "application/zip",
        tags: tagsOf(`${name}-code`, tags),
      });
      new SyntheticsCanary(this, journey, {
        name,
        artifactS3Location: `s3://${bucket.bucket}/${RUNS}/${journey}`,
        artifactConfig: { s3Encryption: { encryptionMode: "SSE_KMS", kmsKeyArn: keyArn } },
        executionRoleArn: canaryRoleArn(naming),
        handler: "canary.handler",
        runtimeVersion: RUNTIME,
        s3Bucket: object.bucket,
        s3Key: object.key,
        schedule: { expression: `rate(${everyMinutes} minute${everyMinutes === 1 ? "" : "s"})` },
        runConfig: { timeoutInSeconds: TIMEOUT_SECONDS, memoryInMb: 960, activeTracing: false },
        successRetentionPeriod: KEEP_DAYS,
        failureRetentionPeriod: KEEP_DAYS,
        startCanary: true,
        deleteLambda: true,
        tags: tagsOf(name, tags),
      });
    }
  }
}

/**
 * The script at the top, where runtimes without a browser look for it, and where the older ones do:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_WritingCanary_Nodejs_Pup.html
 */
function packed(visits: readonly CanaryVisit[]) {
  const script = canaryScript(visits);
  const zip = zipOf({ "canary.js": script, "nodejs/node_modules/canary.js": script });
  return {
    base64: zip.toString("base64"),
    digest: createHash("sha256").update(zip).digest("hex").slice(0, 16),
  };
}
