import { CloudwatchEventRule } from "@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktn/provider-aws/lib/cloudwatch-event-target/index.js";
import { Construct } from "constructs";
import { DELIVERY_TRIES } from "../messaging/eventBus.ts";
import { type Naming, nameOf, roleArn } from "../naming.ts";
import { idsOf, roleOf, trustIn } from "../security/role.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { recoveryMachineArn } from "./names.ts";

/** What a failover says to EventBridge when it leaves a region. */
export const REGION_LEFT = "Region Left";

/** Roles of EventBridge: one that carries the event to the region that is left, one that begins a recovery there. */
const [CARRIES, BEGINS] = ["left-carries", "left-begins"];

/** By which events of this environment's recoveries are known. AWS keeps names that begin with `aws.` to itself. */
export function recoveryEventSource({ platform, environment }: Naming): string {
  return `recovery.${platform}.${environment}`;
}

/**
 * Rule about a region that is left. In the region itself it begins a recovery; in one that takes over it carries the event
 * there.
 */
export function leftRuleName(naming: Naming, left: string): string {
  return nameOf(naming, `left-${left}`);
}

/** Role by which such a rule begins a recovery. */
export function leftBeginsRoleArn(naming: Naming): string {
  return roleArn(naming, BEGINS);
}

function leftRuleArn(naming: Naming, left: string, region: string): string {
  return `arn:aws:events:${region}:${naming.account}:rule/${leftRuleName(naming, left)}`;
}

/** Every account has that bus in every region, so its name is known and no stack has to be read. */
function defaultBusArn({ account }: Naming, region: string): string {
  return `arn:aws:events:${region}:${account}:event-bus/default`;
}

/** A region that may be left, those that tell it so, and the machine that it begins then. */
export interface LeftRegion {
  /** Region that is left. */
  readonly region: string;
  /** Regions whose failovers say so. */
  readonly toldBy: readonly string[];
  /** `shut-us-east-1` */
  readonly machine: string;
}

export interface LeavingNoticeRolesProps {
  readonly naming: Naming;
  /** At least one. */
  readonly left: readonly LeftRegion[];
  readonly tags: OwnerTags;
}

/** Both roles, for a global stack: IAM's control plane is in us-east-1. Rules of ours take them on and nobody else. */
export class LeavingNoticeRoles extends Construct {
  constructor(scope: Construct, id: string, { naming, left, tags }: LeavingNoticeRolesProps) {
    super(scope, id);
    const takenOnBy = (rules: readonly string[]) =>
      trustIn("events.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": naming.account },
        ArnEquals: { "aws:SourceArn": rules },
      });
    // Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html, read November 2026.
    roleOf(this, {
      naming,
      thing: CARRIES,
      ids: idsOf(CARRIES),
      description: "Tells regions that a failover has left them",
      trust: takenOnBy(
        left.flatMap(({ region, toldBy }) => toldBy.map((by) => leftRuleArn(naming, region, by))),
      ),
      statements: [
        {
          Sid: "Tells",
          Effect: "Allow",
          Action: "events:PutEvents",
          Resource: left.map(({ region }) => defaultBusArn(naming, region)),
        },
      ],
      tags,
    });
    roleOf(this, {
      naming,
      thing: BEGINS,
      ids: idsOf(BEGINS),
      description: "Begins the recovery of a region that a failover has left",
      trust: takenOnBy(left.map(({ region }) => leftRuleArn(naming, region, region))),
      statements: [
        {
          Sid: "Begins",
          Effect: "Allow",
          Action: "states:StartExecution",
          Resource: left.map(({ region, machine }) => recoveryMachineArn(naming, machine, region)),
        },
      ],
      tags,
    });
  }
}

export interface LeavingNoticesProps {
  readonly naming: Naming;
  /** Region of the rules. */
  readonly region: string;
  /** Those of the environment that may be left. */
  readonly left: readonly LeftRegion[];
  readonly tags: OwnerTags;
}

/**
 * A region's part in telling those that are left. Where it takes over, what its failover says is carried to the default bus
 * of the region that is left, tried for a day; where it is left itself, that begins its machine. The input names the
 * failover as who began it, so that the switch lets it act as it let the failover; and says that nobody watches, so that the
 * second of two events ends well where the first is still under way.
 *
 * What was never delivered sounds an alarm (`leavingAlarms`) and is kept nowhere: after a day it is no order any more.
 */
export class LeavingNotices extends Construct {
  constructor(scope: Construct, id: string, props: LeavingNoticesProps) {
    super(scope, id);
    for (const each of props.left) {
      if (each.toldBy.includes(props.region)) this.#carry(props, each.region);
      if (each.region === props.region) this.#begin(props, each);
    }
  }

  #carry(props: LeavingNoticesProps, left: string): void {
    const { naming } = props;
    const rule = this.#rule(props, left, `Tells ${left} that it is left`);
    new CloudwatchEventTarget(this, `tell-${left}`, {
      rule: rule.name,
      targetId: left,
      arn: defaultBusArn(naming, left),
      roleArn: roleArn(naming, CARRIES),
      retryPolicy: DELIVERY_TRIES,
    });
  }

  #begin(props: LeavingNoticesProps, { region, machine }: LeftRegion): void {
    const { naming } = props;
    const rule = this.#rule(props, region, `Begins ${machine} when this region is left`);
    new CloudwatchEventTarget(this, `begin-${region}`, {
      rule: rule.name,
      targetId: machine,
      arn: recoveryMachineArn(naming, machine, region),
      roleArn: leftBeginsRoleArn(naming),
      input: JSON.stringify({ by: `the failover that left ${region}`, unattended: true }),
      retryPolicy: DELIVERY_TRIES,
    });
  }

  #rule({ naming, tags }: LeavingNoticesProps, left: string, description: string): CloudwatchEventRule {
    const name = leftRuleName(naming, left);
    return new CloudwatchEventRule(this, `left-${left}`, {
      name,
      description,
      eventPattern: JSON.stringify({
        source: [recoveryEventSource(naming)],
        "detail-type": [REGION_LEFT],
        detail: { region: [left] },
      }),
      tags: tagsOf(name, tags),
    });
  }
}
