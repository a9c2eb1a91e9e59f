import { Construct } from "constructs";
import { type Naming, roleArn } from "../naming.ts";
import { idsOf, roleOf, trustIn } from "../security/role.ts";
import type { OwnerTags } from "../tags.ts";
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
    roleOf(this, {
      naming,
      thing: ROLE,
      ids: idsOf("routes"),
      trust: trustIn("events.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": naming.account },
        ArnEquals: {
          "aws:SourceArn": regions.flatMap((from) =>
            regions.filter((to) => to !== from).map((to) => ruleArn(naming, routeName(to), from)),
          ),
        },
      }),
      statements: [
        {
          Effect: "Allow",
          Action: "events:PutEvents",
          Resource: regions.map((region) => busArn(naming, region)),
        },
      ],
      tags,
    });
  }
}
