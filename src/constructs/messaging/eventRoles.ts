import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf, roleArn } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { busArn, routeName, ruleArn } from "./names.ts";

const ROLE = "event-routes";

/** ARN of the role that carries events between regions, known before it exists. */
export function eventRouteRoleArn(naming: Naming): string {
  return roleArn(naming, ROLE);
}

export interface EventRolesProps {
  readonly naming: Naming;
  /** Regions whose buses get events from other regions. */
  readonly regions: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * The role with which EventBridge puts events on another region's bus, for a global stack. Only our own routing rules
 * take it on.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export class EventRoles extends Construct {
  constructor(scope: Construct, id: string, { naming, regions, tags }: EventRolesProps) {
    super(scope, id);
    const role = new IamRole(this, "routes", {
      name: nameOf(naming, ROLE),
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": naming.account },
              ArnEquals: {
                "aws:SourceArn": regions.flatMap((from) =>
                  regions.filter((to) => to !== from).map((to) => ruleArn(naming, routeName(to), from)),
                ),
              },
            },
          },
        ],
      }),
      tags: tagsOf(nameOf(naming, ROLE), tags),
    });
    new IamRolePolicy(this, "routes-policy", {
      name: ROLE,
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "events:PutEvents",
            Resource: regions.map((region) => busArn(naming, region)),
          },
        ],
      }),
    });
  }
}
