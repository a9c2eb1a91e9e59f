import { IamServiceLinkedRole } from "@cdktn/provider-aws/lib/iam-service-linked-role/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { idsOf, roleOf, trustIn } from "../security/role.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { AGGREGATE_ROLE, MANAGEMENT_TRAIL, TRAIL_LOG_ROLE, trailArn, trailLogGroup } from "./names.ts";

export interface AuditRolesProps {
  readonly naming: Naming;
  /** Home region of the management trail. @default none: this account has no trail of its own */
  readonly trailRegion?: string;
  /** Id of the organization whose accounts the trail records, `o-abc1234567`; `*` allowed. @default none: this account alone */
  readonly organizationId?: string;
  /**
   * Makes the role that Config works under. An account has it once, and it may be there already where Config was
   * used by hand: then it is imported, not made.
   */
  readonly recorder: boolean;
  /** Makes the role by which Config learns which accounts `ConfigurationAggregate` reads. @default false */
  readonly aggregates?: boolean;
  readonly tags: OwnerTags;
}

/** Roles of what watches the account, for a global stack: IAM's control plane is in us-east-1. */
export class AuditRoles extends Construct {
  constructor(scope: Construct, id: string, props: AuditRolesProps) {
    super(scope, id);
    if (props.trailRegion !== undefined) this.#trailLogs(props, props.trailRegion);
    if (props.aggregates === true) this.#aggregate(props);
    if (props.recorder) {
      new IamServiceLinkedRole(this, "recorder", {
        awsServiceName: "config.amazonaws.com",
        tags: tagsOf(nameOf(props.naming, "recorder"), props.tags),
      });
    }
  }

  /**
   * CloudTrail's streams are named after account and region of the trail; an organization's begin with its id. Source:
   * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
   * (read 2026-11).
   */
  #trailLogs({ naming, tags, organizationId }: AuditRolesProps, region: string): void {
    const streams = `arn:aws:logs:${region}:${naming.account}:log-group:${trailLogGroup(naming)}:log-stream:`;
    const own = `${streams}*_CloudTrail_${region}*`;
    roleOf(this, {
      naming,
      thing: TRAIL_LOG_ROLE,
      ids: idsOf(TRAIL_LOG_ROLE),
      trust: trustIn("cloudtrail.amazonaws.com", {
        StringEquals: { "aws:SourceArn": trailArn(naming, MANAGEMENT_TRAIL, region) },
      }),
      statements: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: organizationId === undefined ? own : [own, `${streams}${organizationId}_*`],
        },
      ],
      tags,
    });
  }

  /**
   * What AWS's own policy AWSConfigRoleForOrganizations allows, written out, so that nothing is added to it unseen. Of
   * no use to a stranger, who can pass Config no role of another account; no page says that Config names the account
   * for which it asks, without which a condition on it would shut it out.
   * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSConfigRoleForOrganizations.html
   * (read 2026-11).
   */
  #aggregate({ naming, tags }: AuditRolesProps): void {
    roleOf(this, {
      naming,
      thing: AGGREGATE_ROLE,
      ids: idsOf(AGGREGATE_ROLE),
      trust: trustIn("config.amazonaws.com"),
      statements: [
        {
          Effect: "Allow",
          Action: [
            "organizations:DescribeOrganization",
            "organizations:ListAWSServiceAccessForOrganization",
            "organizations:ListAccounts",
            "organizations:ListDelegatedAdministrators",
          ],
          // None of them takes a resource.
          Resource: "*",
        },
      ],
      tags,
    });
  }
}
