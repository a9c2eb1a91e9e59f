import { CloudwatchMetricStream } from "@cdktn/provider-aws/lib/cloudwatch-metric-stream/index.js";
import { KinesisFirehoseDeliveryStream } from "@cdktn/provider-aws/lib/kinesis-firehose-delivery-stream/index.js";
import { Construct } from "constructs";
import { bucketArn, bucketName, type Naming, nameOf } from "../../naming.ts";
import { onlyTls, privateBucket } from "../../storage/privateBucket.ts";
import { type OwnerTags, tagsOf } from "../../tags.ts";
import { METRICS, metricRoleArns } from "./names.ts";

/** Firehose writes when so much or so long has come together: few files, minutes late. */
const BUFFER = { megabytes: 64, seconds: 300 } as const;

export interface MetricStreamProps {
  readonly naming: Naming;
  /** Region whose metrics are streamed, and kept. */
  readonly region: string;
  /** Key of this region, for the bucket. */
  readonly keyArn: string;
  /** Namespaces of CloudWatch, such as `AWS/RDS`; all that is in them. */
  readonly namespaces: readonly string[];
  /** Days that the files are kept. */
  readonly keepDays: number;
  /** S3 refuses to delete a bucket that holds anything; unprotected, it is emptied first. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * Copies metrics as they are measured, two or three minutes later, to files in this region: for longer than CloudWatch
 * keeps minutes (fifteen days), and for tools that read files. Billed by the metric update, so that namespaces are named
 * and not left out. Values are numbers of the platform, and name no customer.
 *
 * Firehose keeps them a few minutes by itself, under a key of AWS's; the files are sealed with the region's.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Metric-Streams.html, November 2026.
 */
export class MetricStream extends Construct {
  constructor(scope: Construct, id: string, props: MetricStreamProps) {
    super(scope, id);
    const { naming, region } = props;
    const name = nameOf(naming, METRICS);
    const roles = metricRoleArns(naming);
    const arn = bucketArn(naming, METRICS, region);
    const { policy } = privateBucket(this, {
      name: bucketName(naming, METRICS, region),
      keyArn: props.keyArn,
      objectLock: false,
      lifecycle: [
        {
          id: "retention",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: props.keepDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: 7 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      statements: [onlyTls(arn)],
      protect: props.protect,
      tags: props.tags,
    });
    const delivery = new KinesisFirehoseDeliveryStream(this, "delivery", {
      name,
      destination: "extended_s3",
      extendedS3Configuration: {
        bucketArn: arn,
        roleArn: roles.delivery,
        bufferingSize: BUFFER.megabytes,
        bufferingInterval: BUFFER.seconds,
        compressionFormat: "GZIP",
        prefix: "metrics/",
        errorOutputPrefix: "undelivered/",
      },
      tags: tagsOf(name, props.tags),
      dependsOn: [policy],
    });
    new CloudwatchMetricStream(this, "stream", {
      name,
      firehoseArn: delivery.arn,
      roleArn: roles.stream,
      outputFormat: "json",
      includeFilter: [...props.namespaces].sort().map((namespace) => ({ namespace })),
      tags: tagsOf(name, props.tags),
    });
  }
}
