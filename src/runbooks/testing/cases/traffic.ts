import type { FakeAws } from "../../../aws/testing/fakeAws.ts";
import { trafficReturn, trafficShift } from "../../library/trafficShift.ts";
import { zoneEvacuation, zoneReturn } from "../../library/zoneEvacuation.ts";
import { LOST } from "../bench.ts";
import { SWITCH } from "../fakeCluster.ts";
import { FakeRegion } from "../fakeRegion.ts";
import type { LibraryCase } from "./libraryCase.ts";
import { BALANCER, billing, cart, orders, routed, scope, sessions, ZONE, zonal } from "./worlds.ts";

const inZone = {
  ...scope([orders, billing, cart]),
  zone: ZONE,
  caches: [sessions],
  balancer: BALANCER,
  cluster: "shop-cluster",
};
const traffic = { ...scope([]), balancer: BALANCER, healthPath: "/healthz" };

function entered(aws: FakeAws, closed: boolean) {
  const region = new FakeRegion(aws, LOST);
  region.balancers.add(BALANCER);
  if (closed) region.rules.add("49999");
  // As DNS does: it sends nobody to a region that answers as unhealthy.
  Object.defineProperty(aws.unhealthy, "has", { value: (each: string) => each === LOST && region.closed });
  return () => region.closed;
}

/** Regions and zones that are left by those who enter them. */
export const TRAFFIC_CASES: readonly LibraryCase[] = [
  {
    name: "traffic-shift",
    runbooks: trafficShift(traffic),
    world: (aws) => entered(aws, false),
    wanted: true,
    acts: ["CreateRule"],
  },
  {
    name: "traffic-return",
    runbooks: trafficReturn(traffic),
    world: (aws) => entered(aws, true),
    wanted: false,
    acts: ["DeleteRule"],
  },
  {
    name: "traffic-shift by a routing control",
    runbooks: trafficShift({ ...traffic, routing: SWITCH }),
    world: (aws) => routed(aws, "Off"),
    wanted: true,
    acts: ["UpdateRoutingControlStates"],
  },
  {
    name: "traffic-return by a routing control",
    runbooks: trafficReturn({ ...traffic, routing: SWITCH }),
    world: (aws) => routed(aws, "On"),
    wanted: false,
    acts: ["UpdateRoutingControlStates"],
  },
  {
    name: "zone-evacuation",
    runbooks: zoneEvacuation(inZone),
    world: (aws) => {
      const region = zonal(aws, undefined);
      return () => [
        [...region.shiftable.values()],
        region.clusters.get(orders.nameIn(LOST))?.writer,
        region.standbys.get(billing.nameIn(LOST))?.zone,
        region.caches.get(sessions.groupIn(LOST))?.primary,
      ];
    },
    wanted: [[`id-of-${ZONE}`, `id-of-${ZONE}`], "orders-2", `${LOST}b`, 1],
    acts: ["FailoverDBCluster", "RebootDBInstance", "StartZonalShift", "StartZonalShift", "TestFailover"],
  },
  {
    name: "zone-return",
    runbooks: zoneReturn(inZone),
    world: (aws) => {
      const region = zonal(aws, `id-of-${ZONE}`);
      return () => [...region.shiftable.values()];
    },
    wanted: [undefined, undefined],
    acts: ["CancelZonalShift", "CancelZonalShift"],
  },
];
