import type { Look, Step } from "../runbook.ts";
import { lookingStep } from "./plainSteps.ts";

/** Under what the steps of this file keep what they find. */
const KEPT = {
  balancer: "balancer",
  listener: "listener",
  zone: "zone",
  rule: "rule",
  shift: "shift",
} as const;

/** ARNs of load balancers have a part that AWS chooses, so they are looked up by the name that we chose. */
export function findBalancer(name: string): Step {
  return lookingStep({
    id: "find-balancer",
    title: `Find the load balancer ${name}`,
    look: {
      ask: {
        api: { service: "elasticloadbalancing", action: "DescribeLoadBalancers", input: { Names: [name] } },
      },
      facts: { balancer: { each: "LoadBalancers", take: "LoadBalancerArn" } },
      keep: { [KEPT.balancer]: "balancer" },
    },
    until: { fact: "balancer", absent: false },
    says: "{balancer}",
    timing: "balancer/look",
  });
}

/** After `findBalancer`. */
export function findListener(port = 443): Step {
  return lookingStep({
    id: "find-listener",
    title: `Find its listener on port ${port}`,
    look: {
      ask: {
        api: {
          service: "elasticloadbalancing",
          action: "DescribeListeners",
          input: { LoadBalancerArn: `{${KEPT.balancer}}` },
        },
      },
      facts: { listener: { each: "Listeners", where: { field: "Port", is: port }, take: "ListenerArn" } },
      keep: { [KEPT.listener]: "listener" },
    },
    until: { fact: "listener", absent: false },
    says: "{listener}",
    timing: "balancer/look",
  });
}

/** Priority that is ours: the platform makes no rules at its listeners, and people begin counting at 1. */
const CLOSED_PRIORITY = "49999";

function lookAtRules(keep?: string): Look {
  return {
    ask: {
      api: {
        service: "elasticloadbalancing",
        action: "DescribeRules",
        input: { ListenerArn: `{${KEPT.listener}}` },
      },
    },
    facts: { ours: { each: "Rules", where: { field: "Priority", is: CLOSED_PRIORITY }, take: "RuleArn" } },
    ...(keep === undefined ? {} : { keep: { [keep]: "ours" } }),
  };
}

/**
 * Tells the region's way in to answer Route 53's health checks with 503, and everybody else as before: whoever was sent
 * here is served until DNS has sent him elsewhere. A rule beside those of Terraform, which does not see it.
 */
export function answerUnhealthy(region: string, healthPath: string): Step {
  return {
    id: "close-region",
    title: `Have ${region} answer health checks as unhealthy`,
    plane: "control",
    guard: {
      look: lookAtRules(),
      rules: [
        { when: { fact: "ours", absent: false }, leads: "satisfied", says: "it does so already: {ours}" },
      ],
    },
    action: {
      kind: "call",
      call: {
        service: "elasticloadbalancing",
        action: "CreateRule",
        input: {
          ListenerArn: `{${KEPT.listener}}`,
          Priority: Number(CLOSED_PRIORITY),
          Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: [healthPath] } }],
          Actions: [
            {
              Type: "fixed-response",
              FixedResponseConfig: {
                StatusCode: "503",
                ContentType: "text/plain",
                MessageBody: "closed by a runbook",
              },
            },
          ],
        },
      },
    },
    confirmation: { look: lookAtRules(), until: { fact: "ours", absent: false }, says: "rule {ours}" },
    undo: `traffic-return takes the rule of priority ${CLOSED_PRIORITY} away`,
    budgetSeconds: 120,
    // A second rule of the same priority is refused.
    retry: "safe",
    timing: "balancer/close-region",
  };
}

/** Undoes `answerUnhealthy`. */
export function answerHealthy(region: string): Step {
  return {
    id: "open-region",
    title: `Have ${region} answer health checks as it is`,
    plane: "control",
    guard: {
      look: lookAtRules(KEPT.rule),
      rules: [{ when: { fact: "ours", absent: true }, leads: "satisfied", says: "no runbook has closed it" }],
    },
    action: {
      kind: "call",
      call: {
        service: "elasticloadbalancing",
        action: "DeleteRule",
        input: { RuleArn: `{${KEPT.rule}}` },
      },
    },
    confirmation: {
      look: lookAtRules(),
      until: { fact: "ours", absent: true },
      says: "health checks reach the services again",
    },
    undo: "traffic-shift closes it again",
    budgetSeconds: 120,
    // There is no second rule that a repetition could take away.
    retry: "safe",
    timing: "balancer/open-region",
  };
}

/** Zonal shifts go by the id of a zone, which is the same for all accounts; its name is not. */
export function findZone(zone: string): Step {
  return lookingStep({
    id: "find-zone",
    title: `See which zone of AWS ${zone} is`,
    look: {
      ask: { api: { service: "ec2", action: "DescribeAvailabilityZones", input: { ZoneNames: [zone] } } },
      facts: { zone: { each: "AvailabilityZones", take: "ZoneId" } },
      keep: { [KEPT.zone]: "zone" },
    },
    until: { fact: "zone", absent: false },
    says: "{zone}",
    timing: "zone/look",
  });
}

/** Something that ARC can keep traffic out of a zone for. Refused by AWS where zonal shift was not allowed beforehand. */
export interface Shiftable {
  /** In ids of steps: `balancer`, `cluster`. */
  readonly id: string;
  readonly title: string;
  /** ARN, or `{name}` for one that was kept. */
  readonly arn: string;
}

/** What was found by `findBalancer`. */
export const FOUND_BALANCER = `{${KEPT.balancer}}`;

function lookAtShifts(arn: string, keep?: string): Look {
  return {
    ask: {
      api: { service: "arc-zonal-shift", action: "GetManagedResource", input: { resourceIdentifier: arn } },
    },
    facts: {
      away: { each: "zonalShifts", take: "awayFrom" },
      shift: { each: "zonalShifts", take: "zonalShiftId" },
    },
    ...(keep === undefined ? {} : { keep: { [keep]: "shift" } }),
  };
}

/**
 * Keeps new requests out of a zone for 12 hours, after which it ends by itself. A resource has one such shift at most.
 * https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.html, read November 2026.
 */
export function shiftAway({ id, title, arn }: Shiftable, zone: string): Step {
  return {
    id: `shift-${id}`,
    title: `Keep traffic of ${title} out of ${zone}`,
    plane: "data",
    guard: {
      look: lookAtShifts(arn),
      rules: [
        {
          when: { fact: "away", has: `{${KEPT.zone}}` },
          leads: "satisfied",
          says: "it is kept out of {away} already",
        },
        {
          when: { fact: "away", absent: false },
          leads: "stop",
          says: `${title} is kept out of {away}, another zone: end that first, or too little is left`,
        },
      ],
    },
    action: {
      kind: "call",
      call: {
        service: "arc-zonal-shift",
        action: "StartZonalShift",
        input: {
          resourceIdentifier: arn,
          awayFrom: `{${KEPT.zone}}`,
          expiresIn: "12h",
          comment: "zone-evacuation of Trireme",
        },
      },
    },
    confirmation: {
      look: lookAtShifts(arn),
      until: { fact: "away", has: `{${KEPT.zone}}` },
      says: "kept out of {away}",
    },
    undo: "zone-return, or nothing: it ends by itself after 12 hours",
    budgetSeconds: 120,
    // A second shift of the same resource is refused.
    retry: "safe",
    timing: "zone/shift",
  };
}

/** Undoes `shiftAway`. */
export function shiftBack({ id, title, arn }: Shiftable, zone: string): Step {
  return {
    id: `unshift-${id}`,
    title: `Let traffic of ${title} into ${zone} again`,
    plane: "data",
    guard: {
      look: lookAtShifts(arn, KEPT.shift),
      rules: [
        { when: { fact: "away", absent: true }, leads: "satisfied", says: "it is kept out of no zone" },
        {
          when: { not: { fact: "away", has: `{${KEPT.zone}}` } },
          leads: "satisfied",
          says: "it is kept out of {away}, not of this zone",
        },
      ],
    },
    action: {
      kind: "call",
      call: {
        service: "arc-zonal-shift",
        action: "CancelZonalShift",
        input: { zonalShiftId: `{${KEPT.shift}}` },
      },
    },
    confirmation: {
      look: lookAtShifts(arn),
      until: { not: { fact: "away", has: `{${KEPT.zone}}` } },
      says: `${title} takes traffic in every zone`,
    },
    undo: "zone-evacuation shifts it away again",
    budgetSeconds: 120,
    retry: "safe",
    timing: "zone/shift",
  };
}
