import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf, roleArn, STATES, stateBucketName } from "../naming.ts";
import { replicationStatements, S3_REPLICATION } from "../security/serviceRoles.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

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
    const role = new IamRole(this, "role", {
      name: nameOf(naming, ROLE),
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: S3_REPLICATION }, Action: "sts:AssumeRole" }],
      }),
      tags: tagsOf(nameOf(naming, ROLE), props.tags),
    });
    new IamRolePolicy(this, "policy", {
      name: ROLE,
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: replicationStatements({
          naming,
          regions,
          replicatedBucketArns: regions.map((region) => `arn:aws:s3:::${stateBucketName(naming, region)}`),
          keyPurposes: [STATES],
        }),
      }),
    });
  }
}

/** For stacks that name the role without reading it. */
export function stateReplicationRoleArn(naming: Naming): string {
  return roleArn(naming, ROLE);
}
