import type { Runbook } from "../runbook.ts";
import { answerHealthy, answerUnhealthy, findBalancer, findListener } from "./balancers.ts";
import { namesAnswerWith, namesAnswerWithout } from "./names.ts";
import { type RegionScope, stage } from "./scope.ts";

/** A region whose customers are to be sent elsewhere, and how it is entered. */
export interface TrafficScope extends RegionScope {
  /** Name of the region's public load balancer. */
  readonly balancer: string;
  /** What Route 53 asks for: no other path is answered differently. */
  readonly healthPath: string;
}

/**
 * Takes a region out of DNS while it serves: its own way in says that it is unhealthy, and health checks that were made
 * in advance do the rest. Nothing at Route 53 is edited. The region must be up; one that is gone is seen without help.
 */
export function trafficShift(scope: TrafficScope): readonly [Runbook] {
  return [
    {
      ...aboutTraffic(scope),
      name: "traffic-shift",
      title: `Send nobody to ${scope.region}`,
      when: `${scope.region} serves badly in a way that its health checks do not see, or must be free of customers`,
      stages: [
        { id: "close", lanes: [[...found(scope), answerUnhealthy(scope.region, scope.healthPath)]] },
        ...stage(
          "names",
          namesAnswerWithout(scope).map((step) => [step]),
        ),
      ],
    },
  ];
}

/** Lets a region into DNS again. */
export function trafficReturn(scope: TrafficScope): readonly [Runbook] {
  return [
    {
      ...aboutTraffic(scope),
      name: "traffic-return",
      title: `Send customers to ${scope.region} again`,
      when: `${scope.region} is well again`,
      stages: [
        { id: "open", lanes: [[...found(scope), answerHealthy(scope.region)]] },
        ...stage(
          "names",
          namesAnswerWith(scope).map((step) => [step]),
        ),
      ],
    },
  ];
}

function found({ balancer }: TrafficScope) {
  return [findBalancer(balancer), findListener()];
}

/** It is the region's own control plane that is asked, which is why the region has to be up. */
function aboutTraffic({ region, account }: TrafficScope) {
  return {
    version: 1,
    runsIn: region,
    lost: undefined,
    inputs: { region, account },
    leansOn: [],
  } as const;
}
