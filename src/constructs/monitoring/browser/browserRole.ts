import { Construct } from "constructs";
import type { Naming } from "../../naming.ts";
import { roleOf } from "../../security/role.ts";
import type { OwnerTags } from "../../tags.ts";
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
    roleOf(this, {
      naming,
      thing: BROWSERS,
      trust: {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": Object.values(poolIds) },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
        },
      },
      statements: [
        {
          Sid: "ReportToTheMonitors",
          Effect: "Allow",
          Action: "rum:PutRumEvents",
          Resource: Object.keys(poolIds).map((region) => browserMonitorArn(naming, region)),
        },
      ],
      tags,
    });
  }
}
