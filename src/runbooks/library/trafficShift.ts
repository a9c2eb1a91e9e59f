import type { Runbook } from "../runbook.ts";
import { answerHealthy, answerUnhealthy, findBalancer, findListener } from "./balancers.ts";
import { namesAnswerWith, namesAnswerWithout } from "./names.ts";
import { routeAway, routeBack } from "./routingControls.ts";
import { type RegionScope, stage } from "./scope.ts";

/** A region whose customers are to be sent elsewhere, and how it is entered. */
export interface TrafficScope extends RegionScope {
  /** Name of the region's public load balancer. */
  readonly balancer: string;
  /** What Route 53 asks for: no other path is answered differently. */
  readonly healthPath: string;
}

/**
 * Takes a region out of DNS while it serves. By its routing control where there is one: from another region, at the
 * cluster's endpoints, with nothing asked of the region that is left. Else its own way in says that it is unhealthy, and
 * health checks that were made in advance do the rest: the region must be up then. Nothing at Route 53 is edited.
 */
export function trafficShift(scope: TrafficScope): readonly [Runbook] {
  return [
    {
      ...aboutTraffic(scope),
      name: "traffic-shift",
      title: `Send nobody to ${scope.region}`,
      when: `${scope.region} serves badly in a way that its health checks do not see, or must be free of customers`,
      stages: [
        {
          id: "close",
          lanes: [
            scope.routing === undefined
              ? [...found(scope), answerUnhealthy(scope.region, scope.healthPath)]
              : [routeAway(scope.region, scope.routing)],
          ],
        },
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
        {
          id: "open",
          lanes: [
            scope.routing === undefined
              ? [...found(scope), answerHealthy(scope.region)]
              : [routeBack(scope.region, scope.routing)],
          ],
        },
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

/** Without routing controls it is the region's own control plane that is asked, which is why the region has to be up. */
function aboutTraffic({ region, account, routing }: TrafficScope) {
  return {
    version: routing === undefined ? 1 : 2,
    runsIn: routing?.region ?? region,
    lost: undefined,
    inputs: { region, account },
    leansOn: [],
  } as const;
}
