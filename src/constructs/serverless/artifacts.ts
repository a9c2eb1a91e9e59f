import { S3Object } from "@cdktn/provider-aws/lib/s3-object/index.js";
import { Construct } from "constructs";
import { bucketArn, bucketName, type Naming } from "../naming.ts";
import { onlyTls, privateBucket } from "../storage/privateBucket.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { zipOf } from "./zip.ts";

/** Bucket of what is deployed in a region, by the name that the environment knows it by. */
export const ARTIFACTS = "artifacts";

/** What a function runs until its first release: it fails, and says why. */
const PLACEHOLDER_KEY = "placeholders/function.zip";
const SAYS = "No release of this function has been deployed yet.";
const PLACEHOLDER = zipOf({
  "index.mjs": `export async function handler() {\n  throw new Error("${SAYS}");\n}\n`,
  "index.py": `def handler(event, context):\n    raise RuntimeError("${SAYS}")\n`,
});

/** Days for which code that was overwritten can be brought back: as long as a rollback may be wanted. */
const NONCURRENT_DAYS = 90;

export interface ArtifactsProps {
  readonly naming: Naming;
  /** Region whose functions and builds take their code from here. */
  readonly region: string;
  /** Key of this region. */
  readonly keyArn: string;
  /** S3 refuses to delete a bucket that holds anything; unprotected, it is emptied first. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * What is deployed in this region, kept in this region: code of functions under `functions/`, the pinned tree for its
 * cluster under `platform/`. A release uploads to every region's bucket; none reads another's, so that a region can be
 * deployed to while others are gone.
 */
export class Artifacts extends Construct {
  readonly bucket: string;
  /** Key of the code that a function has until its first release. */
  readonly placeholderKey: string;

  constructor(scope: Construct, id: string, props: ArtifactsProps) {
    super(scope, id);
    const arn = bucketArn(props.naming, ARTIFACTS, props.region);
    const { bucket, versioning } = privateBucket(this, {
      name: bucketName(props.naming, ARTIFACTS, props.region),
      keyArn: props.keyArn,
      objectLock: false,
      lifecycle: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      statements: [onlyTls(arn)],
      protect: props.protect,
      tags: props.tags,
    });
    const placeholder = new S3Object(this, "placeholder", {
      bucket: bucket.id,
      key: PLACEHOLDER_KEY,
      contentBase64: PLACEHOLDER.toString("base64"),
      contentType: "application/zip",
      forceDestroy: !props.protect,
      tags: tagsOf(PLACEHOLDER_KEY, props.tags),
      dependsOn: [versioning],
    });
    this.bucket = bucket.id;
    this.placeholderKey = placeholder.key;
  }
}
