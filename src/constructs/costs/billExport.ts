import { BcmdataexportsExport } from "@cdktn/provider-aws/lib/bcmdataexports-export/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { BILL_PREFIXES, billBucketName, billExportName } from "./billNames.ts";
import { FOCUS_COLUMNS, FOCUS_TABLE } from "./focusColumns.ts";

export interface BillExportProps {
  /** Of the account that pays. */
  readonly naming: Naming;
  /** Of the bucket. */
  readonly region: string;
  readonly tags: OwnerTags;
}

/**
 * The bill by charge and day, every day anew, to the bucket of `BillStore`, which must be there. By day, not by hour:
 * a 24th of the rows, and no question of a month needs the hour.
 *
 * What the service adds to the table's settings by itself would replace the export at every plan
 * (github.com/hashicorp/terraform-provider-aws issue 46402), so changes of them are not looked at. Another granularity
 * is another export.
 * Source: API_DataExports_Export, and https://docs.aws.amazon.com/cur/latest/userguide/dataexports-create-standard.html
 * (recalled).
 */
export class BillExport extends Construct {
  constructor(scope: Construct, id: string, props: BillExportProps) {
    super(scope, id);
    const { naming, region } = props;
    const name = billExportName(naming);
    new BcmdataexportsExport(this, "focus", {
      export: [
        {
          name,
          description: "The bill as FOCUS has it, by day",
          dataQuery: [
            {
              queryStatement: `SELECT ${FOCUS_COLUMNS.map((column) => column.name).join(", ")} FROM ${FOCUS_TABLE}`,
              tableConfigurations: { [FOCUS_TABLE]: { TIME_GRANULARITY: "DAILY" } },
            },
          ],
          destinationConfigurations: [
            {
              s3Destination: [
                {
                  s3Bucket: billBucketName(naming, region),
                  s3Prefix: BILL_PREFIXES.exports,
                  s3Region: region,
                  s3OutputConfigurations: [
                    {
                      outputType: "CUSTOM",
                      format: "PARQUET",
                      compression: "PARQUET",
                      overwrite: "OVERWRITE_REPORT",
                    },
                  ],
                },
              ],
            },
          ],
          refreshCadence: [{ frequency: "SYNCHRONOUS" }],
        },
      ],
      tags: tagsOf(name, props.tags),
      lifecycle: { ignoreChanges: ["export[0].data_query[0].table_configurations"] },
    });
  }
}
