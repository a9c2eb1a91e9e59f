import { DynamodbTable } from "@cdktn/provider-aws/lib/dynamodb-table/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { recoveryLockName } from "./names.ts";

export interface RecoveryLockProps {
  readonly naming: Naming;
  /** AWS refuses to delete it. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** On tables of which nothing has to be recovered: neither a store of the shop's nor priced as one. */
const DISPOSABLE = { disposable: "true" } as const;

/**
 * The table with the one item that every recovery of this region writes itself into before it acts, so that two never do at
 * once. Of this region alone: a copy elsewhere would be written later, and a lock that is later is none. No history and no
 * backup: what it held yesterday is worth nothing. Sealed by a key of AWS's own, since what is needed in the worst hour
 * should hang on as little as possible, and it holds names of executions.
 */
export class RecoveryLock extends Construct {
  constructor(scope: Construct, id: string, props: RecoveryLockProps) {
    super(scope, id);
    const name = recoveryLockName(props.naming);
    new DynamodbTable(this, "lock", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "Id",
      attribute: [{ name: "Id", type: "S" }],
      deletionProtectionEnabled: props.protect,
      tags: { ...tagsOf(name, { ...props.tags, dataClass: "internal" }), ...DISPOSABLE },
    });
  }
}
