import { Construct } from "constructs";
import { type Naming, roleArn, STATES, stateBucketName } from "../naming.ts";
import { roleOf, trustIn } from "../security/role.ts";
import { replicationStatements, S3_REPLICATION } from "../security/serviceRoles.ts";
import type { OwnerTags } from "../tags.ts";

const ROLE = "state-replication";

export interface StateReplicationRoleProps {
  readonly naming: Naming;
  /** Regions whose buckets of states are copied, and copied to. */
  readonly regions: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * The role that S3 takes on to copy Terraform's states to another region. Apart from the role for the shop's
 * objects: neither reads what the other copies. In a global stack, like every role.
 */
export class StateReplicationRole extends Construct {
  constructor(scope: Construct, id: string, props: StateReplicationRoleProps) {
    super(scope, id);
    const { naming, regions } = props;
    roleOf(this, {
      naming,
      thing: ROLE,
      trust: trustIn(S3_REPLICATION),
      statements: replicationStatements({
        naming,
        regions,
        replicatedBucketArns: regions.map((region) => `arn:aws:s3:::${stateBucketName(naming, region)}`),
        keyPurposes: [STATES],
      }),
      tags: props.tags,
    });
  }
}

/** For stacks that name the role without reading it. */
export function stateReplicationRoleArn(naming: Naming): string {
  return roleArn(naming, ROLE);
}
