import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import { IamServiceLinkedRole } from "@cdktn/provider-aws/lib/iam-service-linked-role/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { MANAGEMENT_TRAIL, TRAIL_LOG_ROLE, trailArn, trailLogGroup } from "./names.ts";

export interface AuditRolesProps {
  readonly naming: Naming;
  /** Home region of the management trail. @default none: this account has no trail of its own */
  readonly trailRegion?: string;
  /**
   * Makes the role that Config works under. An account has it once, and it may be there already where Config was
   * used by hand: then it is imported, not made.
   */
  readonly recorder: boolean;
  readonly tags: OwnerTags;
}

/** Roles of what watches the account, for a global stack: IAM's control plane is in us-east-1. */
export class AuditRoles extends Construct {
  constructor(scope: Construct, id: string, props: AuditRolesProps) {
    super(scope, id);
    if (props.trailRegion !== undefined) this.#trailLogs(props, props.trailRegion);
    if (props.recorder) {
      new IamServiceLinkedRole(this, "recorder", {
        awsServiceName: "config.amazonaws.com",
        tags: tagsOf(nameOf(props.naming, "recorder"), props.tags),
      });
    }
  }

  /**
   * CloudTrail's streams are named after account and region of the trail; an organisation's begin with its id, which
   * the pattern takes as well. Source:
   * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html (recalled).
   */
  #trailLogs({ naming, tags }: AuditRolesProps, region: string): void {
    const name = nameOf(naming, TRAIL_LOG_ROLE);
    const role = new IamRole(this, TRAIL_LOG_ROLE, {
      name,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "cloudtrail.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceArn": trailArn(naming, MANAGEMENT_TRAIL, region) } },
          },
        ],
      }),
      tags: tagsOf(name, tags),
    });
    const group = `arn:aws:logs:${region}:${naming.account}:log-group:${trailLogGroup(naming)}`;
    new IamRolePolicy(this, `${TRAIL_LOG_ROLE}-policy`, {
      name: TRAIL_LOG_ROLE,
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `${group}:log-stream:*_CloudTrail_${region}*`,
          },
        ],
      }),
    });
  }
}
