import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../../naming.ts";
import { type OwnerTags, tagsOf } from "../../tags.ts";
import { BROWSERS, browserMonitorArn } from "./names.ts";

export interface BrowserRoleProps {
  readonly naming: Naming;
  /** Identity pool of each region's guests, by region. */
  readonly poolIds: Readonly<Record<string, string>>;
  readonly tags: OwnerTags;
}

/**
 * What every customer's browser is allowed in AWS, which is to report to the monitors. Anybody can be a guest of the
 * pools, so that the role must be worth nothing else. For a global stack after the regions' pools, whose ids AWS gives.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html, November 2026.
 */
export class BrowserRole extends Construct {
  constructor(scope: Construct, id: string, { naming, poolIds, tags }: BrowserRoleProps) {
    super(scope, id);
    const name = nameOf(naming, BROWSERS);
    const role = new IamRole(this, "role", {
      name,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: "cognito-identity.amazonaws.com" },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: { "cognito-identity.amazonaws.com:aud": Object.values(poolIds) },
              "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
            },
          },
        ],
      }),
      tags: tagsOf(name, tags),
    });
    new IamRolePolicy(this, "policy", {
      name: BROWSERS,
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ReportToTheMonitors",
            Effect: "Allow",
            Action: "rum:PutRumEvents",
            Resource: Object.keys(poolIds).map((region) => browserMonitorArn(naming, region)),
          },
        ],
      }),
    });
  }
}
