import { Cloudtrail } from "@cdktn/provider-aws/lib/cloudtrail/index.js";
import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { Construct } from "constructs";
import { type Naming, roleArn } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { DATA_TRAIL, MANAGEMENT_TRAIL, TRAIL_LOG_ROLE, trailLogGroup, trailName } from "./names.ts";

export interface ManagementTrailProps {
  readonly naming: Naming;
  /** Bucket that takes the files, of this or of another account and region: `TrailBucket`. */
  readonly bucketName: string;
  /** Key of the bucket's region that seals the files. */
  readonly keyArn: string;
  /** Key of this region, for the log group. */
  readonly logKeyArn: string;
  /**
   * Whether it records every account of the organisation, none of which can stop it. In the management account only.
   * @default false: this account
   */
  readonly organization?: boolean;
  /**
   * CloudTrail Insights: calls and errors that are more than usual. 0.35 USD for 100,000 events looked at, for each
   * of the two (CloudTrail pricing, recalled).
   * @default false
   */
  readonly insights?: boolean;
  /**
   * Days that the log group keeps what alarms read along and people search in an incident.
   * @default 90: the bucket keeps it for longer
   */
  readonly logDays?: number;
  readonly tags: OwnerTags;
}

/**
 * What was done to AWS, in every region, those included in which there is nothing: an intruder goes where nobody
 * looks. The first copy of management events costs nothing but its storage. The files are signed and chained, so that
 * one that is changed or missing is found (`aws cloudtrail validate-logs`).
 *
 * It names those who operate the platform, wherever they sit, and brings the names to the region of the bucket. That
 * is staff, not customers: data of customers are in the events of `DataTrail`, which stay where the data are.
 */
export class ManagementTrail extends Construct {
  /** Log group in which alarms read along. */
  readonly logGroup: string;

  constructor(scope: Construct, id: string, props: ManagementTrailProps) {
    super(scope, id);
    const { naming } = props;
    const name = trailName(naming, MANAGEMENT_TRAIL);
    const group = new CloudwatchLogGroup(this, "log", {
      name: trailLogGroup(naming),
      retentionInDays: props.logDays ?? 90,
      kmsKeyId: props.logKeyArn,
      tags: tagsOf(name, props.tags),
    });
    this.logGroup = group.name;
    new Cloudtrail(this, "trail", {
      name,
      s3BucketName: props.bucketName,
      kmsKeyId: props.keyArn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      isOrganizationTrail: props.organization ?? false,
      enableLogFileValidation: true,
      cloudWatchLogsGroupArn: `${group.arn}:*`,
      cloudWatchLogsRoleArn: roleArn(naming, TRAIL_LOG_ROLE),
      ...(props.insights === true
        ? {
            insightSelector: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
          }
        : {}),
      tags: tagsOf(name, props.tags),
    });
  }
}

export interface DataTrailProps {
  readonly naming: Naming;
  /** Bucket of this region: `TrailBucket`. */
  readonly bucketName: string;
  /** Key of this region that seals the files. */
  readonly keyArn: string;
  /** Buckets of whose objects every reading and writing is recorded, by ARN. */
  readonly bucketArns: readonly string[];
  /** Tables of whose items every reading and writing is recorded, by ARN. */
  readonly tableArns: readonly string[];
  /**
   * Functions of which every run is recorded, by ARN without version or alias.
   * @default none
   */
  readonly functionArns?: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * Who read or wrote which object and item, or ran which function, of this region alone and kept in it: the keys in these events may be
 * customers' own (an order's number, a mail address), so they stay inside the home of the data. 0.10 USD for 100,000
 * events (CloudTrail pricing, recalled), which is why it is asked for by class of data. A region that is lost takes
 * its own trail with it and no other's.
 */
export class DataTrail extends Construct {
  constructor(scope: Construct, id: string, props: DataTrailProps) {
    super(scope, id);
    const name = trailName(props.naming, DATA_TRAIL);
    new Cloudtrail(this, "trail", {
      name,
      s3BucketName: props.bucketName,
      kmsKeyId: props.keyArn,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: false,
      enableLogFileValidation: true,
      advancedEventSelector: [
        ...selector("objects", "AWS::S3::Object", {
          startsWith: props.bucketArns.map((arn) => `${arn}/`),
        }),
        ...selector("items", "AWS::DynamoDB::Table", { equalTo: [...props.tableArns] }),
        ...selector("runs", "AWS::Lambda::Function", { equalTo: [...(props.functionArns ?? [])] }),
      ],
      tags: tagsOf(name, props.tags),
    });
  }
}

function selector(name: string, type: string, arns: { startsWith?: string[]; equalTo?: string[] }) {
  if ((arns.startsWith ?? arns.equalTo ?? []).length === 0) return [];
  return [
    {
      name,
      fieldSelector: [
        { field: "eventCategory", equalTo: ["Data"] },
        { field: "resources.type", equalTo: [type] },
        { field: "resources.ARN", ...arns },
      ],
    },
  ];
}
