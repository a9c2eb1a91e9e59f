import { DynamodbTable } from "@cdktn/provider-aws/lib/dynamodb-table/index.js";
import { DynamodbTableReplicaA } from "@cdktn/provider-aws/lib/dynamodb-table-replica/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf, tableArn } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { hotKeys } from "./hotKeys.ts";

export interface GlobalTableProps {
  readonly naming: Naming;
  /** Placed store, `cart-us`. */
  readonly store: string;
  /** Name of the partition key, a string attribute. */
  readonly partitionKey: string;
  /** Name of the sort key, a string attribute. @default none: one item for each partition key */
  readonly sortKey?: string;
  /** Key of the region of birth. */
  readonly keyArn: string;
  /** AWS refuses to delete the table. */
  readonly protect: boolean;
  /** Shows in clear text which keys are asked for most: not where they name people. @default false */
  readonly hotKeys?: boolean;
  readonly tags: OwnerTags;
}

/**
 * The table where it is born. Its copies in other regions are `GlobalTableCopy`, in stacks of their
 * regions. They are ignored here, and yet the provider reads the backup setting of every copy: this
 * stack cannot be planned while the region of a copy is gone. Hence a stack of its own.
 */
export class GlobalTable extends Construct {
  constructor(scope: Construct, id: string, props: GlobalTableProps) {
    super(scope, id);
    const keys = [props.partitionKey, ...(props.sortKey === undefined ? [] : [props.sortKey])];
    const table = new DynamodbTable(this, "table", {
      name: nameOf(props.naming, props.store),
      billingMode: "PAY_PER_REQUEST",
      hashKey: props.partitionKey,
      ...(props.sortKey === undefined ? {} : { rangeKey: props.sortKey }),
      attribute: keys.map((name) => ({ name, type: "S" })),
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      serverSideEncryption: { enabled: true, kmsKeyArn: props.keyArn },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: props.protect,
      tags: tagsOf(nameOf(props.naming, props.store), props.tags),
      lifecycle: { ignoreChanges: ["replica"] },
    });
    if (props.hotKeys === true) hotKeys(this, nameOf(props.naming, props.store), table);
  }
}

export interface GlobalTableCopyProps {
  readonly naming: Naming;
  /** Placed store, `cart-us`: names the table, as at its birth. */
  readonly store: string;
  /** Region in which the table was born. */
  readonly birth: string;
  /** Key of the copy's region. */
  readonly keyArn: string;
  /** AWS refuses to delete the copy. */
  readonly protect: boolean;
  /** As at its birth, of what this region is asked for. @default false */
  readonly hotKeys?: boolean;
  readonly tags: OwnerTags;
}

/**
 * A copy of a global table in the stack's region. The provider reads the table in the region of its
 * birth as well, so that this stack cannot be planned while that region is gone. The data needs no
 * plan: every copy takes writes all the time.
 */
export class GlobalTableCopy extends Construct {
  constructor(scope: Construct, id: string, props: GlobalTableCopyProps) {
    super(scope, id);
    const copy = new DynamodbTableReplicaA(this, "copy", {
      globalTableArn: tableArn(props.naming, props.store, props.birth),
      kmsKeyArn: props.keyArn,
      pointInTimeRecovery: true,
      deletionProtectionEnabled: props.protect,
      tags: tagsOf(nameOf(props.naming, props.store), props.tags),
    });
    if (props.hotKeys === true) hotKeys(this, nameOf(props.naming, props.store), copy);
  }
}
