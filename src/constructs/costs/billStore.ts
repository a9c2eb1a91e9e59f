import { AthenaWorkgroup } from "@cdktn/provider-aws/lib/athena-workgroup/index.js";
import { GlueCatalogDatabase } from "@cdktn/provider-aws/lib/glue-catalog-database/index.js";
import { GlueCatalogTable } from "@cdktn/provider-aws/lib/glue-catalog-table/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { onlyTls, privateBucket } from "../storage/privateBucket.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import {
  BILL_PREFIXES,
  BILL_TABLE,
  billBucketArn,
  billBucketName,
  billDatabaseName,
  billExportName,
  billWorkgroupName,
} from "./billNames.ts";
import { FOCUS_COLUMNS } from "./focusColumns.ts";

export interface BillStoreProps {
  /** Of the account that pays. */
  readonly naming: Naming;
  /** Region of the bucket and of the table: any, and the same for both. */
  readonly region: string;
  /** S3 refuses to delete a bucket that holds anything; unprotected, it is emptied first. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** Exports are objects of this region, wherever they deliver to. */
const EXPORTS_REGION = "us-east-1";

/** Before any platform of ours: months without a bill cost a query a look, and no money. */
const FIRST_MONTH = "2025-01";

/** A query may read so much of the bill: at 5 USD per TiB that is five cents. 10 GiB. */
const SCAN_LIMIT_BYTES = 10 * 1024 ** 3;

/**
 * The bill's bucket, and the bill as a table that Athena reads: no crawler, for the months are computed and the columns
 * are FOCUS's own.
 *
 * Encrypted with S3's own key: what AWS documents of Data Exports names no permission on a key, so a delivery to a
 * bucket with one of ours is not known to work.
 * Sources: https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html (folders),
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html, read November 2026.
 */
export class BillStore extends Construct {
  constructor(scope: Construct, id: string, props: BillStoreProps) {
    super(scope, id);
    const { naming, region, tags } = props;
    const bucket = billBucketName(naming, region);
    const data = `s3://${bucket}/${BILL_PREFIXES.exports}/${billExportName(naming)}/data`;
    const { policy } = privateBucket(this, {
      name: bucket,
      objectLock: false,
      lifecycle: lifecycle(),
      statements: [...deliveries(naming, region), onlyTls(billBucketArn(naming, region))],
      protect: props.protect,
      tags,
    });
    const database = new GlueCatalogDatabase(this, "database", {
      name: billDatabaseName(naming),
      description: "The bill, as FOCUS has it",
      tags: tagsOf(billDatabaseName(naming), tags),
    });
    new GlueCatalogTable(this, "table", {
      name: BILL_TABLE,
      databaseName: database.name,
      tableType: "EXTERNAL_TABLE",
      parameters: {
        EXTERNAL: "TRUE",
        classification: "parquet",
        ...MONTHS,
        // `$${` is how Terraform is told that the brace is not its own.
        "storage.location.template": `${data}/BILLING_PERIOD=$\${billing_period}/`,
      },
      partitionKeys: [{ name: "billing_period", type: "string" }],
      storageDescriptor: {
        location: `${data}/`,
        inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        serDeInfo: { serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
        // Hive knows lower case only, and finds the columns of the files by it.
        columns: FOCUS_COLUMNS.map(({ name, type }) => ({ name: name.toLowerCase(), type })),
      },
    });
    new AthenaWorkgroup(this, "workgroup", {
      name: billWorkgroupName(naming),
      description: "Questions about the bill",
      forceDestroy: !props.protect,
      configuration: {
        enforceWorkgroupConfiguration: true,
        bytesScannedCutoffPerQuery: SCAN_LIMIT_BYTES,
        resultConfiguration: {
          outputLocation: `s3://${policy.bucket}/${BILL_PREFIXES.results}/`,
          expectedBucketOwner: naming.account,
          encryptionConfiguration: { encryptionOption: "SSE_S3" },
        },
      },
      tags: tagsOf(billWorkgroupName(naming), tags),
    });
  }
}

/** A partition for each month from the first to this one. */
const MONTHS = {
  "projection.enabled": "true",
  "projection.billing_period.type": "date",
  "projection.billing_period.format": "yyyy-MM",
  "projection.billing_period.range": `${FIRST_MONTH},NOW`,
  "projection.billing_period.interval": "1",
  "projection.billing_period.interval.unit": "MONTHS",
};

/** Bills are small and kept: years are compared. A month is written anew every day, and last week's state of it suffices. */
function lifecycle() {
  return [
    {
      id: "old-bills",
      status: "Enabled",
      filter: [{ prefix: `${BILL_PREFIXES.exports}/` }],
      transition: [{ days: 400, storageClass: "STANDARD_IA" }],
      noncurrentVersionExpiration: [{ noncurrentDays: 7 }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
    },
    {
      id: "answers",
      status: "Enabled",
      filter: [{ prefix: `${BILL_PREFIXES.results}/` }],
      expiration: [{ days: 30 }],
      noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
    },
  ];
}

/**
 * Both services that deliver, for exports of this account only; the second statement lets them see that the bucket is
 * still ours. Source: https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html, read November 2026.
 */
function deliveries(naming: Naming, region: string): readonly object[] {
  const Principal = { Service: ["billingreports.amazonaws.com", "bcm-data-exports.amazonaws.com"] };
  const Condition = {
    StringEquals: { "aws:SourceAccount": naming.account },
    ArnLike: {
      "aws:SourceArn": [
        `arn:aws:bcm-data-exports:${EXPORTS_REGION}:${naming.account}:export/*`,
        `arn:aws:cur:${EXPORTS_REGION}:${naming.account}:definition/*`,
      ],
    },
  };
  const arn = billBucketArn(naming, region);
  return [
    {
      Sid: "ExportsOfThisAccountAreDelivered",
      Effect: "Allow",
      Principal,
      Action: "s3:PutObject",
      Resource: `${arn}/${BILL_PREFIXES.exports}/*`,
      Condition,
    },
    {
      Sid: "ExportsOfThisAccountAreChecked",
      Effect: "Allow",
      Principal,
      Action: "s3:GetBucketPolicy",
      Resource: arn,
      Condition,
    },
  ];
}
