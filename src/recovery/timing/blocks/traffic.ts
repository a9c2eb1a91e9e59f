import { read, recalled } from "../figure.ts";
import { block, type RecoveryTiming } from "./block.ts";

const ROUTE53 = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";

/** Seconds that AWS gives the name of a load balancer to be kept: what an alias record answers with. */
export const ALIAS_TTL_SECONDS = 60;

/**
 * Until Route 53 calls a region unhealthy. Checkers ask every `interval` seconds, each by itself, and more than 18 %
 * of them must have seen the failures: between one interval less and one more than the product.
 */
export function healthCheckDetection(interval: number, threshold: number): RecoveryTiming {
  return block(
    "route53_health_check",
    `health checks every ${interval} s see ${threshold} failures`,
    [interval * threshold, interval * (threshold + 1)],
    read(`${ROUTE53}/dns-failover-determining-health-of-endpoints.html`, "interval times threshold"),
  );
}

/** Until whoever asked before asks again: the whole TTL for the last of them, half as much more for the slow. */
export function namesExpire(ttlSeconds: number): RecoveryTiming {
  return block(
    "dns_ttl",
    `names that were looked up before are looked up again, after ${ttlSeconds} s`,
    [ttlSeconds, ttlSeconds * 1.5],
    read(
      `${ROUTE53}/resource-record-sets-choosing-alias-non-alias.html`,
      "an alias answers with its target's TTL, 60 s for load balancers; half as much more is ours",
    ),
  );
}

export const ACCELERATOR_SHIFT = block(
  "global_accelerator_shift",
  "connections go to the home's other region, with no name looked up",
  [20, 40],
  recalled("about half a minute"),
);

/** Editing a record, with its control plane gone, waits for AWS. Not needed by any step that health checks carry. */
export const ROUTE53_CONTROL_PLANE = block(
  "route53_control_plane_accelerated_recovery_rto",
  "Route 53's control plane is brought up elsewhere: public zones that opted in",
  [1800, 3600],
  read(`${ROUTE53}/accelerated-recovery.html`, "within 60 minutes; the half as typical is ours"),
);

export const RECORD_CHANGE = block(
  "route53_change_propagation",
  "a changed record is known to all of Route 53's servers",
  [60, 180],
  recalled(),
);

export const BALANCER_DROPS_ZONE = block(
  "balancer_drops_zone",
  "the load balancer stops sending requests to a zone",
  [30, 60],
  recalled("three failed checks at 10 s, then the zone's address leaves DNS"),
);

/** What people take. On top of everything automatic; nobody publishes it, so all of it is from memory. */
export const PEOPLE_DECIDE = block(
  "people_decide",
  "whoever is on call is paged, looks, and starts the runbook",
  [180, 600],
  recalled("of a team with a pager and a rehearsed runbook"),
);

/**
 * Until a watch has had no answer often enough: its first look begins within an interval, each waits for its answer and
 * pauses. Computed from how it is made; a region that refuses at once is seen sooner.
 */
export function watchSees(watch: {
  readonly everySeconds: number;
  readonly looks: number;
  readonly lookSeconds: number;
  readonly pauseSeconds: number;
}): RecoveryTiming {
  const looking = watch.looks * watch.lookSeconds + (watch.looks - 1) * watch.pauseSeconds;
  return block(
    "region_watch",
    `a watch begins every ${watch.everySeconds} s and looks ${watch.looks} times, ${watch.lookSeconds} s each`,
    [looking + watch.everySeconds / 2, looking + watch.everySeconds],
    read(
      "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
      "a schedule runs within its minute; the rest is how the watch is made",
    ),
  );
}

export const WATCH_STARTS = block(
  "watch_starts",
  "the watch sees the stand-in answer, reads alarm, executions and switch, and starts the machine",
  [15, 40],
  recalled("one more look at most, and four calls"),
);

export const PEOPLE_NOTICE = block(
  "people_notice",
  "somebody notices what no health check sees, and decides to leave the region",
  [600, 1800],
  recalled("burn-rate alarms sound within minutes; to be sure takes longer"),
);

export const REGION_CLOSED = block(
  "region_closed",
  "the region's own way in is told to answer as unhealthy",
  [30, 120],
  recalled("one change at the load balancer of the region, whose control plane must be up"),
);

export const LATCH_SEEN = block(
  "names_kept_away",
  "Route 53 and the alarm see that a region is to be kept away, or no longer",
  [60, 180],
  recalled("a value of a metric is judged when its minute is over, and the alarm once a minute"),
);

export const ROUTING_CONTROL_SEEN = block(
  "routing_control",
  "a routing control is set at an endpoint of its cluster, and Route 53 follows it",
  [5, 30],
  recalled("some seconds, and the next endpoints where one does not answer; AWS publishes no figure"),
);

/** Ways over a transit gateway that are closed or made free, a route for each zone, one after another. */
export function waysChanged(routes: number): RecoveryTiming {
  return block(
    "transit_gateway_routes",
    `${routes === 1 ? "a route" : `${routes} routes`} of a transit gateway made or taken away, and read back`,
    [routes * 3, routes * 15],
    recalled("a call and a look each, and a second look five seconds later; AWS publishes no figure"),
  );
}
